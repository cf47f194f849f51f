/** Counts of whole numbers, as columns. */
import { horizontal, plot, tickText } from './axes.ts'
import { markup, type Markup } from './markup.ts'
import { linearScale, round } from './scale.ts'

const height = 240
const margin = { top: 20, bottom: 44 }
const maxColumns = 24
/** With more columns than this their counts would run into each other. */
const maxCounts = 16

export interface Count {
  value: number
  count: number
}

/**
 * One column for each value from the least to the greatest; what lies beyond 24 columns is gathered
 * in the last.
 */
export function histogram(
  title: string,
  counts: readonly Count[],
  options: { x: string; format: (value: number) => string },
): Markup {
  if (counts.length === 0) return markup`<p class="empty">${title}: no values</p>`
  const columns = columnsOf(counts)
  const y = linearScale(0, Math.max(...columns.map(({ count }) => count)), {
    start: height - margin.bottom,
    end: margin.top,
    ticks: 4,
  })
  const step = (plot.right - plot.left) / columns.length
  const column = ({ label, count }: Column, index: number): Markup => {
    const left = plot.left + index * step
    const middle = round(left + step / 2)
    const shown = columns.length <= maxCounts && count > 0 ? options.format(count) : ''
    return markup`<rect class="bar" x="${round(left + step * 0.1)}" y="${y(count)}" width="${round(step * 0.8)}" height="${round(y(0) - y(count))}"><title>${label}: ${count}</title></rect>
${tickText(middle, y(count) - 5, shown)}${tickText(middle, y(0) + 18, label)}`
  }
  return markup`<svg viewBox="0 0 ${plot.width} ${height}" role="img" aria-label="${title}"><title>${title}</title>
${y.ticks.map((tick) => horizontal(y(tick), options.format(tick), tick === 0 ? 'axis' : 'grid'))}${columns.map(column)}${tickText((plot.width + plot.left) / 2, height - 6, options.x)}</svg>`
}

interface Column {
  label: string
  count: number
}

function columnsOf(counts: readonly Count[]): Column[] {
  const values = counts.map(({ value }) => value)
  const first = Math.min(...values)
  const last = Math.min(Math.max(...values), first + maxColumns - 1)
  const countOf = (test: (value: number) => boolean): number =>
    counts.reduce((sum, { value, count }) => sum + (test(value) ? count : 0), 0)
  const isCut = Math.max(...values) > last
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const value = first + index
    const gathers = isCut && value === last
    return {
      label: gathers ? `≥ ${value}` : String(value),
      count: countOf((each) => (gathers ? each >= value : each === value)),
    }
  })
}
