/** Which strategy solves most of a set of problems, and at which cost. */
import { describeChoice, namedStrategy, type SelectionOptions } from '../infer/index.ts'
import { mean } from './metrics.ts'
import type { TableCell, TableResult } from './results-tables.ts'
import {
  measureStrategy,
  measureVote,
  scoringStrategies,
  sizeOption,
  type PoolsByRun,
  type StrategyMeasure,
} from './strategy-measures.ts'
import { strategyColumns, strategyRow } from './strategy-row.ts'
import type { BySeed } from './values.ts'

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

/** Returns the best of each strategy, in their order: strategies are tried with several sizes. */
export function bestOfEach(tried: readonly TriedStrategy[]): TriedStrategy[] {
  const names = [...new Set(tried.map(({ strategy }) => strategy))]
  return names.map((name) => {
    const own = tried.filter(({ strategy }) => strategy === name)
    return own[bestTried(own)]!
  })
}

/** What strategies are compared with, of the same problems. */
export interface Yardsticks {
  vote: StrategyMeasure
  /** What the model's greedy completions solve; absent where there are none. */
  greedy?: BySeed
}

const empty: TableCell = { text: '' }

/** Returns the table of strategies, each compared with the vote; the row of `chosen` is marked. */
export function triedTable(
  tried: readonly TriedStrategy[],
  chosen: TriedStrategy,
  { vote, greedy }: Yardsticks,
): TableResult {
  return {
    title: 'The choice of a strategy',
    columns: [...strategyColumns, { title: '' }],
    rows: [
      ...(greedy
        ? [[...strategyRow('greedy, one completion', { bySeed: greedy, calls: 0 }, vote), empty]]
        : []),
      ...tried.map((each) => [
        ...strategyRow(
          describeChoice(namedStrategy(each.strategy), each.options),
          each.measure,
          each.strategy === 'majorityVote' ? undefined : vote,
        ),
        each === chosen ? { text: 'chosen' } : empty,
      ]),
    ],
    caption:
      'Accuracy on the validation problems, by which the choice was made: that of the chosen one is too high on average. Each strategy has the best of the sizes that were tried. Evaluator calls are different texts of a problem that need a score.',
  }
}
