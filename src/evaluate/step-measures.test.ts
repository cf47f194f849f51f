import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rng, type RatedStep, type StepLabel } from '../core/index.ts'
import { areaUnderCurve } from './area-under-curve.ts'
import { clusteredShare } from './clustered-share.ts'
import { shareInterval } from './intervals.ts'
import {
  bestThreshold,
  chooseSteps,
  countUnscored,
  detectErrors,
  judgedSteps,
  knownSolutions,
  locateErrors,
  type KnownSolution,
  type ScoredSteps,
} from './step-measures.ts'

/** A solution whose first error is at a place, with the scores of a judge. */
function solution(
  problem: number,
  scores: readonly (number | null)[],
  firstError: number | null,
): ScoredSteps {
  const labelAt = (place: number): StepLabel => {
    if (firstError === null || place < firstError) return 'right'
    return place === firstError ? 'wrong' : 'unknown'
  }
  return {
    problem,
    steps: scores.map((score, place) => ({ label: labelAt(place), score })),
    candidates: [],
  }
}

const choice = (
  problem: number,
  candidates: readonly [rating: RatedStep['rating'], score: number | null][],
): ScoredSteps => ({
  problem,
  steps: [],
  candidates: candidates.map(([rating, score]) => ({ rating, score })),
})

/** Steps, and where the first error is, of some solutions. */
const shapes = fc.array(
  fc.integer({ min: 2, max: 8 }).chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      firstError: fc.option(fc.nat({ max: steps - 1 })),
      problem: fc.nat({ max: 20 }),
    }),
  ),
  { minLength: 1, maxLength: 40 },
)
type Shape = { steps: number; firstError: number | null; problem: number }
const scored = (
  all: readonly Shape[],
  scoreOf: (shape: Shape, step: number) => number,
): ScoredSteps[] =>
  all.map((shape) =>
    solution(
      shape.problem,
      Array.from({ length: shape.steps }, (_, step) => scoreOf(shape, step)),
      shape.firstError,
    ),
  )
const lengthen = (all: readonly Shape[]): Shape[] =>
  Array.from({ length: 400 }, (_, place) => ({ ...all[place % all.length]!, problem: place }))

describe('the first error', () => {
  it('is always found by scores that are low there alone', () => {
    fc.assert(
      fc.property(shapes, (all) => {
        const records = scored(all, ({ firstError }, step) => (step === firstError ? 0 : 1))
        const located = locateErrors(knownSolutions(records))
        if (all.every(({ firstError }) => firstError === null)) expect(located).toBeNull()
        else expect(located!.found.value).toBe(1)
        const area = areaUnderCurve([judgedSteps(records)])
        if (area) expect(area.value).toBe(1)
      }),
    )
  })

  it('is found as often as by chance where all scores are the same', () => {
    fc.assert(
      fc.property(shapes, (all) => {
        const records = scored(all, () => -3.25)
        const located = locateErrors(knownSolutions(records))
        if (located) expect(located.found.value).toBeCloseTo(located.chance.value, 12)
        const area = areaUnderCurve([judgedSteps(records)])
        if (area) expect(area.value).toBeCloseTo(0.5, 12)
      }),
    )
  })

  it('is found about as often as by chance where scores are random', () => {
    const random = rng('random scores')
    const all = lengthen([
      { steps: 4, firstError: 1, problem: 0 },
      { steps: 6, firstError: 0, problem: 0 },
      { steps: 3, firstError: 2, problem: 0 },
      { steps: 5, firstError: null, problem: 0 },
    ])
    const records = scored(all, () => random.next())
    const { found, chance } = locateErrors(knownSolutions(records))!
    expect(chance.value).toBeCloseTo((1 / 4 + 1 / 6 + 1 / 3) / 3, 12)
    expect(found.items).toBe(300)
    // Three standard errors.
    expect(Math.abs(found.value - chance.value)).toBeLessThan(3 * Math.sqrt(0.1875 / 300))
    expect(areaUnderCurve([judgedSteps(records)])!.value).toBeCloseTo(0.5, 1)
  })

  it('counts equal lowest scores as a share, and others not at all', () => {
    const shareOf = (scores: number[], firstError: number): number =>
      locateErrors(knownSolutions([solution(0, scores, firstError)]))!.found.value
    expect(shareOf([1, 0, 0, 2], 1)).toBe(1 / 2)
    expect(shareOf([0, 0, 0, 2], 1)).toBe(1 / 3)
    expect(shareOf([0, 1, 0, 2], 1)).toBe(0)
    expect(shareOf([3, 1, 2, 2], 1)).toBe(1)
  })

  it('with a threshold, is the first step that is not above it', () => {
    const found = (scores: number[], firstError: number): number =>
      locateErrors(knownSolutions([solution(0, scores, firstError)]), 0)!.found.value
    expect(found([1, 0, 0], 1)).toBe(1)
    expect(found([1, 0, -1], 2)).toBe(0)
    expect(found([1, 1, 1], 2)).toBe(0)
  })

  it('leaves out solutions with one step, without a score, and of unknown error', () => {
    const unknown: ScoredSteps = {
      problem: 0,
      steps: [
        { label: 'unknown', score: 1 },
        { label: 'wrong', score: 0 },
      ],
      candidates: [],
    }
    const records = [
      solution(0, [0], 0),
      solution(1, [1, 0, null], 1),
      unknown,
      solution(2, [1, 0], null),
    ]
    expect(knownSolutions(records)).toEqual([{ problem: 2, scores: [1, 0], firstError: null }])
    expect(countUnscored(records)).toBe(0)
    expect(countUnscored([solution(1, [null, 0, null], 1)])).toBe(1)
    expect(judgedSteps(records)).toHaveLength(6)
  })
})

