import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thresholdFor, thresholdSweep } from './threshold-sweep.ts'

const items = [
  { score: 3, isCorrect: true },
  { score: 2, isCorrect: true },
  { score: 2, isCorrect: false },
  { score: 1, isCorrect: true },
  { score: Number.NaN, isCorrect: true },
]

describe('thresholdSweep', () => {
  it('keeps equal scores together, and never what has no score', () => {
    const points = thresholdSweep(items)
    expect(points.map(({ threshold, kept }) => [threshold, kept])).toEqual([
      [3, 1],
      [2, 3],
      [1, 4],
    ])
    expect(points.at(-1)).toMatchObject({ precision: 3 / 4, recall: 3 / 4, f1: 3 / 4 })
    expect(points[0]).toMatchObject({ precision: 1, recall: 1 / 4, f1: 2 / 5 })
  })

  it('counts as a person would, threshold by threshold', () => {
    const item = fc.record({ score: fc.integer({ min: -4, max: 4 }), isCorrect: fc.boolean() })
    fc.assert(
      fc.property(fc.array(item), (given) => {
        const good = given.filter(({ isCorrect }) => isCorrect).length
        for (const { threshold, kept, precision, recall } of thresholdSweep(given)) {
          const own = given.filter(({ score }) => score >= threshold)
          const right = own.filter(({ isCorrect }) => isCorrect).length
          expect(kept).toBe(own.length)
          expect(precision).toBe(right / own.length)
          expect(recall).toBe(good === 0 ? 0 : right / good)
        }
      }),
    )
  })
})

describe('thresholdFor', () => {
  it('keeps most at the precision that is wanted', () => {
    const points = thresholdSweep(items)
    expect(thresholdFor(points, 0.7)!.threshold).toBe(1)
    expect(thresholdFor(points, 0.9)!.threshold).toBe(3)
    expect(thresholdFor(thresholdSweep([{ score: 1, isCorrect: false }]), 0.5)).toBeUndefined()
  })
})
