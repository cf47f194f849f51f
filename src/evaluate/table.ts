/** An evaluation as text for a terminal. */
import type { ComparisonRow, Evaluation, MetricRow } from './evaluate.ts'

/** Returns the metrics, and the comparisons where there are any, as aligned tables with percentages. */
export function formatEvaluation({ metrics, comparisons }: Evaluation): string {
  const tables = [
    formatTable(['predictions', 'metric', 'value', '95 % interval', 'n', 'unparseable', 'missing'], metrics.map(metricCells)),
  ]
  if (comparisons.length > 0) {
    tables.push(
      formatTable(
        ['comparison (b − a)', 'difference', '95 % interval', 'p', 'better a : b', 'n'],
        comparisons.map(comparisonCells),
      ),
    )
  }
  const notes = metrics.flatMap(({ series, name, reason }) => (reason === undefined ? [] : [`${series}: no ${name}: ${reason}`]))
  return [...tables, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n')
}

function metricCells({ series, name, value, ci95, n, unparseable, missing }: MetricRow): string[] {
  const interval = ci95 ? `${percent(ci95[0])} – ${percent(ci95[1])}` : ''
  return [series, name, value === null ? '—' : `${percent(value)} %`, interval, String(n), String(unparseable), String(missing)]
}

function comparisonCells({ name, difference, ci95, p, better, n }: ComparisonRow): string[] {
  const interval = `${signed(ci95[0])} – ${signed(ci95[1])}`
  return [
    name,
    `${signed(difference)} points`,
    interval,
    p < 0.0001 ? '< 0.0001' : p.toFixed(4),
    `${better.a} : ${better.b}`,
    String(n),
  ]
}

function percent(share: number): string {
  return (100 * share).toFixed(2)
}

function signed(share: number): string {
  return `${share >= 0 ? '+' : ''}${percent(share)}`
}

/** The first column is aligned left, the others right. */
function formatTable(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}
