/** Measured points as other problems could have given them. */
import { rng } from '../core/index.ts'
import { mean } from '../evaluate/index.ts'
import type { FitPoint } from './fit-curve.ts'

export interface MeasuredPoint {
  /** Where the point lies; not read where `xBySeed` is given. */
  x: number
  /** Where it lies for each seed, if that was measured too: the point lies at their mean. */
  xBySeed?: readonly number[]
  /**
   * `[seed][problem]`, values 0…1 (of gains −1…1): the same seeds and the same problems, in the
   * same order, for every point.
   */
  bySeed: readonly (readonly number[])[]
}

/**
 * Returns `rounds` resamples of the points, after the points themselves. A resample draws problems
 * with replacement, the same ones for all points and seeds, since they share them. `y` is the mean
 * over problems and seeds; `weights` are kept. The order of the points does not change what is
 * drawn. What other seeds would change is not drawn from a few, but reckoned: see `widened`.
 */
export function* resamplePoints(
  points: readonly MeasuredPoint[],
  weights: readonly number[],
  rounds: number,
  address: readonly (string | number)[],
): Generator<FitPoint[]> {
  const random = rng('resamplePoints', ...address)
  const xs = points.map(({ x, xBySeed }) => (xBySeed === undefined ? x : mean(xBySeed)))
  const columns = points.map(({ bySeed }) =>
    bySeed[0]!.map((_, problem) => mean(bySeed.map((values) => values[problem]!))),
  )
  const counts = new Float64Array(columns[0]!.length).fill(1)
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) draw(counts, random.next)
    yield xs.map((x, index) => ({
      x,
      y: weightedMean(counts, columns[index]!),
      weight: weights[index]!,
    }))
  }
}

/** Fills `counts` with how often each index is drawn, in as many draws as there are indices. */
function draw(counts: Float64Array, next: () => number): void {
  counts.fill(0)
  for (let drawn = 0; drawn < counts.length; drawn++) counts[Math.floor(next() * counts.length)]!++
}

function weightedMean(counts: Float64Array, values: readonly number[]): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]! * values[i]!
  return total / counts.length
}
