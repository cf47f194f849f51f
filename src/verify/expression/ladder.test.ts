import { describe, expect, it } from 'vitest'
import { exactPoint, numericPoint, type PointKind } from './ladder.ts'

const names = ['x', 'y', 'z']
const indices = Array.from({ length: 50 }, (_, index) => index)
const coordinates = (kind: PointKind): number[] =>
  indices.flatMap((index) => [...numericPoint(names, index, kind).values()])

describe('numericPoint', () => {
  it.each([
    ['positive', 0.25, 2.75],
    ['small', 0.05, 0.95],
    ['large', 2.1, 7.1],
    ['mixed', -2.9, 2.9],
    ['signed', -2.6, 2.6],
    ['wide', -41, 41],
    ['integer', 1, 18],
  ] as const)('%s lies from %d to %d', (kind, low, high) => {
    const values = coordinates(kind)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low - 1 / 4096)
    expect(Math.max(...values)).toBeLessThanOrEqual(high + 1 / 4096)
  })

  it('is exact in doubles and in decimals: a multiple of 1/4096', () => {
    for (const kind of ['positive', 'mixed', 'wide'] as const)
      expect(coordinates(kind).filter((value) => !Number.isInteger(value * 4096))).toEqual([])
  })

  it('goes through all signs of three symbols in eight steps', () => {
    const signs = indices
      .slice(0, 8)
      .map((index) => [...numericPoint(names, index, 'signed').values()].map(Math.sign).join())
    expect(new Set(signs).size).toBe(8)
  })

  it('lies on both sides of a scale, and beyond it', () => {
    const values = indices.map((index) => numericPoint(['x'], index, 'wide', 100).get('x')!)
    for (const isThere of [
      (x: number) => x > 100,
      (x: number) => x < -100,
      (x: number) => x > 0 && x < 100,
      (x: number) => x < 0 && x > -100,
    ])
      expect(values.some(isThere)).toBe(true)
  })
})

describe('exactPoint', () => {
  it('gives fractions of both signs, and integers from 1 to 18', () => {
    const fractions = indices.map((index) => exactPoint(['x'], index, 'fraction').get('x')!)
    expect(new Set(fractions.map(({ numerator }) => numerator > 0n)).size).toBe(2)
    expect(fractions.some(({ denominator }) => denominator > 1n)).toBe(true)
    const integers = indices.map((index) => exactPoint(['x'], index, 'integer').get('x')!)
    for (const { numerator, denominator } of integers) {
      expect(denominator).toBe(1n)
      expect(numerator >= 1n && numerator <= 18n).toBe(true)
    }
  })

  it('is the same whenever it is asked for, and another for every symbol', () => {
    expect(exactPoint(names, 7, 'fraction')).toEqual(exactPoint(names, 7, 'fraction'))
    const values = [...exactPoint(names, 7, 'fraction').values()]
    expect(new Set(values.map(({ numerator }) => numerator)).size).toBe(3)
  })
})
