import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { studentCritical, studentTail } from './student-t.ts'
import { tangoInterval, tangoStatistic, type Pairs } from './tango-interval.ts'

// Made by tools/make-interval-golden.py, which shares nothing with the code but the definition.
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/golden/intervals.json'), 'utf8'),
) as {
  tango: (Pairs & { ci95: [number, number] })[]
  student: { degreesOfFreedom: number; critical: number; tails: { value: number; p: number }[] }[]
}

describe('tangoInterval', () => {
  it.each(golden.tango)('$onlyB against $onlyA of $pairs', ({ ci95, ...pairs }) => {
    const interval = tangoInterval(pairs)
    for (const end of [0, 1] as const)
      expect(Math.abs(interval[end] - ci95[end])).toBeLessThan(1e-14)
  })

  it.each([
    // Fagerland, Lydersen & Laake 2014, Statistics in Medicine 33:2850–2875: airway
    // hyper-responsiveness, complete response.
    [{ onlyB: 1, onlyA: 7, pairs: 21 }, '-0.517 -0.026', 3],
    [{ onlyB: 6, onlyA: 16, pairs: 161 }, '-0.1240 -0.0054', 4],
  ])('agrees with what was published: %o', (pairs, published, digits) => {
    expect(
      tangoInterval(pairs)
        .map((end) => end.toFixed(digits))
        .join(' '),
    ).toBe(published)
  })

  it('turns round with the systems, holds the estimate, has width, and ends where the score test does', () => {
    const counts = fc
      .tuple(fc.nat(40), fc.nat(40), fc.nat(40))
      .filter((each) => each.some((count) => count > 0))
      .map(([onlyB, onlyA, agree]) => ({ onlyB, onlyA, pairs: onlyB + onlyA + agree }))
    fc.assert(
      fc.property(counts, ({ onlyB, onlyA, pairs }) => {
        const [low, high] = tangoInterval({ onlyB, onlyA, pairs })
        const [mirroredLow, mirroredHigh] = tangoInterval({ onlyB: onlyA, onlyA: onlyB, pairs })
        expect(mirroredLow).toBeCloseTo(-high, 13)
        expect(mirroredHigh).toBeCloseTo(-low, 13)
        expect(low).toBeLessThanOrEqual((onlyB - onlyA) / pairs)
        expect(high).toBeGreaterThanOrEqual((onlyB - onlyA) / pairs)
        expect(high - low).toBeGreaterThan(0)
        for (const end of [low, high].filter((each) => Math.abs(each) < 1))
          expect(Math.abs(tangoStatistic({ onlyB, onlyA, pairs }, end))).toBeCloseTo(
            1.959963984540054,
            6,
          )
      }),
    )
  })

  it('is McNemar’s statistic at 0, and knows nothing without pairs', () => {
    expect(tangoStatistic({ onlyB: 9, onlyA: 4, pairs: 50 }, 0)).toBeCloseTo(5 / Math.sqrt(13), 14)
    expect(tangoInterval({ onlyB: 0, onlyA: 0, pairs: 0 })).toEqual([-1, 1])
  })
})

describe('Student’s t', () => {
  it.each(golden.student)(
    'with $degreesOfFreedom degrees of freedom',
    ({ degreesOfFreedom, critical, tails }) => {
      expect(studentCritical(degreesOfFreedom)).toBeCloseTo(critical, 10)
      for (const { value, p } of tails) {
        const found = studentTail(value, degreesOfFreedom)
        if (p > 1e-12) expect(found / p).toBeCloseTo(1, 9)
        else expect(found).toBeLessThan(1e-12)
      }
    },
  )
})
