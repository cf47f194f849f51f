/** The chi-square distribution, to say whether residuals are larger than noise. */

/**
 * Returns the probability that a chi-square variable with a whole number of degrees of freedom, at
 * least 1, is `value` or more: 1 minus the regularized lower incomplete gamma function, by its
 * power series. Exact to about 1e-14 absolutely; below that it is 0. Source: Abramowitz & Stegun
 * 6.5.29.
 */
export function chiSquareTail(value: number, degreesOfFreedom: number): number {
  if (value <= 0) return 1
  const half = value / 2
  // Far out the tail is below 1e-100, and the series' first term is no longer a number above 0.
  if (half > 300 + degreesOfFreedom) return 0
  const order = degreesOfFreedom / 2
  let term = Math.exp(order * Math.log(half) - half - logGammaOfHalves(degreesOfFreedom + 2))
  let sum = term
  for (let next = order + 1; next < half || term > sum * 1e-17; next++) {
    term *= half / next
    sum += term
  }
  return Math.max(0, 1 - sum)
}

/** log Γ(halves / 2), by Γ(z + 1) = z·Γ(z) from Γ(1/2) = √π or Γ(1) = 1. */
function logGammaOfHalves(halves: number): number {
  let log = halves % 2 === 0 ? 0 : Math.log(Math.PI) / 2
  for (let twice = halves - 2; twice > 0; twice -= 2) log += Math.log(twice / 2)
  return log
}
