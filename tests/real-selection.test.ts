/**
 * Choosing among answers of real models: the figures of `docs/experiments.md`. Skipped where the
 * data folder is absent.
 */
import { describe, expect, it } from 'vitest'
import { drain } from '../src/core/index.ts'
import {
  comparePaired,
  majorityMeasure,
  passMeasure,
  summary,
  type Measure,
} from '../src/evaluate/index.ts'
import { strategies, type StrategyName, type StrategyOptions } from '../src/infer/index.ts'
import {
  aquaPrograms,
  areRealSelectionsThere,
  openaiGsm8k,
  openaiModels,
  rewardedMath,
  type Answered,
} from './support/real-selections.ts'

const skipped = areRealSelectionsThere ? '' : ' (skipped: no data)'

interface Outcome {
  /** 1 for each problem whose chosen completion is correct, else 0. */
  right: number[]
  completions: number
  evaluatorCalls: number
}

async function outcomeOf(
  problems: readonly (Answered & { scores?: number[] })[],
  name: StrategyName,
  options: StrategyOptions = {},
): Promise<Outcome> {
  const outcome: Outcome = { right: [], completions: 0, evaluatorCalls: 0 }
  for (const { completions, correct, scores } of problems) {
    const tools = {
      completions,
      scores: (places: readonly number[]) =>
        Promise.resolve(places.map((place) => scores![place]!)),
    }
    const { cost, trace } = await drain(
      strategies[name].answer('p', tools, { ...options, trace: true }),
    )
    const { index } = trace!.candidates[trace!.choice!]!
    outcome.right.push(correct[index] ? 1 : 0)
    outcome.completions += cost!.completions
    outcome.evaluatorCalls += cost!.evaluatorCalls ?? 0
  }
  return outcome
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const percent = (value: number): number => Math.round(1000 * value) / 10
const interval = (right: number[]): number[] =>
  summary({ name: 'accuracy', bySeed: [right] }).ci95.map(percent)

describe.runIf(areRealSelectionsThere)(`samples of MATH with rewards${skipped}`, () => {
  const sigmoid = { weights: 'sigmoid' } as const

  it('are graded as published, and all strategies but one choose equally well', async () => {
    const problems = rewardedMath()
    for (const { correct, published } of problems) expect(correct).toEqual(published)
    const vote = await outcomeOf(problems, 'majorityVote')
    const rows: [StrategyName, StrategyOptions, number, number, number, number, number][] = [
      // right, where only the vote and only this one are right, completions, texts that are scored
      ['first', {}, 39, 2, 0, 44, 0],
      ['majorityVote', {}, 41, 0, 0, 352, 0],
      ['adaptiveVote', {}, 41, 0, 0, 189, 0],
      ['bestOfN', {}, 41, 1, 1, 352, 324],
      ['rerankTopClusters', { clusters: 2 }, 41, 1, 1, 352, 318],
      ['weightedVote', sigmoid, 41, 0, 0, 352, 324],
      ['weightedTopClusters', { clusters: 2, ...sigmoid }, 41, 0, 0, 352, 318],
      ['majorityOfTopN', { best: 3 }, 41, 1, 1, 352, 324],
      ['majorityOfTopN', { best: 5 }, 42, 0, 1, 352, 324],
    ]
    for (const [name, options, right, onlyVote, onlyThis, completions, evaluatorCalls] of rows) {
      const outcome = await outcomeOf(problems, name, options)
      const { better } = comparePaired([vote.right], [outcome.right])
      expect([
        name,
        sum(outcome.right),
        better,
        outcome.completions,
        outcome.evaluatorCalls,
      ]).toEqual([name, right, { a: onlyVote, b: onlyThis }, completions, evaluatorCalls])
    }
    expect(problems).toHaveLength(44)
    expect(problems.filter(({ correct }) => correct.some(Boolean))).toHaveLength(42)
    expect(interval(vote.right)).toEqual([81.8, 97.7])
    await expect(outcomeOf(problems, 'weightedVote')).rejects.toThrow('is negative')
  })
})

describe.runIf(areRealSelectionsThere)(`four models on GSM8K${skipped}`, () => {
  it('are graded as published, and a vote of four unequal ones is worse than the best', async () => {
    const problems = openaiGsm8k()
    for (const { correct, published } of problems) expect(correct).toEqual(published)
    const right = openaiModels.map((_, model) =>
      problems.map(({ correct }) => (correct[model] ? 1 : 0)),
    )
    expect(right.map(sum)).toEqual([146, 266, 225, 371])
    expect(problems).toHaveLength(659)
    const vote = await outcomeOf(problems, 'majorityVote')
    const bestFirst = problems.map(({ completions, ...rest }) => ({
      ...rest,
      completions: completions.toReversed(),
    }))
    const voteBestFirst = await outcomeOf(bestFirst, 'majorityVote')
    expect([sum(vote.right), interval(vote.right)]).toEqual([288, [40, 47.5]])
    expect(sum(voteBestFirst.right)).toBe(371)
    const { difference, ci95 } = comparePaired([right[3]!], [vote.right])
    expect([difference, ...ci95].map(percent)).toEqual([-12.6, -16, -9.4])
  })
})

describe.runIf(areRealSelectionsThere)(`30 programs a question of AQuA${skipped}`, () => {
  it('give pass@k and maj@k; two thirds of them need SymPy, and choose nothing', async () => {
    const questions = await aquaPrograms()
    const samples = questions.map(({ gold, letters }) =>
      letters.map((answer) => ({ answer, correct: answer === gold })),
    )
    expect(samples.flat()).toHaveLength(3810)
    expect(samples.flat().filter(({ answer }) => answer !== null)).toHaveLength(1318)
    expect(questions.filter(({ published, gold }) => published === gold)).toHaveLength(79)
    const valueOf = (measure: Measure): number => percent(summary(measure).value)
    const curve = [1, 2, 4, 8, 16, 30].map((k) => [
      k,
      valueOf(passMeasure([samples], k)),
      valueOf(majorityMeasure([samples], k, (place, run) => ['aqua', run, place])),
    ])
    expect(curve).toEqual([
      [1, 20.3, 20.3],
      [2, 26.2, 24],
      [4, 31.5, 27.9],
      [8, 36.3, 31],
      [16, 41.2, 33.3],
      [30, 45.7, 34.6],
    ])
  }, 120_000)
})
