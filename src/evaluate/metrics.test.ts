import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { majorityAtK, passAtK, shareCorrect, type Sample } from './metrics.ts'

/** All subsets of size `k`. */
function subsets<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]]
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), k - 1).map((rest) => [item, ...rest]),
  )
}

const average = (values: number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length

describe('passAtK', () => {
  it('is the share of subsets with a correct sample', () => {
    for (let n = 1; n <= 7; n++) {
      for (let c = 0; c <= n; c++) {
        for (let k = 1; k <= n; k++) {
          const samples = Array.from({ length: n }, (_, index) => index < c)
          expect(passAtK(n, c, k)).toBeCloseTo(
            average(subsets(samples, k).map((chosen) => (chosen.includes(true) ? 1 : 0))),
            12,
          )
        }
      }
    }
  })

  it.each([
    [10, 3, 1, 0.3],
    [10, 3, 5, 0.9166666666666666],
    [100, 7, 10, 0.5332595856827855],
    [200, 1, 100, 0.5],
  ])('of %i with %i correct at %i', (n, c, k, expected) => {
    expect(passAtK(n, c, k)).toBeCloseTo(expected, 12)
  })

  it('is not defined for more than there are', () => {
    expect(passAtK(4, 2, 5)).toBeNaN()
  })

  it('rises with k', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (n, someC, someK) => {
        const [c, k] = [someC % (n + 1), 1 + (someK % (n - 1))]
        expect(passAtK(n, c, k + 1)).toBeGreaterThanOrEqual(passAtK(n, c, k) - 1e-12)
        expect(passAtK(n, c, k)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('majorityAtK', () => {
  const samplesOf = (...answers: (string | null)[]): Sample[] =>
    answers.map((answer) => ({ answer, correct: answer === '1' }))

  it('is the accuracy for k = 1 and the vote for all', () => {
    const samples = samplesOf('1', '2', '1', null, '3')
    expect(majorityAtK(samples, 1, ['x'])).toBe(shareCorrect(samples))
    expect(majorityAtK(samples, 5, ['x'])).toBe(1)
    expect(majorityAtK(samplesOf('2', '1'), 2, ['x'])).toBe(0)
    expect(majorityAtK(samplesOf(null, null), 2, ['x'])).toBe(0)
    expect(majorityAtK(samples, 6, ['x'])).toBeNaN()
  })

  it('between, comes near the mean over all subsets, and is the same every time', () => {
    const samples = samplesOf('1', '1', '1', '2', '2', '3', '1', '2')
    const wins = subsets(samples, 5).map((chosen) => {
      const count = (answer: string) => chosen.filter((sample) => sample.answer === answer).length
      const best = Math.max(count('1'), count('2'), count('3'))
      const tied = ['1', '2', '3'].filter((answer) => count(answer) === best).length
      return count('1') === best ? 1 / tied : 0
    })
    const estimate = majorityAtK(samples, 5, ['x'])
    // Answers with equally many votes are equally likely to be seen first in a random order.
    expect(Math.abs(estimate - average(wins))).toBeLessThan(0.1)
    expect(majorityAtK(samples, 5, ['x'])).toBe(estimate)
  })
})
