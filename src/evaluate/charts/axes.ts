/** Words and lines of axes, the same in all charts over a plane. */
import { markup, type Markup } from './markup.ts'
import { round } from './scale.ts'

/** Where charts lie from left to right, in pixels. */
export const plot = { width: 720, left: 64, right: 704 }

export function tickText(x: number, y: number, text: string): Markup {
  return markup`<text class="tick" x="${x}" y="${round(y)}" text-anchor="middle">${text}</text>\n`
}

export function horizontal(y: number, label: string, className: 'axis' | 'grid' = 'grid'): Markup {
  return markup`<line class="${className}" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/>
<text class="tick" x="${plot.left - 8}" y="${round(y + 4)}" text-anchor="end">${label}</text>
`
}
