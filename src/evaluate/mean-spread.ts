/** How far the mean over problems and runs may lie from the mean over all problems and all runs. */
import type { Interval } from './values.ts'
import { mean } from './metrics.ts'

export interface MeanSpread {
  /** The variance of the mean, above 0. */
  variance: number
  /** What the variance is worth: Satterthwaite's degrees of freedom, 1 or more. */
  degreesOfFreedom: number
  /** The mean after one problem more, half at each end of the range. */
  centre: number
}

/**
 * Returns the spread of the mean of `bySeed[seed][problem]`, which lie in `range`: variance
 * components of a crossed design, problems × runs. The problems' part is that of their means over
 * runs, after one problem more that lies half at each end of the range, so that it is never 0. The
 * runs' part is what the runs differ by beyond what problems decided anew in each explain, and
 * nothing where they differ by less. With one run there is no such part: the spread is about these
 * models and other problems. Source: Searle, Casella & McCulloch 1992, chapter 4; Satterthwaite
 * 1946, Biometrics Bulletin 2:110–114. Where the mean tells of fewer problems than there are values
 * (the others add nothing to it), `told` is their number: the problem more is one more of those.
 */
export function meanSpread(
  bySeed: readonly (readonly number[])[],
  [least, most]: Interval,
  told = bySeed[0]!.length,
): MeanSpread {
  const seeds = bySeed.length
  const problems = bySeed[0]!.length
  const seedMeans = bySeed.map(mean)
  const problemMeans = bySeed[0]!.map((_, problem) =>
    mean(bySeed.map((values) => values[problem]!)),
  )
  const each = told / problems
  const centre = (sum(problemMeans) * each + (least + most) / 2) / (told + 1)
  const ofProblems =
    (squares(problemMeans, centre) * each ** 2 + squares([least, most], centre) / 2) /
    (told + 1) /
    told
  const freedomOfProblems = Math.max(1, told - 1)
  if (seeds === 1) return { variance: ofProblems, degreesOfFreedom: freedomOfProblems, centre }

  const whole = mean(seedMeans)
  const ofSeeds = squares(seedMeans, whole) / (seeds - 1) / seeds
  let residual = 0
  for (const [seed, values] of bySeed.entries())
    for (const [problem, value] of values.entries())
      residual += (value - problemMeans[problem]! - seedMeans[seed]! + whole) ** 2
  const ofBoth = residual / (Math.max(1, problems - 1) * (seeds - 1)) / (problems * seeds)
  const variance = ofProblems + Math.max(0, ofSeeds - ofBoth)
  const freedom = variance ** 2 / (ofSeeds ** 2 / (seeds - 1) + ofProblems ** 2 / freedomOfProblems)
  return { variance, degreesOfFreedom: Math.max(1, freedom), centre }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const squares = (values: readonly number[], centre: number): number =>
  values.reduce((total, value) => total + (value - centre) ** 2, 0)