describe('whether there is an error', () => {
  const half: Shape[] = [
    { steps: 4, firstError: 1, problem: 0 },
    { steps: 5, firstError: null, problem: 0 },
  ]

  it('is found by perfect scores, and is not by constant ones', () => {
    const perfect = scored(lengthen(half), ({ firstError }, step) => (step === firstError ? 0 : 1))
    const found = detectErrors(knownSolutions(perfect), 400)!
    expect([found.f1, found.threshold]).toEqual([1, 0])
    expect(found.ci95[0]).toBeGreaterThan(0.95)
    expect(found.erroneous.items + found.correct.items).toBe(200)
    const constant = scored(lengthen(half), () => 1)
    expect(detectErrors(knownSolutions(constant), 400)!.f1).toBe(0)
  })

  it('is measured on problems by which the threshold was not chosen', () => {
    const records = scored(lengthen(half), ({ firstError }, step) => (step === firstError ? 0 : 1))
    const found = detectErrors(knownSolutions(records), 400)!
    const others = new Set(
      rng('halves', 400)
        .shuffle(Array.from({ length: 400 }, (_, at) => at))
        .slice(0, 200),
    )
    // The scores of the measured half are turned round: the threshold stays, and F1 falls.
    const turned = records.map((record) => ({
      ...record,
      steps: others.has(record.problem)
        ? record.steps
        : record.steps.map((step) => ({ ...step, score: 1 - step.score! })),
    }))
    const after = detectErrors(knownSolutions(turned), 400)!
    expect(after.threshold).toBe(found.threshold)
    expect(after.f1).toBe(0)
  })

  it('has nothing to say where all solutions have an error, or a threshold is given in vain', () => {
    const wrong = scored(lengthen(half.slice(0, 1)), () => 1)
    expect(detectErrors(knownSolutions(wrong), 400)).toBeNull()
    expect(detectErrors([], 0)).toBeNull()
    const records = scored(lengthen(half), () => 1)
    expect(detectErrors(knownSolutions(records), 400, 0)!).toMatchObject({
      threshold: 0,
      erroneous: { value: 0 },
      correct: { value: 1 },
      f1: 0,
    })
  })

  it('the best threshold is that of a search through all', () => {
    const scores = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 6 })
    const solutions = fc.array(
      fc.tuple(scores, fc.option(fc.nat({ max: 1 }))).map(([own, firstError]): KnownSolution => ({
        problem: 0,
        scores: own,
        firstError,
      })),
      { minLength: 1, maxLength: 30 },
    )
    const f1At = (all: readonly KnownSolution[], threshold: number): number => {
      const shareOf = (isErroneous: boolean): number => {
        const own = all.filter(({ firstError }) => (firstError !== null) === isErroneous)
        const right = own.filter((each) => {
          const place = each.scores.findIndex((score) => score <= threshold)
          return (place === -1 ? null : place) === each.firstError
        })
        return right.length / own.length
      }
      const [a, b] = [shareOf(true), shareOf(false)]
      return a + b === 0 ? 0 : (2 * a * b) / (a + b)
    }
    fc.assert(
      fc.property(solutions, (all) => {
        const kinds = new Set(all.map(({ firstError }) => firstError === null))
        fc.pre(kinds.size === 2)
        const most = Math.max(
          ...[-Infinity, -4, -3, -2, -1, 0, 1, 2, 3, 4].map((each) => f1At(all, each)),
        )
        expect(f1At(all, bestThreshold(all))).toBeCloseTo(most, 12)
      }),
    )
  })
})

