/** Tests of a difference between two systems on the same problems. */
import { rng } from '../core/index.ts'

const flips = 10_000

/**
 * Returns the two-sided p-value of McNemar's exact test: `onlyA` problems are solved by the first
 * system alone, `onlyB` by the second alone; under the null hypothesis each is a fair coin. Source:
 * McNemar 1947; exact form by the binomial distribution.
 */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const trials = onlyA + onlyB
  let logTerm = -trials * Math.LN2
  let tail = Math.exp(logTerm)
  for (let heads = 1; heads <= Math.min(onlyA, onlyB); heads++) {
    logTerm += Math.log((trials - heads + 1) / heads)
    tail += Math.exp(logTerm)
  }
  return Math.min(1, 2 * tail)
}

/**
 * Returns the two-sided p-value of the paired sign-flip permutation test of a mean difference of 0,
 * from 10,000 random flips. For values that are no plain right and wrong, where McNemar's test does
 * not apply. Counts the data themselves as one flip, so it is never 0.
 */
export function signFlipTest(
  differences: readonly number[],
  address: readonly (string | number)[],
): number {
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0))
  const observed = Math.abs(moved.reduce((total, difference) => total + difference, 0))
  const random = rng('signFlip', ...address)
  let asExtreme = 1
  for (let round = 0; round < flips; round++) {
    let total = 0
    let bits = 0
    for (let index = 0; index < moved.length; index++) {
      // A draw has 32 random bits: as many coins. They are multiplied, since a branch on chance is
      // slow.
      bits = index % 32 === 0 ? (random.next() * 2 ** 32) | 0 : bits >> 1
      total += (1 - 2 * (bits & 1)) * moved[index]!
    }
    if (Math.abs(total) >= observed - 1e-9) asExtreme++
  }
  return asExtreme / (flips + 1)
}
