/** Which strategy solves most of a set of problems, and at which cost. */
import { describeChoice, namedStrategy, type SelectionOptions } from '../infer/index.ts'
import { formatInterval, formatValue } from './format.ts'
import { summary } from './measures.ts'
import { mean } from './metrics.ts'
import type { TableResult } from './results-tables.ts'
import {
  measureStrategy,
  measureVote,
  scoringStrategies,
  sizeOption,
  type PoolsByRun,
  type StrategyMeasure,
} from './strategy-measures.ts'

/** The strategies that choose among several completions, and that can be measured on pools. */
export const measuredStrategies = ['majorityVote', ...scoringStrategies] as const
export type MeasuredStrategy = (typeof measuredStrategies)[number]

/** A strategy with its options, and what it solved. */
export interface TriedStrategy {
  strategy: MeasuredStrategy
  options: SelectionOptions
  measure: StrategyMeasure
  /** Share of the problems that it solved, 0…1. */
  accuracy: number
}

/** Measures each strategy, and with each of `sizes` those that have a size; in this order. */
export function tryStrategies(
  runs: PoolsByRun,
  names: readonly MeasuredStrategy[],
  sizes: readonly number[],
): TriedStrategy[] {
  return names.flatMap((strategy) =>
    optionsOf(strategy, sizes).map((options): TriedStrategy => {
      const measure =
        strategy === 'majorityVote' ? measureVote(runs) : measureStrategy(runs, strategy, options)
      return { strategy, options, measure, accuracy: mean(measure.bySeed.map(mean)) }
    }),
  )
}

function optionsOf(strategy: MeasuredStrategy, sizes: readonly number[]): SelectionOptions[] {
  const option = strategy === 'majorityVote' ? null : sizeOption[strategy]
  return option === null ? [{}] : sizes.map((size) => ({ [option]: size }))
}

/**
 * Returns the place of the most accurate; of equally accurate ones, that with the fewest evaluator
 * calls, then the first.
 */
export function bestTried(tried: readonly TriedStrategy[]): number {
  const [best] = [...tried.entries()].toSorted(
    ([, a], [, b]) => b.accuracy - a.accuracy || a.measure.calls - b.measure.calls,
  )
  return best![0]
}

/** Returns the table of what was tried; the row of `chosen` is marked. */
export function triedTable(tried: readonly TriedStrategy[], chosen: number): TableResult {
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    title: 'The choice of a strategy',
    columns: [
      { title: 'strategy' },
      right('accuracy'),
      right('95 % interval'),
      right('evaluator calls'),
      { title: '' },
    ],
    rows: tried.map(({ strategy, options, measure: { bySeed, calls } }, place) => {
      const { value, ci95 } = summary({ name: 'accuracy', bySeed })
      return [
        { text: describeChoice(namedStrategy(strategy), options) },
        { text: formatValue('accuracy', value), value, ci95 },
        { text: formatInterval('accuracy', ci95) },
        { text: calls.toFixed(1), value: calls },
        { text: place === chosen ? 'chosen' : '' },
      ]
    }),
    caption:
      'Accuracy on the validation problems, by which the choice was made: that of the chosen one is too high on average. Evaluator calls are different texts of a problem that need a score.',
  }
}
