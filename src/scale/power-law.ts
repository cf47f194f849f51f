/** The saturating power law y = c − a·x^(−b), fitted by variable projection. */
import { weightedLine, type Columns, type Line } from './weighted-line.ts'

export interface PowerLaw {
  /** c: where the curve levels off. */
  asymptote: number
  /** a: how far below the asymptote it is at x = 1; negative for a curve that falls. */
  scale: number
  /** b, greater than 0. */
  exponent: number
}

/** Exponents that are tried: from almost a logarithm to almost a step behind the first point. */
const leastExponent = 0.02
const largestExponent = 10
const gridSize = 60
const exponents = Array.from(
  { length: gridSize },
  (_, index) => leastExponent * (largestExponent / leastExponent) ** (index / (gridSize - 1)),
)
/** Each narrows the bracket by the golden ratio: 40 leave 4e-9 of it. */
const searchSteps = 40
const golden = (Math.sqrt(5) - 1) / 2

/**
 * Returns the power law of least weighted squares, or a warning where the points do not determine
 * it. For a fixed exponent the law is a line in x^(−b), so only the exponent is searched: on a grid
 * of 0.02…10, then by golden section between the best one's neighbours. `x` must be positive and
 * ascending. Source: variable projection, Golub & Pereyra 1973, SIAM J. Numer. Anal. 10(2).
 */
export function fitPowerLaw(columns: Columns): PowerLaw | { warning: string } {
  const unit = geometricMean(columns.x)
  const lineAt = (exponent: number): Line =>
    weightedLine({ ...columns, x: columns.x.map((x) => (x / unit) ** -exponent) })

  const residuals = exponents.map((exponent) => lineAt(exponent).residual)
  const best = residuals.indexOf(Math.min(...residuals))
  if (!(best > 0))
    return { warning: 'the points show no levelling off that a power law could be fitted to' }
  if (best === gridSize - 1)
    return { warning: 'the points level off at once, so no power law can be fitted to them' }
  const exponent = goldenSection(
    (at) => lineAt(at).residual,
    exponents[best - 1]!,
    exponents[best + 1]!,
  )

  const { intercept: asymptote, slope } = lineAt(exponent)
  const [atLeast, atLargest] = [columns.x[0]!, columns.x.at(-1)!].map(
    (x) => asymptote + slope * (x / unit) ** -exponent,
  )
  const change = Math.abs(atLargest! - atLeast!)
  if (!(change > 1e-12 * Math.abs(asymptote)))
    return { warning: 'y does not change with x, so no power law can be fitted to the points' }
  if (!(Math.abs(asymptote - atLargest!) <= change))
    return {
      warning:
        'the level at which the power law ends lies farther beyond the points than they reach, so they do not determine it',
    }
  return { asymptote, scale: -slope * unit ** exponent, exponent }
}

/** The least point of a function with one valley between the two ends. */
function goldenSection(valueAt: (x: number) => number, low: number, high: number): number {
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [valueAt(left), valueAt(right)]
  for (let step = 0; step < searchSteps; step++) {
    if (atLeft < atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = valueAt(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = valueAt(right)
    }
  }
  return (low + high) / 2
}

/** In this unit powers neither overflow nor all lie close to 0. */
function geometricMean(values: Float64Array): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}
