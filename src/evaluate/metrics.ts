/** What is measured of a problem's samples: accuracy, pass@k and maj@k. */
import { rng } from '../core/index.ts'
import { majority } from '../infer/index.ts'

/** One graded answer to a problem; `answer` is canonical, `null` where none could be read. */
export interface Sample {
  answer: string | null
  correct: boolean
  /** How its program failed: the class of the error. Absent where it did not, and for texts. */
  failure?: string
  /** The run that it comes from, where the record says so. */
  seed?: number
  /** What an evaluator says of it, where it was scored. */
  score?: number
  /** Tokens that were generated for it, where the record says so. */
  tokens?: number
}

/** Returns the arithmetic mean, `NaN` of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

/**
 * Returns the share of a problem's samples that are correct; a problem without samples counts as 0.
 */
export function shareCorrect(samples: readonly Sample[]): number {
  return samples.length === 0 ? 0 : samples.filter(({ correct }) => correct).length / samples.length
}

/**
 * Returns the probability that at least one of `k` samples, drawn without replacement from `n` of
 * which `c` are correct, is correct: `1 - C(n-c, k) / C(n, k)`, unbiased for pass@k. `NaN` when `k
 * > n`, where no unbiased estimate exists. Source: Chen et al. 2021 (arXiv 2107.03374), equation 1,
 * in their product form.
 */
export function passAtK(n: number, c: number, k: number): number {
  if (k > n) return Number.NaN
  if (n - c < k) return 1
  let allWrong = 1
  for (let i = n - c + 1; i <= n; i++) allWrong *= 1 - k / i
  return 1 - allWrong
}

/** Random subsets of size `k` whose votes are averaged for maj@k. */
const majoritySubsets = 200

/**
 * Returns the probability that the majority vote of `k` samples, drawn without replacement, is
 * correct. Exact for `k = 1` and for all samples (in their order, the first seen winning ties);
 * between, the mean over 200 random subsets from the stream at `address`, so it is the same every
 * time. `NaN` when `k` exceeds the number of samples.
 */
export function majorityAtK(
  samples: readonly Sample[],
  k: number,
  address: readonly (string | number)[],
): number {
  if (k > samples.length) return Number.NaN
  if (k === 1) return shareCorrect(samples)
  if (k === samples.length) return majorityIsCorrect(samples) ? 1 : 0
  const random = rng('majorityAtK', k, ...address)
  let wins = 0
  for (let subset = 0; subset < majoritySubsets; subset++) {
    if (majorityIsCorrect(random.shuffle(samples).slice(0, k))) wins++
  }
  return wins / majoritySubsets
}

function majorityIsCorrect(samples: readonly Sample[]): boolean {
  const winner = majority(samples.map(({ answer }) => answer))
  return winner !== null && samples.some(({ answer, correct }) => answer === winner && correct)
}
