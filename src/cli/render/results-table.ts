/** A run's results as tables for the terminal. */
import { money, plural } from '../../core/index.ts'
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatEffect,
  formatInterval,
  formatP,
  formatParameter,
  formatSeconds,
  formatValue,
  type Results,
  type TableResult,
} from '../../evaluate/index.ts'
import type { Style } from './style.ts'
import { tableLines } from './table.ts'

/** Metrics with intervals, comparisons, tables, fitted curves, claims, and what it all cost. */
export function resultsTable(results: Results, style: Style): string {
  const blocks = [
    results.soFar === undefined ? [] : [style('yellow', `not all yet: ${results.soFar}`)],
    metricLines(results, style),
    comparisonLines(results, style),
    ...(results.tables ?? []).map((table) => ownTableLines(table, style)),
    fitLines(results, style),
    claimLines(results, style),
    [costLine(results, style)],
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function metricLines({ metrics, tables }: Results, style: Style): string[] {
  if (metrics.length === 0) return tables === undefined ? ['no metrics'] : []
  const rows = metrics.map((each) => [
    each.dataset,
    each.model,
    each.strategy,
    each.name,
    style('bold', formatValue(each.name, each.value)),
    formatInterval(each.name, each.ci95),
    formatCount(each.n),
  ])
  const columns = [
    { title: 'dataset' },
    { title: 'model' },
    { title: 'strategy' },
    { title: 'metric' },
    { title: 'value', align: 'right' },
    { title: '95 % interval', align: 'right' },
    { title: 'n', align: 'right' },
  ] as const
  return tableLines(columns, rows, (title) => style('dim', title))
}

function comparisonLines({ comparisons }: Results, style: Style): string[] {
  const rows = comparisons.map((each) => {
    const isClear = each.ci95[0] > 0 || each.ci95[1] < 0
    const difference = formatDifference(each.metric, each.difference)
    return [
      each.name,
      `${each.b} against ${each.a}`,
      each.metric,
      isClear ? style(each.difference > 0 ? 'green' : 'red', difference) : difference,
      formatInterval(each.metric, each.ci95, 'difference'),
      formatP(each.p),
      formatCount(each.n),
    ]
  })
  const columns = [
    { title: 'comparison' },
    { title: 'models' },
    { title: 'metric' },
    { title: 'difference', align: 'right' },
    { title: '95 % interval', align: 'right' },
    { title: 'p', align: 'right' },
    { title: 'n', align: 'right' },
  ] as const
  return rows.length === 0 ? [] : tableLines(columns, rows, (title) => style('dim', title))
}

/** A table of a study: its title and stage, its rows, and what helps to read them. */
export function ownTableLines(
  { label, title, columns, rows, caption }: TableResult,
  style: Style,
): string[] {
  const cells = rows.map((row) => row.map(({ text }) => text))
  return [
    `${style('bold', title)}${label === undefined ? '' : style('dim', ` (${label})`)}`,
    ...tableLines(columns, cells, (text) => style('dim', text)),
    ...(caption === undefined ? [] : [style('dim', caption)]),
  ]
}

const claimMarks = {
  confirmed: ['green', '✓'],
  'not confirmed': ['red', '✗'],
  undecided: ['yellow', '?'],
} as const

function claimLines({ claims = [] }: Results, style: Style): string[] {
  const lines = claims.map((claim) => {
    const [format, mark] = claimMarks[claim.verdict]
    const stated = `${style(format, `${mark} ${claim.verdict.padEnd(13)}`)}  ${claim.text}`
    if ('warning' in claim) return `${stated}: ${style('yellow', claim.warning)}`
    const { effect, interval } = formatEffect(claim)
    return `${stated}: ${effect} ${style('dim', `[${interval}]`)}`
  })
  return lines.length === 0 ? [] : [style('dim', 'claims'), ...lines]
}

function fitLines({ fits = [] }: Results, style: Style): string[] {
  const lines = fits.map((fit) => {
    if ('warning' in fit) return `${fit.name}: ${style('yellow', fit.warning)}`
    if (fit.doubt !== undefined) return `${fit.name}: ${fit.formula}; ${style('yellow', fit.doubt)}`
    const { formula, parameters, r2, predictions } = fit
    const parts = [
      formula,
      ...parameters.map(formatParameter),
      `R² ${r2.toFixed(3)}`,
      ...predictions.map(({ text }) => text),
    ]
    return `${fit.name}: ${parts.join('; ')}`
  })
  return lines.length === 0 ? [] : [style('dim', 'curves'), ...lines]
}

function costLine({ cost }: Results, style: Style): string {
  const total = (pick: (stage: Results['cost'][number]) => number): number =>
    cost.reduce((sum, stage) => sum + pick(stage), 0)
  const promptTokens = total((stage) => stage.promptTokens ?? 0)
  const dollars = total((stage) => stage.dollars ?? 0)
  const completions = total((stage) => stage.completions)
  const peak = Math.max(0, ...cost.map((stage) => stage.peakMemoryBytes))
  const parts = [
    formatSeconds(total((stage) => stage.seconds)),
    `${formatCount(total((stage) => stage.tokens))} tokens`,
    ...(promptTokens > 0 ? [`${formatCount(promptTokens)} tokens of prompts`] : []),
    ...(dollars > 0 ? [money(dollars)] : []),
    `${formatCount(completions)} ${plural(completions, 'completion')}`,
    `${formatBytes(peak)} peak memory`,
  ]
  return style('dim', `cost: ${parts.join(', ')}`)
}
