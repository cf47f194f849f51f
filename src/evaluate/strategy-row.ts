/** A row of a strategy: what it solves, against the vote, and its evaluator calls. */
import { comparePaired } from './compare.ts'
import { formatDifference, formatInterval, formatP, formatValue } from './format.ts'
import { summary } from './measures.ts'
import type { TableCell, TableResult } from './results-tables.ts'
import type { StrategyMeasure } from './strategy-measures.ts'

const right = (title: string) => ({ title, align: 'right' as const })

export const strategyColumns: TableResult['columns'] = [
  { title: 'strategy' },
  right('accuracy'),
  right('95 % interval'),
  right('− majorityVote'),
  right('95 % interval'),
  right('p'),
  right('evaluator calls'),
]

const none: TableCell = { text: '–' }

/** Returns the cells of these columns; without `vote`, nothing is compared. */
export function strategyRow(
  name: string,
  { bySeed, calls }: StrategyMeasure,
  vote?: StrategyMeasure,
): TableCell[] {
  const { value, ci95 } = summary({ name: 'accuracy', bySeed })
  const gain = vote && comparePaired(vote.bySeed, bySeed)
  return [
    { text: name },
    { text: formatValue('accuracy', value), value, ci95 },
    { text: formatInterval('accuracy', ci95) },
    ...(gain
      ? [
          {
            text: formatDifference('accuracy', gain.difference),
            value: gain.difference,
            ci95: gain.ci95,
          },
          { text: formatInterval('accuracy', gain.ci95, 'difference') },
          { text: formatP(gain.p), value: gain.p },
        ]
      : [none, none, none]),
    { text: calls.toFixed(1), value: calls },
  ]
}
