/**
 * The straight line of weighted least squares, which every form of a law is in the right
 * coordinates.
 */

/** Points by column; the three have the same length, and weights are positive. */
export interface Columns {
  x: Float64Array
  y: Float64Array
  weights: Float64Array
}

export interface Line {
  intercept: number
  slope: number
  /** The weighted sum of squared residuals. */
  residual: number
}

/**
 * Returns the line that minimises the weighted sum of squared residuals, from centred sums; `NaN`
 * where all `x` are equal.
 */
export function weightedLine({ x, y, weights }: Columns): Line {
  const meanX = weightedMean(x, weights)
  const meanY = weightedMean(y, weights)
  let squares = 0
  let products = 0
  for (let i = 0; i < x.length; i++) {
    squares += weights[i]! * (x[i]! - meanX) ** 2
    products += weights[i]! * (x[i]! - meanX) * (y[i]! - meanY)
  }
  const slope = products / squares
  let residual = 0
  for (let i = 0; i < x.length; i++)
    residual += weights[i]! * (y[i]! - meanY - slope * (x[i]! - meanX)) ** 2
  return { intercept: meanY - slope * meanX, slope, residual }
}

/**
 * Returns the share of the weighted variance of `y` that `predict` explains, at most 1 and negative
 * where the mean would do better; 1 where all `y` are equal and met.
 */
export function weightedR2({ x, y, weights }: Columns, predict: (x: number) => number): number {
  const meanY = weightedMean(y, weights)
  let total = 0
  let residual = 0
  for (let i = 0; i < x.length; i++) {
    total += weights[i]! * (y[i]! - meanY) ** 2
    residual += weights[i]! * (y[i]! - predict(x[i]!)) ** 2
  }
  // Below this, what is left of equal numbers is the rounding of their mean.
  const rounding = 1e-24 * meanY ** 2 * weights.reduce((sum, weight) => sum + weight, 0)
  return total <= rounding && residual <= rounding ? 1 : 1 - residual / total
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let total = 0
  let weight = 0
  for (let i = 0; i < values.length; i++) {
    total += weights[i]! * values[i]!
    weight += weights[i]!
  }
  return total / weight
}
