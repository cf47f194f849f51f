import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePaired } from './compare.ts'
import { pairedInterval, shareInterval } from './intervals.ts'
import { meanSpread } from './mean-spread.ts'
import { studentCritical } from './student-t.ts'
import { tangoInterval } from './tango-interval.ts'
import { wilsonInterval } from './wilson-interval.ts'

const repeated = (count: number, value: number): number[] =>
  Array.from({ length: count }, () => value)

describe('shareInterval', () => {
  it('is Wilson’s where problems of one run are right or wrong', () => {
    expect(shareInterval([[1, 1, 1, 0]])).toEqual(wilsonInterval(3, 4))
    expect(shareInterval([repeated(20, 1)])).toEqual(wilsonInterval(20, 20))
  })

  it('has width where all problems are half right, in one series or over two runs', () => {
    // Half a problem at either end leaves a variance of 0.25 / 21 of the 0.25 that right and wrong
    // have: 20 problems count as 420.
    const expected = wilsonInterval(210, 420, studentCritical(19))
    const halves = repeated(20, 0.5)
    for (const bySeed of [
      [halves],
      [repeated(20, 1), repeated(20, 0)].map((_, seed) => halves.map((__, at) => (at + seed) % 2)),
    ]) {
      const [low, high] = shareInterval(bySeed)
      expect(low).toBeCloseTo(expected[0], 12)
      expect(high).toBeCloseTo(expected[1], 12)
    }
    expect(expected[1] - expected[0]).toBeCloseTo(0.1016, 4)
  })

  it('runs that agree tell no more than one; runs that differ pay for it', () => {
    const one = Array.from({ length: 100 }, (_, at) => (at % 4 === 0 ? 0 : 1))
    const [low, high] = shareInterval([one, one, one])
    const alone = wilsonInterval(75, 100, studentCritical(99))
    expect(low).toBeCloseTo(alone[0], 12)
    expect(high).toBeCloseTo(alone[1], 12)
    const apart = shareInterval([one, one.map((_, at) => (at < 40 ? 1 : 0)), one])
    expect(apart[1] - apart[0]).toBeGreaterThan(0.5)
  })

  it('lies within 0…1, holds the mean and has width, whatever was measured', () => {
    const share = fc.oneof(
      fc.constantFrom(0, 1, 0.5),
      fc.nat(1000).map((thousandths) => thousandths / 1000),
    )
    const bySeed = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 12 }))
      .chain(([seeds, problems]) =>
        fc.array(fc.array(share, { minLength: problems, maxLength: problems }), {
          minLength: seeds,
          maxLength: seeds,
        }),
      )
    fc.assert(
      fc.property(bySeed, (values) => {
        const [low, high] = shareInterval(values)
        const mean = values.flat().reduce((sum, value) => sum + value, 0) / values.flat().length
        expect(low).toBeGreaterThanOrEqual(-1e-12)
        expect(high).toBeLessThanOrEqual(1 + 1e-12)
        expect(low).toBeLessThanOrEqual(mean + 1e-12)
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12)
        expect(high - low).toBeGreaterThan(1e-3)
        const flipped = shareInterval(values.map((each) => each.map((value) => 1 - value)))
        expect(flipped[0]).toBeCloseTo(1 - high, 10)
      }),
    )
  })
})

describe('meanSpread', () => {
  it('is the analysis of variance of problems × runs', () => {
    // By hand: problem means 0.5, 1, 0 (centre 0.5), run means 2/3 and 1/3; residuals ±1/6, ±1/6,
    // ±1/3.
    const { variance, degreesOfFreedom, centre } = meanSpread(
      [
        [1, 1, 0],
        [0, 1, 0],
      ],
      [0, 1],
    )
    const ofProblems = (0.5 + 0.25) / 4 / 3
    const ofSeeds = 2 / 36 / 2
    const ofBoth = (2 * (1 / 9 + 1 / 36 + 1 / 36)) / 2 / 6
    expect(centre).toBe(0.5)
    expect(ofSeeds).toBeCloseTo(ofBoth, 12)
    expect(variance).toBeCloseTo(ofProblems, 12)
    expect(degreesOfFreedom).toBeCloseTo(ofProblems ** 2 / (ofSeeds ** 2 + ofProblems ** 2 / 2), 12)
  })
})

