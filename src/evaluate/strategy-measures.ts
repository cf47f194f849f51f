/** What each selection strategy solves, and how many evaluator calls it takes. */
import { majority, selectionRules, type SelectionOptions } from '../infer/index.ts'
import { mean } from './metrics.ts'
import type { BySeed } from './values.ts'

/** One problem's completions, as strategies and their judges see them. */
export interface Pool {
  /** Equal answers are the same text; `null` where there is none. */
  answers: readonly (string | null)[]
  correct: readonly boolean[]
  /** Equal texts have the same number. */
  texts: readonly number[]
  scores: readonly number[]
}

/** The pools of each run, in the order of the problems. */
export type PoolsByRun = readonly (readonly Pool[])[]

export type ScoringStrategy = keyof typeof selectionRules
export const scoringStrategies = Object.keys(selectionRules) as [
  ScoringStrategy,
  ...ScoringStrategy[],
]

export interface StrategyMeasure {
  /** 1 where the chosen completion is correct, else 0. */
  bySeed: BySeed
  /** Evaluator calls for a problem, on average: different texts that needed a score. */
  calls: number
}

/** Measures majority voting, which needs no score. */
export function measureVote(runs: PoolsByRun): StrategyMeasure {
  const solved = ({ answers, correct }: Pool): number => {
    const winner = majority(answers)
    return winner !== null && correct[answers.indexOf(winner)] ? 1 : 0
  }
  return { bySeed: runs.map((run) => run.map(solved)), calls: 0 }
}

/** Measures a strategy that chooses by scores; a problem without any answer counts as wrong. */
export function measureStrategy(
  runs: PoolsByRun,
  strategy: ScoringStrategy,
  options: SelectionOptions = {},
): StrategyMeasure {
  const rule = selectionRules[strategy]
  const calls: number[] = []
  const bySeed = runs.map((run) =>
    run.map(({ answers, correct, texts, scores }) => {
      const scored = rule.scored(answers, options)
      calls.push(new Set(scored.map((place) => texts[place])).size)
      const chosen = rule.choose(answers, (place) => scores[place]!, options)
      return chosen !== null && correct[chosen] ? 1 : 0
    }),
  )
  return { bySeed, calls: mean(calls) }
}

/** The option that says how much a strategy looks at, where it has one. */
export const sizeOption = {
  bestOfN: null,
  weightedVote: null,
  rerankTopClusters: 'clusters',
  weightedTopClusters: 'clusters',
  majorityOfTopN: 'best',
} as const satisfies Record<ScoringStrategy, 'clusters' | 'best' | null>

/**
 * Returns the options, of those with each of `sizes`, that solve most of the validation problems;
 * of equally good ones those with the fewest evaluator calls, then the smallest size.
 */
export function chooseSize(
  validation: PoolsByRun,
  strategy: ScoringStrategy,
  sizes: readonly number[],
): SelectionOptions {
  const option = sizeOption[strategy]
  if (option === null) return {}
  const measured = sizes.map((size) => {
    const { bySeed, calls } = measureStrategy(validation, strategy, { [option]: size })
    return { size, accuracy: mean(bySeed.map(mean)), calls }
  })
  const [best] = measured.toSorted(
    (a, b) => b.accuracy - a.accuracy || a.calls - b.calls || a.size - b.size,
  )
  return { [option]: best!.size }
}
