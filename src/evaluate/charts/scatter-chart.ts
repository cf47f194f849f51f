/** Points with 95 % intervals, and curves fitted through them. */
import { horizontal, plot, tickText } from './axes.ts'
import { textsBeside, type Box, type Spot } from './beside.ts'
import { marker, seriesClass } from './marker.ts'
import { markup, type Markup } from './markup.ts'
import { linearScale, log2Scale, round, type Scale } from './scale.ts'
import { shortened } from './shortened.ts'

export interface ScatterSeries {
  label: string
  points: readonly ScatterPoint[]
  /** A fitted curve in ascending order of x, with its band from `low` to `high`. */
  line?: readonly LinePoint[] | undefined
  /** Whether straight lines join the points. */
  isConnected?: boolean | undefined
}

interface ScatterPoint {
  x: number
  y: number
  /** The ends of the whisker. */
  ci95?: readonly [number, number] | undefined
  label?: string | undefined
}

interface LinePoint {
  x: number
  y: number
  low?: number | undefined
  high?: number | undefined
}

export interface ScatterAxis {
  title: string
  scale?: 'linear' | 'log2'
  /** A number in the title of a mark. */
  value(value: number): string
  /** A number beside the axis. */
  tick(value: number): string
}

interface Axes {
  x: ScatterAxis
  y: ScatterAxis
}

interface Scales {
  x: Scale
  y: Scale
}

const height = 360
const frame: Box = { left: plot.left, right: plot.right, top: 30, bottom: height - 44 }
/** Room between the frame and the outermost points. */
const inset = 14

/**
 * All series on common axes, with a legend below when there are several; points without a place are
 * counted below.
 */
export function scatterChart(title: string, series: readonly ScatterSeries[], axes: Axes): Markup {
  const hasPlace = ({ x, y }: LinePoint): boolean =>
    Number.isFinite(x) && Number.isFinite(y) && (axes.x.scale !== 'log2' || x > 0)
  const drawn = series.map(({ points, line = [], ...rest }) => ({
    ...rest,
    points: points.filter(hasPlace),
    line: line.filter(hasPlace),
  }))
  const scales = scalesOf(drawn, axes)
  if (!scales) return markup`<p class="empty">${title}: no values</p>`
  const count = (all: readonly ScatterSeries[]): number =>
    all.reduce((sum, { points }) => sum + points.length, 0)
  const left = count(series) - count(drawn)
  return markup`<svg viewBox="0 0 ${plot.width} ${height}" role="img" aria-label="${title}"><title>${title}</title>
${axisMarkup(scales, axes)}${drawn.map((each, index) => curve(each, index, scales))}${drawn.map((each, index) => points(each, index, scales, axes))}${texts(drawn, scales)}</svg>${drawn.length > 1 ? legend(drawn) : undefined}${left > 0 ? markup`<p class="soft">Points that are not drawn, because they are outside the axes: ${left}.</p>` : undefined}`
}

/**
 * Scales that hold points, whiskers and curves. Bands may reach out of the frame: far from the
 * points they would flatten all else.
 */
function scalesOf(series: readonly ScatterSeries[], axes: Axes): Scales | undefined {
  const places = series.flatMap(({ points, line = [] }): readonly LinePoint[] => [
    ...points,
    ...line,
  ])
  if (places.length === 0) return undefined
  const xs = places.map(({ x }) => x)
  const ends = series.flatMap((each) => each.points.flatMap((point) => whiskerOf(point) ?? []))
  const ys = [...places.map(({ y }) => y), ...ends]
  const scaleX = axes.x.scale === 'log2' ? log2Scale : linearScale
  return {
    x: scaleX(Math.min(...xs), Math.max(...xs), {
      start: frame.left + inset,
      end: frame.right - inset,
    }),
    y: linearScale(Math.min(...ys), Math.max(...ys), { start: frame.bottom, end: frame.top }),
  }
}

function whiskerOf({ ci95 }: ScatterPoint): readonly [number, number] | undefined {
  return ci95?.every(Number.isFinite) ? ci95 : undefined
}

function axisMarkup({ x, y }: Scales, axes: Axes): Markup {
  return markup`<text class="tick" x="${plot.left}" y="16">${axes.y.title}</text>
${y.ticks.map((tick) => horizontal(y(tick), axes.y.tick(tick)))}${x.ticks.map((tick) => tickText(x(tick), frame.bottom + 18, axes.x.tick(tick)))}${tickText((plot.width + plot.left) / 2, height - 6, axes.x.title)}`
}

function curve(
  { points, line = [], isConnected }: ScatterSeries,
  index: number,
  scales: Scales,
): Markup {
  const strokes = [line, isConnected ? points : []].filter((stroke) => stroke.length > 1)
  return markup`${band(line, index, scales)}${strokes.map((stroke) => markup`<path class="line ${seriesClass(index)}" d="M${path(stroke, scales)}"/>\n`)}`
}

function band(line: readonly LinePoint[], index: number, scales: Scales): Markup | undefined {
  const bounds = scales.y.ticks
  const bounded = (value: number): number => Math.min(Math.max(value, bounds[0]!), bounds.at(-1)!)
  const edge = (pick: (point: LinePoint) => number | undefined): LinePoint[] =>
    line
      .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
      .map((point) => ({ x: point.x, y: bounded(pick(point)!) }))
  const [lower, upper] = [edge(({ low }) => low), edge(({ high }) => high)]
  if (lower.length < 2) return undefined
  return markup`<path class="band ${seriesClass(index)}" d="M${path(lower, scales)}L${path(upper.toReversed(), scales)}z"/>\n`
}

function path(points: readonly LinePoint[], { x, y }: Scales): string {
  return points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L')
}

function points(series: ScatterSeries, index: number, { x, y }: Scales, axes: Axes): Markup {
  const marks = series.points.map((point) => {
    const whisker = whiskerOf(point)
    const interval = whisker ? ` (${whisker.map((end) => axes.y.value(end)).join(' – ')})` : ''
    const title = `${point.label ?? series.label}: ${axes.y.value(point.y)}${interval} at ${axes.x.value(point.x)}`
    const [left, top] = [x(point.x), y(point.y)]
    return markup`${whisker && markup`<path class="whisker tint ${seriesClass(index)}" d="M${round(left - 4)} ${y(whisker[0])}h8m-4 0V${y(whisker[1])}m-4 0h8"/>\n`}${marker(index, [left, top], title)}`
  })
  return markup`${marks}`
}

function texts(series: readonly ScatterSeries[], { x, y }: Scales): Markup {
  const spots = series.flatMap((each) =>
    each.points.map((point): Spot => {
      const [left, top] = [x(point.x), y(point.y)]
      const ends = (whiskerOf(point) ?? []).map(y)
      const box = {
        left: left - 5,
        right: left + 5,
        top: Math.min(top - 5, ...ends),
        bottom: Math.max(top + 5, ...ends),
      }
      return { x: left, y: top, box, text: point.label && shortened(point.label, 28) }
    }),
  )
  const shown = textsBeside(spots, { ...frame, left: frame.left + 2 })
  return markup`${shown.map((each) => markup`<text class="beside" x="${round(each.x)}" y="${round(each.y)}" text-anchor="${each.anchor}">${each.text}</text>\n`)}`
}

function legend(series: readonly ScatterSeries[]): Markup {
  const key = (index: number): Markup =>
    markup`<svg viewBox="0 0 12 12" aria-hidden="true">${marker(index, [6, 6])}</svg>`
  return markup`<ul class="legend">${series.map(({ label }, index) => markup`<li>${key(index)}${shortened(label, 60)}</li>`)}</ul>`
}
