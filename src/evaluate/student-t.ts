/** Student's t distribution, for means whose variance is estimated from few runs or problems. */

/**
 * Returns the probability that a t variable lies as far from 0 as `value` or farther, for any
 * number of degrees of freedom of 1 or more: the regularized incomplete beta function, by its
 * continued fraction (Abramowitz & Stegun 26.7.1 and 26.5.8). Exact to about 12 digits.
 */
export function studentTail(value: number, degreesOfFreedom: number): number {
  const share = degreesOfFreedom / (degreesOfFreedom + value ** 2)
  if (share >= 1) return 1
  return incompleteBeta(share, degreesOfFreedom / 2, 0.5)
}

/**
 * Returns the point beyond which, on either side, a t variable lies in 5 % of cases: 12.7 for one
 * degree of freedom, 1.96 for very many.
 */
export function studentCritical(degreesOfFreedom: number): number {
  let [low, high] = [1.9, 13]
  while (high - low > 1e-13) {
    const middle = (low + high) / 2
    if (studentTail(middle, degreesOfFreedom) > 0.05) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  // Lentz's method: the ratios of successive numerators and denominators.
  let above = 1
  let below = 1 / (1 - ((a + b) * x) / (a + 1))
  let fraction = below
  for (let step = 1; step < 10_000; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step))
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1))
    for (const term of [even, odd]) {
      above = 1 + term / above
      below = 1 / (1 + term * below)
      fraction *= above * below
    }
    if (Math.abs(above * below - 1) < 1e-15) break
  }
  return front * fraction
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** log Γ(x) for x ≥ 1/2, by Lanczos' approximation with g = 7. */
function logGamma(x: number): number {
  const [first, ...rest] = lanczos
  const series = rest.reduce((sum, coefficient, index) => sum + coefficient / (x + index), first!)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}
