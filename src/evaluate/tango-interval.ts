/** Tango's score interval of a difference between paired proportions. */
import type { Interval } from './values.ts'
import { z95 } from './wilson-interval.ts'

/**
 * Pairs of right and wrong: how many the second alone has right, how many the first alone, and all
 * of them. They may be fractions.
 */
export interface Pairs {
  onlyB: number
  onlyA: number
  pairs: number
}

/**
 * Returns Tango's 95 % score interval of the difference b − a of paired proportions, within −1…1
 * and never without width; `[-1, 1]` for no pairs. It holds the differences that the score test
 * does not reject. Source: Tango 1998, Statistics in Medicine 17:891–908.
 */
export function tangoInterval(counts: Pairs, critical = z95): Interval {
  if (counts.pairs === 0) return [-1, 1]
  const difference = (counts.onlyB - counts.onlyA) / counts.pairs
  return [
    lastAccepted(counts, critical, [difference, -1]),
    lastAccepted(counts, critical, [difference, 1]),
  ]
}

/**
 * Returns the score statistic of a true `difference`, −1…1: standard normal if it is the true one,
 * ±Infinity where the pairs rule it out. At 0 it is McNemar's. The variance is that of the most
 * likely proportions with this difference (Tango 1998, equations 5 to 7).
 */
export function tangoStatistic({ onlyB, onlyA, pairs }: Pairs, difference: number): number {
  if (difference < 0) return -tangoStatistic({ onlyB: onlyA, onlyA: onlyB, pairs }, -difference)
  const excess = onlyB - onlyA - pairs * difference
  if (excess === 0) return 0
  // The most likely share of problems that a alone has right solves a quadratic equation; this form
  // of its root cancels no digits.
  const linear = (2 * pairs - onlyB + onlyA) * difference - onlyB - onlyA
  const product = onlyA * difference * (1 - difference)
  const root = Math.sqrt(linear ** 2 + 8 * pairs * product)
  const shareOfA = linear > 0 ? (2 * product) / (linear + root) : (root - linear) / (4 * pairs)
  return excess / Math.sqrt(pairs * (2 * shareOfA + difference * (1 - difference)))
}

/** Halves the way from the estimate to the end of the range until no number lies between. */
function lastAccepted(
  counts: Pairs,
  critical: number,
  [estimate, end]: readonly [number, number],
): number {
  const isAccepted = (difference: number): boolean =>
    Math.abs(tangoStatistic(counts, difference)) <= critical
  if (isAccepted(end)) return end
  let [inside, outside] = [estimate, end]
  for (;;) {
    const middle = (inside + outside) / 2
    if (middle === inside || middle === outside) return inside
    if (isAccepted(middle)) inside = middle
    else outside = middle
  }
}
