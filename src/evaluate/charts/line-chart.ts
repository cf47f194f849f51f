/** Lines over steps, such as training losses. */
import { horizontal, plot, tickText } from './axes.ts'
import { markup, type Markup } from './markup.ts'
import { linearScale, type Scale } from './scale.ts'

export interface Line {
  label: string
  /** [x, y], in ascending order of x. */
  points: readonly (readonly [number, number])[]
}

const height = 300
const margin = { top: 12, bottom: 44 }
const maxPoints = 240

/**
 * All lines on common axes, with a legend below when there are several. Long lines are shown as
 * means over equal shares of their points.
 */
export function lineChart(
  title: string,
  lines: readonly Line[],
  options: { x: string; format: (value: number) => string },
): Markup {
  const drawn = lines.map(({ label, points }) => ({
    label,
    points: thinned(points.filter((point) => point.every(Number.isFinite))),
  }))
  const all = drawn.flatMap(({ points }) => points)
  if (all.length === 0) return markup`<p class="empty">${title}: no values</p>`
  const x = scaleOf(
    all.map(([at]) => at),
    { start: plot.left, end: plot.right },
  )
  const y = scaleOf(
    all.map(([, value]) => value),
    { start: height - margin.bottom, end: margin.top },
  )
  return markup`<svg viewBox="0 0 ${plot.width} ${height}" role="img" aria-label="${title}"><title>${title}</title>
${y.ticks.map((tick) => horizontal(y(tick), options.format(tick)))}${x.ticks.map((tick) => tickText(x(tick), height - margin.bottom + 18, options.format(tick)))}${tickText((plot.width + plot.left) / 2, height - 6, options.x)}${drawn.map(({ points }, index) => markup`<path class="line s${index % 6}" d="${path(points, x, y)}"/>\n`)}</svg>${drawn.length > 1 ? legend(drawn) : undefined}`
}

function scaleOf(values: readonly number[], range: { start: number; end: number }): Scale {
  return linearScale(Math.min(...values), Math.max(...values), range)
}

function path(points: Line['points'], x: Scale, y: Scale): string {
  return points
    .map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`)
    .join('')
}

function legend(lines: readonly Line[]): Markup {
  return markup`<ul class="legend">${lines.map(({ label }, index) => markup`<li><i class="s${index % 6}"></i>${label}</li>`)}</ul>`
}

function thinned(points: Line['points']): Line['points'] {
  if (points.length <= maxPoints) return points
  return Array.from({ length: maxPoints }, (_, index): [number, number] => {
    const part = points.slice(
      Math.floor((index * points.length) / maxPoints),
      Math.floor(((index + 1) * points.length) / maxPoints),
    )
    const mean = (pick: 0 | 1): number =>
      part.reduce((sum, point) => sum + point[pick], 0) / part.length
    return [mean(0), mean(1)]
  })
}