describe('pairedInterval', () => {
  it('has the width that 20 problems of the same correctness leave', () => {
    const { ci95, p, difference } = comparePaired([repeated(20, 1)], [repeated(20, 1)])
    // Tango's interval without a pair that differs: ± z² / (n + z²).
    expect(ci95[0]).toBeCloseTo(-0.16112515805281938, 14)
    expect(ci95[1]).toBeCloseTo(0.16112515805281938, 14)
    expect([difference, p]).toEqual([0, 1])
  })

  it('is Tango’s for one run of right and wrong, and says so', () => {
    const a = [...repeated(47, 1), 0, 0, 0]
    const b = [...repeated(46, 1), 0, 1, 1, 1]
    const { ci95, test, method, p } = comparePaired([a], [b])
    expect(ci95).toEqual(tangoInterval({ onlyB: 3, onlyA: 1, pairs: 50 }))
    expect([test, method]).toEqual(['mcnemar', "Tango's score interval; p by McNemar's exact test"])
    expect(p).toBeCloseTo(0.625, 12)
  })

  it('has width where all differ alike, over runs and for shares', () => {
    for (const gains of [
      [repeated(10, 0.25)],
      [repeated(10, 0), repeated(10, 0)],
      [repeated(10, 1), repeated(10, 1)],
    ]) {
      const { ci95, difference } = pairedInterval(gains)
      expect(ci95[1] - ci95[0]).toBeGreaterThan(0.2)
      expect(ci95[0]).toBeLessThanOrEqual(difference)
      expect(ci95[1]).toBeGreaterThanOrEqual(difference)
    }
  })

  it('turns round with the systems; interval and p agree, or McNemar’s is the stricter', () => {
    const value = fc.constantFrom(0, 1, 0, 1, 0.25, 0.5)
    const pairs = fc.array(fc.array(fc.tuple(value, value), { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(pairs, fc.boolean(), (bySeed, isPlain) => {
        const take = (which: 0 | 1): number[][] =>
          bySeed.map((pairsOfRun) =>
            pairsOfRun.map((pair) => (isPlain ? Math.round(pair[which]) : pair[which])),
          )
        const [a, b] = [take(0), take(1)]
        const forward = comparePaired(a, b)
        const backward = comparePaired(b, a)
        expect(forward.difference).toBeCloseTo(-backward.difference, 12)
        expect(forward.p).toBeCloseTo(backward.p, 9)
        expect(forward.ci95[0]).toBeCloseTo(-backward.ci95[1], 9)
        expect(forward.better).toEqual({ a: backward.better.b, b: backward.better.a })
        const leavesOutZero = forward.ci95[0] > 0 || forward.ci95[1] < 0
        if (forward.test === 'score' && Math.abs(forward.p - 0.05) > 1e-9)
          expect(forward.p < 0.05).toBe(leavesOutZero)
        if (forward.p < 0.05) expect(leavesOutZero).toBe(true)
        expect(comparePaired(a, a)).toMatchObject({ difference: 0, p: 1 })
      }),
    )
  })

  it('McNemar’s exact test never calls a difference clear that Tango’s interval does not', () => {
    for (let onlyA = 0; onlyA <= 40; onlyA++)
      for (let onlyB = onlyA; onlyB <= 40; onlyB++) {
        const { p, ci95 } = pairedInterval([
          [...repeated(onlyA, -1), ...repeated(onlyB, 1), ...repeated(20, 0)],
        ])
        if (p < 0.05) expect(ci95[0]).toBeGreaterThan(0)
      }
  })

  it('compares runs in pairs, or one with each, and refuses what cannot be paired', () => {
    const [one, other] = [
      [1, 0, 0],
      [1, 1, 0],
    ]
    expect(comparePaired([one!], [one!, other!])).toEqual(
      comparePaired([one!, one!], [one!, other!]),
    )
    expect(comparePaired([one!], [one!, other!])).toMatchObject({
      method: expect.stringContaining('over problems and 2 runs'),
      better: { a: 0, b: 1 },
    })
    expect(() => comparePaired([[1]], [[1, 0]])).toThrow('differ in number: 1 and 2')
    expect(() => comparePaired([one!, one!], [one!, one!, one!])).toThrow(
      'paired runs differ in number: 2 and 3',
    )
  })
})
