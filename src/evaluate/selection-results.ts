/** What results say of selection strategies: what each solves, and at which cost. */
import { describeChoice, strategies, type SelectionOptions } from '../infer/index.ts'
import { comparePaired } from './compare.ts'
import { formatValue } from './format.ts'
import { pairedInterval } from './intervals.ts'
import { summary } from './measures.ts'
import type { FigureResult } from './results-study.ts'
import type { TableCell, TableResult } from './results-tables.ts'
import {
  chooseSize,
  measureStrategy,
  measureVote,
  scoringStrategies,
  sizeOption,
  type PoolsByRun,
  type ScoringStrategy,
  type StrategyMeasure,
} from './strategy-measures.ts'
import { strategyColumns, strategyRow } from './strategy-row.ts'

/** One model's completions with the scores of one evaluator. */
export interface SelectionSet {
  evaluator: string
  completions: string
  /** Whether the scores took no evaluator: choosing by them costs no calls. */
  free: boolean
  runs: PoolsByRun
  /** The same of validation problems, by which sizes are chosen; absent: the defaults. */
  validation?: PoolsByRun | undefined
}

export interface SelectionStudy {
  name: string
  /** Sizes that are tried: numbers of clusters, and of best scored completions. */
  sizes: readonly number[]
  /** Whether each set has a table of its own, with intervals and costs. */
  details: boolean
}

interface Chosen {
  strategy: ScoringStrategy
  options: SelectionOptions
  measure: StrategyMeasure
}

/**
 * Returns a table of the accuracy of every strategy on every set; for each set a table with
 * intervals, paired differences to majority voting and costs; and figures of accuracy and cost over
 * the number of clusters. Source of the layout: Liu et al. 2023, arXiv 2310.10047, tables 3, 6 and
 * 7, and figure 1.
 */
export function selectionResults(
  sets: readonly SelectionSet[],
  study: SelectionStudy,
): { tables: TableResult[]; figures: FigureResult[] } {
  const measured = sets.map((set) => {
    const vote = measureVote(set.runs)
    const chosen = scoringStrategies.map((strategy): Chosen => {
      const options = set.validation ? chooseSize(set.validation, strategy, study.sizes) : {}
      return { strategy, options, measure: measureStrategy(set.runs, strategy, options) }
    })
    return { set, vote, chosen }
  })
  return {
    tables: [
      overview(measured, study),
      ...(study.details ? measured.map((each) => details(each, study)) : []),
    ],
    figures: study.details
      ? measured.flatMap(({ set }) => [
          sweep(set, study),
          ...(set.free ? [] : [costCurve(set, study)]),
        ])
      : [],
  }
}

interface MeasuredSet {
  set: SelectionSet
  vote: StrategyMeasure
  chosen: readonly Chosen[]
}

const right = (title: string) => ({ title, align: 'right' as const })
const text = (shown: string): TableCell => ({ text: shown })

/** An accuracy, marked where it is better or worse than the vote. */
function accuracyCell(measure: StrategyMeasure, vote?: StrategyMeasure): TableCell {
  const { value, ci95 } = summary({ name: 'accuracy', bySeed: measure.bySeed })
  const against = vote && comparePaired(vote.bySeed, measure.bySeed)
  const mark = !against || against.p >= 0.05 ? '' : against.difference > 0 ? ' ↑' : ' ↓'
  return { text: `${formatValue('accuracy', value)}${mark}`, value, ci95 }
}

function overview(measured: readonly MeasuredSet[], { name }: SelectionStudy): TableResult {
  const marks = '↑ and ↓ mark paired differences to majority voting with p < 0.05.'
  const sizes = measured.every(({ set }) => set.validation)
    ? 'Numbers of clusters and of best scored completions were chosen on validation problems.'
    : ''
  return {
    title: name,
    columns: [
      { title: 'completions' },
      { title: 'evaluator' },
      right('majorityVote'),
      ...scoringStrategies.map(right),
    ],
    rows: measured.map(({ set, vote, chosen }) => [
      text(set.completions),
      text(set.evaluator),
      accuracyCell(vote),
      ...chosen.map(({ measure }) => accuracyCell(measure, vote)),
    ]),
    caption: [marks, sizes].filter((sentence) => sentence !== '').join(' '),
  }
}

/** Every strategy on one set, with what it costs. */
function details({ set, vote, chosen }: MeasuredSet, { name }: SelectionStudy): TableResult {
  const most = Math.max(...chosen.map(({ measure }) => measure.calls)) || 1
  const row = (title: string, { bySeed, calls }: StrategyMeasure, against?: StrategyMeasure) => {
    const paid = { bySeed, calls: set.free ? 0 : calls }
    const share = paid.calls / most
    return [
      ...strategyRow(title, paid, against),
      { text: formatValue('share', share), value: share },
    ]
  }
  return {
    title: `${name}: ${set.evaluator} on ${set.completions}`,
    columns: [...strategyColumns, right('of all')],
    rows: [
      row('majorityVote', vote),
      ...chosen.map(({ strategy, options, measure }) =>
        row(describeChoice({ name: strategy, ...strategies[strategy] }, options), measure, vote),
      ),
    ],
    caption:
      'Evaluator calls are different texts of a problem that need a score, on average over problems.',
  }
}

/** The strategies whose size can be chosen. */
const sized = scoringStrategies.filter((strategy) => sizeOption[strategy] !== null)

const measureAt = (set: SelectionSet, strategy: ScoringStrategy, size: number): StrategyMeasure =>
  measureStrategy(set.runs, strategy, { [sizeOption[strategy]!]: size })

/** Gains over the vote, by size. */
function sweep(set: SelectionSet, { name, sizes }: SelectionStudy): FigureResult {
  const vote = measureVote(set.runs)
  return {
    title: `${name}: ${set.evaluator} on ${set.completions}`,
    caption: 'What each strategy solves more than majority voting, in points.',
    x: { title: 'clusters, or best scored completions', scale: 'log2' },
    y: { title: 'gain over majority voting', isShare: true },
    series: sized.map((strategy) => ({
      label: strategy,
      isConnected: true,
      points: sizes.map((size) => {
        const gains = measureAt(set, strategy, size).bySeed.map((run, seed) =>
          run.map((value, problem) => value - vote.bySeed[seed]![problem]!),
        )
        const { difference, ci95 } = pairedInterval(gains)
        return { x: size, y: difference, ci95 }
      }),
    })),
  }
}

/** Accuracy by evaluator calls: those of the strategies that leave clusters out. */
function costCurve(set: SelectionSet, { name, sizes }: SelectionStudy): FigureResult {
  const saving = sized.filter((strategy) => sizeOption[strategy] === 'clusters')
  return {
    title: `${name}, by cost: ${set.evaluator} on ${set.completions}`,
    x: { title: 'evaluator calls a problem', scale: 'linear' },
    y: { title: 'accuracy', isShare: true },
    series: saving.map((strategy) => ({
      label: strategy,
      isConnected: true,
      points: sizes.map((size) => {
        const measure = measureAt(set, strategy, size)
        const { value, ci95 } = summary({ name: 'accuracy', bySeed: measure.bySeed })
        return { x: measure.calls, y: value, ci95, label: String(size) }
      }),
    })),
  }
}
