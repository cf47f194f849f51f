/** Marks of points, told apart by shape as well as by colour. */
import { markup, type Markup } from './markup.ts'
import { round } from './scale.ts'

const shapes: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${round(x - 4)} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z`,
  (x, y) => `M${round(x - 4)} ${round(y - 4)}h8v8h-8z`,
  (x, y) => `M${x} ${round(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5-5.5z`,
  (x, y) => `M${x} ${round(y - 5.5)}l5.5 9.5h-11z`,
]

/** The colour of a series; there are six. */
export function seriesClass(series: number): string {
  return `s${series % 6}`
}

/** A circle, square, diamond or triangle around a place, in the colour of its series. */
export function marker(series: number, [x, y]: readonly [number, number], title?: string): Markup {
  const shape = shapes[series % shapes.length]!
  return markup`<path class="marker ${seriesClass(series)}" d="${shape(x, y)}">${title === undefined ? undefined : markup`<title>${title}</title>`}</path>\n`
}