describe('the best of several candidates', () => {
  const ratings = fc.array(fc.constantFrom<RatedStep['rating'][]>(1, 0, -1, null), {
    minLength: 1,
    maxLength: 8,
  })

  it('is good by perfect scores, and as often as by chance by constant ones', () => {
    fc.assert(
      fc.property(fc.array(ratings, { minLength: 1, maxLength: 20 }), (all) => {
        const chosenBy = (scoreOf: (rating: RatedStep['rating']) => number) =>
          chooseSteps(
            all.map((own, at) =>
              choice(
                at % 7,
                own.map((rating) => [rating, scoreOf(rating)]),
              ),
            ),
          )
        const perfect = chosenBy((rating) => rating ?? 9)
        if (perfect) expect(perfect.found.value).toBe(1)
        const constant = chosenBy(() => 2)
        if (constant) expect(constant.found.value).toBeCloseTo(constant.chance.value, 12)
        expect(perfect?.found.items).toBe(constant?.found.items)
      }),
    )
  })

  it('is chosen where there is a choice, among what was rated and scored', () => {
    const found = chooseSteps([
      choice(0, [
        [1, 0.5],
        [0, 0.5],
        [-1, 0.1],
        [null, 0.9],
      ]),
      choice(1, [
        [1, 0.1],
        [1, 0.2],
      ]),
      choice(2, [
        [-1, 0.1],
        [0, 0.2],
      ]),
      choice(3, [
        [-1, 0.1],
        [1, null],
      ]),
    ])!
    expect(found.found).toMatchObject({ value: 0.5, items: 1 })
    expect(found.chance.value).toBe(1 / 3)
    expect(chooseSteps([])).toBeNull()
  })

  it('a candidate of rating 0 is neither right nor wrong', () => {
    const judged = judgedSteps([
      choice(0, [
        [1, 3],
        [0, 2],
        [-1, 1],
        [null, 0],
      ]),
    ])
    expect(judged).toEqual([
      { problem: 0, score: 3, isCorrect: true },
      { problem: 0, score: 1, isCorrect: false },
    ])
  })
})

describe('a share over problems with several items', () => {
  it('is the mean of items, and the interval is that of shares where each has one', () => {
    const items = [1, 0, 1, 1].map((value, problem) => ({ problem, value }))
    expect(clusteredShare(items)).toEqual({
      value: 0.75,
      ci95: shareInterval([[1, 0, 1, 1]]),
      items: 4,
    })
    expect(clusteredShare([])).toBeNull()
  })

  it('is as uncertain as the problems are few, however many items they have', () => {
    const random = rng('clusters')
    const right = Array.from({ length: 40 }, () => random.next() < 0.6)
    const once = right.map((isRight, problem) => ({ problem, value: Number(isRight) }))
    const often = once.flatMap((item) => Array.from({ length: 10 }, () => item))
    const widthOf = (items: typeof once): number => {
      const [low, high] = clusteredShare(items)!.ci95
      return high - low
    }
    expect(clusteredShare(often)!.value).toBeCloseTo(clusteredShare(once)!.value, 12)
    expect(widthOf(often) / widthOf(once)).toBeGreaterThan(0.9)
    expect(widthOf(often) / widthOf(once)).toBeLessThan(1.15)
  })
})
