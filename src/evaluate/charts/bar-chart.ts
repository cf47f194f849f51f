/** Horizontal bars with 95 % intervals as whiskers. */
import { markup, type Markup } from './markup.ts'
import { linearScale, round } from './scale.ts'
import { shortened } from './shortened.ts'

export interface Bar {
  label: string
  value: number
  /** The ends of the whisker. */
  interval: readonly [number, number]
}

const width = 720
const labelWidth = 240
const valueWidth = 90
const rowHeight = 30
const axisHeight = 28

/** How numbers are written beside bars and under the axis. */
export interface BarFormat {
  value(value: number): string
  tick(value: number): string
}

/** One row a bar, from zero (to the left for negative values). */
export function barChart(title: string, bars: readonly Bar[], format: BarFormat): Markup {
  const ends = bars.flatMap(({ value, interval }) => [value, ...interval])
  const scale = linearScale(Math.min(0, ...ends), Math.max(0, ...ends), {
    start: labelWidth,
    end: width - valueWidth,
  })
  const bottom = bars.length * rowHeight
  return markup`<svg viewBox="0 0 ${width} ${bottom + axisHeight}" role="img" aria-label="${title}"><title>${title}</title>
${scale.ticks.map((tick) => axisTick(scale(tick), bottom, format.tick(tick), tick === 0))}${bars.map((bar, index) => row(bar, index * rowHeight, scale, format))}</svg>`
}

function axisTick(x: number, bottom: number, label: string, isZero: boolean): Markup {
  return markup`<line class="${isZero ? 'axis' : 'grid'}" x1="${x}" x2="${x}" y1="0" y2="${bottom}"/>
<text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${label}</text>
`
}

function row(bar: Bar, top: number, scale: (value: number) => number, format: BarFormat): Markup {
  const { label, value, interval } = bar
  const middle = top + rowHeight / 2
  const left = Math.min(scale(0), scale(value))
  const length = round(Math.abs(scale(value) - scale(0)))
  return markup`<text class="label" x="${labelWidth - 10}" y="${middle + 4}" text-anchor="end">${shortened(label, 34)}<title>${label}</title></text>
<rect class="bar" x="${left}" y="${top + 6}" width="${length}" height="${rowHeight - 12}"/>
<path class="whisker" d="M${scale(interval[0])} ${middle - 5}v10m0-5H${scale(interval[1])}m0-5v10"/>
<text class="value" x="${width - valueWidth + 12}" y="${middle + 4}">${format.value(value)}</text>
`
}
