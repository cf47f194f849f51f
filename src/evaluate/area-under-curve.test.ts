import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaUnderCurve, withinProblemArea } from './area-under-curve.ts'
import { calibration } from './calibration.ts'
import type { Judged } from './judged.ts'

interface Golden {
  name: string
  judged: [number, number, boolean][]
  area: number
  clusterVariance: number
  within: number | null
  mixedProblems: number
  brier: number
  expectedError: number
  bins: { completions: number; meanScore: number; shareCorrect: number }[]
}

// Made by tools/make-evaluator-golden.py with scikit-learn.
const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../tests/golden/evaluators.json'), 'utf8'),
) as { cases: Golden[] }
const judgedOf = ({ judged }: Golden): Judged[] =>
  judged.map(([problem, score, isCorrect]) => ({ problem, score, isCorrect }))

describe.each(cases)('as scikit-learn has it: $name', (golden) => {
  const run = judgedOf(golden)

  it('the area, over all and within problems', () => {
    expect(areaUnderCurve([run])!.value).toBeCloseTo(golden.area, 12)
    const within = withinProblemArea([run])
    if (golden.within === null) expect(within).toBeNull()
    else {
      expect(within!.value).toBeCloseTo(golden.within, 12)
      expect(within!.problems).toBe(golden.mixedProblems)
    }
  })

  it("the interval is about as wide as Obuchowski's variance says, Student's t and one problem more apart", () => {
    const [low, high] = areaUnderCurve([run])!.ci95
    const normal = 2 * 1.96 * Math.sqrt(golden.clusterVariance)
    expect((high - low) / normal).toBeGreaterThan(0.95)
    expect((high - low) / normal).toBeLessThan(1.3)
  })

  it('calibration', () => {
    const { bins, brier, expectedError } = calibration([run])!
    expect(brier).toBeCloseTo(golden.brier, 12)
    expect(expectedError).toBeCloseTo(golden.expectedError, 12)
    expect(bins.map(({ completions }) => completions)).toEqual(
      golden.bins.map(({ completions }) => completions),
    )
    for (const [index, { meanScore, shareCorrect }] of bins.entries()) {
      expect(meanScore).toBeCloseTo(golden.bins[index]!.meanScore, 12)
      expect(shareCorrect).toBeCloseTo(golden.bins[index]!.shareCorrect, 12)
    }
  })
})

const run = fc
  .array(
    fc.record({
      problem: fc.nat(4),
      score: fc.integer({ min: -5, max: 5 }),
      isCorrect: fc.boolean(),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((judged) => areaUnderCurve([judged]) !== null)

describe('the area', () => {
  it('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(run, (judged) => {
        const scoresOf = (kind: boolean): number[] =>
          judged.flatMap(({ isCorrect, score }) => (isCorrect === kind ? [score] : []))
        const pairs = scoresOf(true).flatMap((right) =>
          scoresOf(false).map((wrong) => (right > wrong ? 1 : right === wrong ? 0.5 : 0)),
        )
        const share = pairs.reduce<number>((sum, each) => sum + each, 0) / pairs.length
        expect(areaUnderCurve([judged])!.value).toBeCloseTo(share, 12)
      }),
    )
  })

  it('does not change where scores are mapped by an increasing function', () => {
    fc.assert(
      fc.property(run, (judged) => {
        const mapped = judged.map((each) => ({ ...each, score: Math.exp(each.score) - 3 }))
        expect(areaUnderCurve([mapped])).toEqual(areaUnderCurve([judged]))
        expect(withinProblemArea([mapped])).toEqual(withinProblemArea([judged]))
      }),
    )
  })

  it('turns round with the labels and with the scores, and so does its interval', () => {
    fc.assert(
      fc.property(run, (judged) => {
        const area = areaUnderCurve([judged])!
        const swapped = judged.map((each) => ({ ...each, isCorrect: !each.isCorrect }))
        const negated = judged.map((each) => ({ ...each, score: -each.score }))
        for (const turned of [swapped, negated]) {
          const { value, ci95 } = areaUnderCurve([turned])!
          expect(value).toBeCloseTo(1 - area.value, 12)
          expect(ci95[0]).toBeCloseTo(1 - area.ci95[1], 9)
          expect(ci95[1]).toBeCloseTo(1 - area.ci95[0], 9)
        }
      }),
    )
  })

  it('lies in its interval, which has width and lies in 0…1', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 3 }), (runs) => {
        const areas = [areaUnderCurve(runs), withinProblemArea(runs)].filter(
          (each) => each !== null,
        )
        for (const { value, ci95 } of areas) {
          expect(ci95[0]).toBeGreaterThanOrEqual(0)
          expect(ci95[0]).toBeLessThanOrEqual(value + 1e-12)
          expect(ci95[1]).toBeGreaterThanOrEqual(value - 1e-12)
          expect(ci95[1]).toBeLessThanOrEqual(1)
          expect(ci95[1] - ci95[0]).toBeGreaterThan(0.01)
        }
      }),
    )
  })

  it('compares scores within a run only: those of another may have another scale', () => {
    const judged = judgedOf(cases[0]!)
    const shifted = judged.map((each) => ({ ...each, score: each.score + 100 }))
    const one = areaUnderCurve([judged])!
    const two = areaUnderCurve([judged, shifted])!
    expect(two.value).toBeCloseTo(one.value, 12)
    expect(two.runs).toBe(2)
  })

  it('has a wider interval over runs that differ', () => {
    const judged = judgedOf(cases[0]!)
    const turned = judged.map((each) => ({ ...each, score: -each.score }))
    const width = ({ ci95: [low, high] }: { ci95: readonly [number, number] }): number => high - low
    expect(width(areaUnderCurve([judged, judged, turned])!)).toBeGreaterThan(
      3 * width(areaUnderCurve([judged, judged, judged])!),
    )
  })

  it('tells of as few problems as have a correct completion', () => {
    const rare = Array.from({ length: 1000 }, (_, problem): Judged => ({
      problem,
      score: problem < 3 ? 1 : 0,
      isCorrect: problem < 3,
    }))
    const { value, ci95, problems } = areaUnderCurve([rare])!
    expect([value, ci95[1], problems]).toEqual([1, 1, 1000])
    expect(ci95[0]).toBeLessThan(0.5)
  })

  it('is undefined without both kinds; a run of one kind is left out', () => {
    const one: Judged[] = [
      { problem: 0, score: 0.2, isCorrect: true },
      { problem: 1, score: 0.3, isCorrect: true },
    ]
    expect(areaUnderCurve([one])).toBeNull()
    expect(areaUnderCurve([])).toBeNull()
    expect(withinProblemArea([one])).toBeNull()
    const both = judgedOf(cases[0]!)
    expect(areaUnderCurve([one, both])).toEqual(areaUnderCurve([both]))
  })

  it('of 200 000 completions takes no time', () => {
    const many = Array.from({ length: 200_000 }, (_, index): Judged => ({
      problem: index >> 3,
      score: (index * 7919) % 1009,
      isCorrect: index % 3 === 0,
    }))
    expect(areaUnderCurve([many])!.value).toBeCloseTo(0.5, 2)
  })
})
