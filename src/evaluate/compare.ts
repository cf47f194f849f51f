/** Comparing two systems on the same problems. */
import { mcnemarExact, pairedDifference, signFlipTest, type Interval } from './intervals.ts'

export interface Comparison {
  /** Mean of `b - a`. */
  difference: number
  ci95: Interval
  /** Two-sided: McNemar's exact test where every problem is right or wrong, else the sign-flip permutation test. */
  p: number
  test: 'mcnemar' | 'signFlip'
  n: number
  /** Problems on which `a` and on which `b` is better. */
  better: { a: number; b: number }
}

/** Compares per-problem values, in the same order of problems. The bootstrap's and permutation's numbers come from `address`. */
export function comparePaired(a: readonly number[], b: readonly number[], address: readonly (string | number)[]): Comparison {
  const { difference, ci95 } = pairedDifference(a, b, address)
  const differences = a.map((value, index) => b[index]! - value)
  const better = { a: differences.filter((value) => value < 0).length, b: differences.filter((value) => value > 0).length }
  const binary = [...a, ...b].every((value) => value === 0 || value === 1)
  const p = binary ? mcnemarExact(better.a, better.b) : signFlipTest(differences, address)
  return { difference, ci95, p, test: binary ? 'mcnemar' : 'signFlip', n: a.length, better }
}
