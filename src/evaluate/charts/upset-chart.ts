/**
 * Which sets share how many members: an UpSet plot (Lex et al. 2014,
 * doi:10.1109/TVCG.2014.2346248).
 */
import { tickText } from './axes.ts'
import { markup, type Markup } from './markup.ts'
import { linearScale, round } from './scale.ts'
import { shortened } from './shortened.ts'

export interface UpsetSet {
  label: string
  size: number
}

/** Members that lie in exactly these sets. */
export interface UpsetOverlap {
  sets: readonly string[]
  count: number
}

const width = 720
const maxColumns = 24
const rowHeight = 26
/** From top to bottom: counts and columns, then the rows. */
const columnTop = 34
const columnBottom = 170
const rowTop = 182
/** From left to right: names, sizes, then the columns. */
const labelRight = 150
const bar = { left: 158, length: 70 }
const columnLeft = 290
const maxStep = 44
const countWidth = 7

/**
 * Rows are sets with their sizes, columns the largest of what they share; what lies beyond 24
 * columns is summed up below.
 */
export function upsetChart(
  title: string,
  { sets, overlaps }: { sets: readonly UpsetSet[]; overlaps: readonly UpsetOverlap[] },
  options: { columns: string; members: string; format: (value: number) => string },
): Markup {
  const { members, format } = options
  const ordered = overlaps
    .filter(({ sets: names, count }) => names.length > 0 && Number.isFinite(count) && count > 0)
    .toSorted((a, b) => b.count - a.count || a.sets.length - b.sets.length)
  if (ordered.length === 0) return markup`<p class="empty">${title}: no values</p>`
  const columns = ordered.slice(0, maxColumns)
  const rows = [
    ...new Set([...sets.map(({ label }) => label), ...columns.flatMap((column) => column.sets)]),
  ]
  const sizes = new Map(sets.map(({ label, size }) => [label, size]))
  const height = rowTop + rows.length * rowHeight + 4
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><title>${title}</title>
<text class="tick" x="${columnLeft}" y="14">${options.columns}</text>
${rowsOf(rows, sizes, format)}${columnsOf(columns, rows, format)}</svg>${others(ordered.slice(maxColumns), members, format)}`
}

function rowsOf(
  rows: readonly string[],
  sizes: ReadonlyMap<string, number>,
  format: (value: number) => string,
): Markup {
  const finite = [...sizes.values()].filter(Number.isFinite)
  const scale = linearScale(0, Math.max(0, ...finite), { start: 0, end: bar.length })
  const row = (label: string, index: number): Markup => {
    const top = rowTop + index * rowHeight
    const middle = top + rowHeight / 2
    const size = sizes.get(label)
    const hasSize = size !== undefined && Number.isFinite(size)
    return markup`${index % 2 === 0 ? markup`<rect class="stripe" x="0" y="${top}" width="${width}" height="${rowHeight}"/>\n` : undefined}<text class="label" x="${labelRight}" y="${middle + 4}" text-anchor="end">${shortened(label, 20)}<title>${label}</title></text>
${hasSize ? markup`<rect class="bar" x="${bar.left}" y="${top + 7}" width="${scale(size)}" height="${rowHeight - 14}"/><text class="tick" x="${round(bar.left + scale(size) + 5)}" y="${middle + 4}">${format(size)}</text>\n` : undefined}`
  }
  return markup`${rows.map(row)}`
}

function columnsOf(
  columns: readonly UpsetOverlap[],
  rows: readonly string[],
  format: (value: number) => string,
): Markup {
  const step = Math.min(maxStep, (width - columnLeft - 8) / columns.length)
  const countLength = Math.max(...columns.map(({ count }) => format(count).length * countWidth))
  const isNarrow = countLength > step
  const scale = linearScale(0, columns[0]!.count, {
    start: columnBottom,
    // Upright counts need their length above the columns.
    end: isNarrow ? Math.min(columnTop + countLength - countWidth, columnBottom - 40) : columnTop,
  })
  const column = ({ sets, count }: UpsetOverlap, index: number): Markup => {
    const x = round(columnLeft + (index + 0.5) * step)
    const top = scale(count)
    const above = isNarrow
      ? markup`<text class="tick" transform="translate(${round(x + 4)} ${round(top - 5)}) rotate(-90)">${format(count)}</text>\n`
      : tickText(x, top - 5, format(count))
    return markup`<g><title>${sets.join(' + ')}: ${format(count)}</title>
<rect class="bar" x="${round(x - step * 0.35)}" y="${top}" width="${round(step * 0.7)}" height="${round(columnBottom - top)}"/>
${above}${dots(x, new Set(sets), rows)}</g>
`
  }
  return markup`${columns.map(column)}`
}

function dots(x: number, sets: ReadonlySet<string>, rows: readonly string[]): Markup {
  const middle = (index: number): number => rowTop + (index + 0.5) * rowHeight
  const inside = rows.flatMap((row, index) => (sets.has(row) ? [middle(index)] : []))
  return markup`${rows.map((row, index) => markup`<circle class="${sets.has(row) ? 'dot' : 'hole'}" cx="${x}" cy="${middle(index)}" r="5"/>`)}<path class="join" d="M${x} ${inside[0]!}V${inside.at(-1)!}"/>`
}

function others(
  rest: readonly UpsetOverlap[],
  members: string,
  format: (value: number) => string,
): Markup | undefined {
  if (rest.length === 0) return undefined
  const sum = rest.reduce((total, { count }) => total + count, 0)
  return markup`<p class="soft">Other combinations, not drawn: ${format(rest.length)}, with ${format(sum)} ${members}.</p>`
}
