import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rng } from '../core/index.ts'
import { comparePaired } from './compare.ts'
import {
  bootstrapInterval,
  crossedInterval,
  crossedTest,
  interval95,
  mcnemarExact,
  pairedDifference,
  signFlipTest,
  wilsonInterval,
} from './intervals.ts'

// Reference values: statsmodels 0.15.0 proportion_confint(method='wilson') and mcnemar(exact=True), SciPy 1.17.1 bootstrap and permutation_test.

describe('wilsonInterval', () => {
  it.each([
    [8, 10, 0.49016247153664183, 0.9433178485456247],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [1, 1, 0.2065493143772374, 1],
    [530, 659, 0.7722283641462004, 0.8327428467877778],
    [1, 1319, 0.00013384465011300741, 0.004281997310193979],
  ])('%i of %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials)
    expect(interval[0]).toBeCloseTo(low, 12)
    expect(interval[1]).toBeCloseTo(high, 12)
  })

  it('knows nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
  })
})

describe('mcnemarExact', () => {
  it.each([
    [0, 0, 1],
    [5, 5, 1],
    [1, 0, 1],
    [10, 2, 0.03857421875],
    [8, 1, 0.0390625],
    [121, 59, 4.4344492637551645e-6],
    [400, 330, 0.010605994778707762],
    [700, 619, 0.027573696259397113],
  ])('%i against %i', (a, b, p) => {
    expect(mcnemarExact(a, b) / p).toBeCloseTo(1, 8)
    expect(mcnemarExact(b, a)).toBe(mcnemarExact(a, b))
  })
})

describe('bootstrapInterval', () => {
  const values = [
    ...Array.from({ length: 60 }, () => 0),
    ...Array.from({ length: 30 }, () => 0.5),
    ...Array.from({ length: 110 }, () => 1),
  ]

  it('agrees with the reference within its own noise', () => {
    const [low, high] = bootstrapInterval(values, ['test'])
    expect(Math.abs(low - 0.5625)).toBeLessThan(0.006)
    expect(Math.abs(high - 0.685)).toBeLessThan(0.006)
  })

  it('is the same for the same address, and holds the mean', () => {
    expect(bootstrapInterval(values, ['test'])).toEqual(bootstrapInterval(values, ['test']))
    expect(bootstrapInterval(values, ['test'])).not.toEqual(bootstrapInterval(values, ['other']))
    expect(bootstrapInterval([0.5, 0.5], ['test'])).toEqual([0.5, 0.5])
  })

  it('covers the truth about 95 times in 100', () => {
    const covered = Array.from({ length: 150 }, (_, trial) => {
      const random = rng('coverage', trial)
      const shares = Array.from({ length: 60 }, () => (random.next() + random.next()) / 2)
      const [low, high] = bootstrapInterval(shares, ['coverage', trial])
      return low <= 0.5 && 0.5 <= high
    })
    const share = covered.filter(Boolean).length / covered.length
    expect(share).toBeGreaterThan(0.89)
    expect(share).toBeLessThan(0.99)
  }, 20_000)
})

describe('interval95', () => {
  it('is Wilson where problems are right or wrong, and the bootstrap where they are shares', () => {
    expect(interval95([1, 1, 1, 0], ['x'])).toEqual(wilsonInterval(3, 4))
    expect(interval95([1, 0.5, 1, 0], ['x'])).toEqual(bootstrapInterval([1, 0.5, 1, 0], ['x']))
  })
})

describe('signFlipTest', () => {
  it('agrees with the exact permutation p-value, and is never 0', () => {
    const differences = [0.5, 0.25, -0.25, 1, 0.5, 0, 0.75, -0.5, 0.25, 0.5]
    expect(Math.abs(signFlipTest(differences, ['test']) - 0.09765625)).toBeLessThan(0.01)
    expect(signFlipTest([0, 0], ['test'])).toBe(1)
    expect(
      signFlipTest(
        Array.from({ length: 100 }, () => 1),
        ['test'],
      ),
    ).toBeGreaterThan(0)
  })
})

describe('comparePaired', () => {
  it('turns round with the order of the systems', () => {
    const scores = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(scores, (pairs) => {
        const a = pairs.map(([value]) => value)
        const b = pairs.map(([, value]) => value)
        const forward = comparePaired(a, b, ['x'])
        const backward = comparePaired(b, a, ['x'])
        expect(forward.difference).toBeCloseTo(-backward.difference, 12)
        expect(forward.p).toBe(backward.p)
        expect(forward.ci95[0]).toBeCloseTo(-backward.ci95[1], 12)
        expect(forward.better).toEqual({ a: backward.better.b, b: backward.better.a })
        expect(forward.test).toBe('mcnemar')
        expect(comparePaired(a, a, ['x'])).toMatchObject({ difference: 0, p: 1 })
      }),
      { numRuns: 30 },
    )
  })

  it('uses the permutation test for shares, and refuses lists of different length', () => {
    expect(comparePaired([0.5, 1], [1, 1], ['x']).test).toBe('signFlip')
    expect(() => pairedDifference([1], [1, 0], ['x'])).toThrow('differ in number: 1 and 2')
  })
})

describe('crossedTest', () => {
  const gains = (mean: number, seed: number): number[] => {
    const random = rng('gains', seed)
    return Array.from({ length: 300 }, () => (random.next() < 0.5 + mean / 2 ? 1 : random.next() < 0.5 ? 0 : -1))
  }

  it('gives the interval of crossedInterval and a p that agrees with it', () => {
    for (const means of [
      [0.3, 0.3, 0.3],
      [0.3, 0.3, -0.9],
      [0, 0, 0],
    ]) {
      const bySeed = means.map((mean, seed) => gains(mean, seed))
      const { ci95, p } = crossedTest(bySeed, ['test'])
      expect(ci95).toEqual(crossedInterval(bySeed, ['test']))
      expect(p < 0.05).toBe(ci95[0] > 0 || ci95[1] < 0)
      expect(p).toBeGreaterThan(0)
      expect(p).toBeLessThanOrEqual(1)
    }
  })
})
