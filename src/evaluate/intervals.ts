/** Uncertainty: confidence intervals of a mean, and tests of a difference between two systems on the same problems. */
import { rng } from '../core/index.ts'
import { mean } from './metrics.ts'

/** Lower and upper end. */
export type Interval = readonly [low: number, high: number]

type Address = readonly (string | number)[]

/** The 97.5 % point of the standard normal distribution. */
const z95 = 1.959963984540054
const resamples = 10_000

/** Returns Wilson's 95 % score interval of a proportion, `[0, 1]` for no trials. Source: Wilson 1927, JASA 22(158). */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return [0, 1]
  const share = successes / trials
  const spread = z95 ** 2 / trials
  const centre = share + spread / 2
  const half = z95 * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))
  const low = successes === 0 ? 0 : (centre - half) / (1 + spread)
  const high = successes === trials ? 1 : (centre + half) / (1 + spread)
  return [low, high]
}

/**
 * Returns the 95 % percentile-bootstrap interval of the mean: 10,000 resamples of the problems with replacement, from the stream at
 * `address`. A problem's value may itself be a mean, over seeds or samples: these are no independent problems, so they stay together.
 */
export function bootstrapInterval(values: readonly number[], address: Address): Interval {
  if (values.length === 0) return [Number.NaN, Number.NaN]
  const random = rng('bootstrap', ...address)
  const numbers = Float64Array.from(values)
  const means = new Float64Array(resamples)
  for (let round = 0; round < resamples; round++) {
    let total = 0
    for (let draw = 0; draw < numbers.length; draw++) total += numbers[Math.floor(random.next() * numbers.length)]!
    means[round] = total / numbers.length
  }
  means.sort()
  return [quantile(means, 0.025), quantile(means, 0.975)]
}

/** Returns Wilson's interval where every problem is simply right or wrong, else the bootstrap's. */
export function interval95(values: readonly number[], address: Address): Interval {
  const binary = values.every((value) => value === 0 || value === 1)
  return binary ? wilsonInterval(values.filter((value) => value === 1).length, values.length) : bootstrapInterval(values, address)
}

/**
 * Returns the 95 % interval of the mean over problems and seeds, both resampled with replacement (Owen 2007, the pigeonhole bootstrap): what
 * another training run and other problems could change. `bySeed[seed][problem]`; with one seed it is `bootstrapInterval`.
 */
export function crossedInterval(bySeed: readonly (readonly number[])[], address: Address): Interval {
  if (bySeed.length === 1) return bootstrapInterval(bySeed[0]!, address)
  const means = crossedMeans(bySeed, address)
  return [quantile(means, 0.025), quantile(means, 0.975)]
}

/**
 * Returns the interval of `crossedInterval` and, from the same resamples, the two-sided p-value of a mean of 0: twice the share of resamples on
 * the other side of 0, the data themselves counted as one, so it is never 0. Both speak of other seeds as well as of other problems.
 */
export function crossedTest(bySeed: readonly (readonly number[])[], address: Address): { ci95: Interval; p: number } {
  const means = crossedMeans(bySeed, address)
  const beyond = Math.min(means.filter((value) => value <= 0).length, means.filter((value) => value >= 0).length)
  return { ci95: [quantile(means, 0.025), quantile(means, 0.975)], p: Math.min(1, (2 * (beyond + 1)) / (means.length + 1)) }
}

/** The means of resamples of seeds and problems, ascending. */
function crossedMeans(bySeed: readonly (readonly number[])[], address: Address): Float64Array {
  const random = rng('bootstrap', ...address)
  const columns = bySeed.map((values) => Float64Array.from(values))
  const problems = columns[0]!.length
  const means = new Float64Array(resamples)
  for (let round = 0; round < resamples; round++) {
    const drawn = columns.map(() => columns[random.int(0, columns.length - 1)]!)
    let total = 0
    for (let draw = 0; draw < problems; draw++) {
      const problem = Math.floor(random.next() * problems)
      for (const column of drawn) total += column[problem]!
    }
    means[round] = total / (problems * columns.length)
  }
  return means.sort()
}

/** Returns the quantile of numbers in ascending order, interpolated linearly as NumPy does by default. */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below]!
  return low + (position - below) * ((sorted[below + 1] ?? low) - low)
}

/**
 * Returns the two-sided p-value of McNemar's exact test: `onlyA` problems are solved by the first system alone, `onlyB` by the second
 * alone; under the null hypothesis each is a fair coin. Source: McNemar 1947; exact form by the binomial distribution.
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
 * Returns the two-sided p-value of the paired sign-flip permutation test of a mean difference of 0, from 10,000 random flips. For values
 * that are means over seeds, where McNemar's test does not apply. Counts the data themselves as one flip, so it is never 0.
 */
export function signFlipTest(differences: readonly number[], address: Address): number {
  const moved = differences.filter((difference) => difference !== 0)
  const observed = Math.abs(moved.reduce((total, difference) => total + difference, 0))
  const random = rng('signFlip', ...address)
  let asExtreme = 1
  for (let round = 0; round < resamples; round++) {
    let total = 0
    for (const difference of moved) total += random.next() < 0.5 ? difference : -difference
    if (Math.abs(total) >= observed - 1e-9) asExtreme++
  }
  return asExtreme / (resamples + 1)
}

/** Returns the mean of `b - a` over the problems with its 95 % bootstrap interval; problems are resampled in pairs. */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  address: Address,
): { difference: number; ci95: Interval } {
  if (a.length !== b.length) throw new RangeError(`paired values differ in number: ${a.length} and ${b.length}`)
  const differences = a.map((value, index) => b[index]! - value)
  return { difference: mean(differences), ci95: bootstrapInterval(differences, address) }
}
