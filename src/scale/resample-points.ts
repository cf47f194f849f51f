/** Measured points as other seeds and other problems could have given them. */
import { rng } from '../core/index.ts'
import type { FitPoint } from './fit-curve.ts'

export interface MeasuredPoint {
  /** Where the point lies; not read where `xBySeed` is given. */
  x: number
  /** Where it lies for each seed, if that was measured too: the point lies at the mean over the drawn seeds. */
  xBySeed?: readonly number[]
  /** `[seed][problem]`, values 0…1: the same seeds and the same problems, in the same order, for every point. */
  bySeed: readonly (readonly number[])[]
}

/**
 * Returns `rounds` resamples of the points, after the points themselves. A resample draws seeds and problems with replacement, the same ones
 * for all points, since the points share them (Owen 2007, the pigeonhole bootstrap, as `crossedInterval`); with one seed, problems only.
 * `y` is the mean; `weights` are kept. The order of the points does not change what is drawn.
 */
export function* resamplePoints(
  points: readonly MeasuredPoint[],
  weights: readonly number[],
  rounds: number,
  address: readonly (string | number)[],
): Generator<FitPoint[]> {
  const random = rng('resamplePoints', ...address)
  const columns = points.map(({ bySeed }) => bySeed.map((values) => Float64Array.from(values)))
  const seedCounts = new Float64Array(columns[0]!.length).fill(1)
  const problemCounts = new Float64Array(columns[0]![0]!.length).fill(1)
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) {
      draw(seedCounts, random.next)
      draw(problemCounts, random.next)
    }
    yield points.map(({ x, xBySeed }, index) => ({
      x: xBySeed === undefined ? x : weightedSum(seedCounts, xBySeed) / seedCounts.length,
      y: crossedMean(columns[index]!, seedCounts, problemCounts),
      weight: weights[index]!,
    }))
  }
}

/** Fills `counts` with how often each index is drawn, in as many draws as there are indices. */
function draw(counts: Float64Array, next: () => number): void {
  counts.fill(0)
  for (let drawn = 0; drawn < counts.length; drawn++) counts[Math.floor(next() * counts.length)]!++
}

function crossedMean(columns: readonly Float64Array[], seedCounts: Float64Array, problemCounts: Float64Array): number {
  let total = 0
  for (const [seed, column] of columns.entries())
    if (seedCounts[seed]! > 0) total += seedCounts[seed]! * weightedSum(problemCounts, column)
  return total / (seedCounts.length * problemCounts.length)
}

function weightedSum(counts: Float64Array, values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]! * values[i]!
  return total
}
