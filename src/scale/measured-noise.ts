/** How far a measured accuracy may lie from its expectation. */
import { mean } from '../evaluate/index.ts'

/**
 * Returns the variance of each point's mean over `bySeed[seed][problem]`: the binomial variance
 * p·(1 − p)/n of the n problems, plus the variance between seeds, pooled over the points, divided
 * by the number of seeds. n is the number of problems and not of problems × seeds, since the seeds
 * share the problems. p is drawn towards a half by two successes and two failures (Agresti & Coull
 * 1998), so that a point at 0 or 1 has no infinite weight. All of it errs on the large side: shares
 * of samples vary less than right and wrong, and problems that all points share move them together.
 * Values below 0, as of gains, are no shares: their problems' variance is estimated from them,
 * pooled over the points, so that it is nowhere 0.
 */
export function noiseVariances(points: readonly (readonly (readonly number[])[])[]): number[] {
  const seedMeans = points.map((bySeed) => bySeed.map(mean))
  const seeds = seedMeans[0]!.length
  const betweenSeeds =
    seeds === 1 ? 0 : mean(seedMeans.map(sampleVariance).sort((a, b) => a - b)) / seeds
  const areShares = points.every((bySeed) =>
    bySeed.every((values) => values.every((value) => value >= 0)),
  )
  const betweenProblems = areShares
    ? 0
    : mean(points.map((bySeed) => sampleVariance(meansOverSeeds(bySeed))).sort((a, b) => a - b))
  return points.map((bySeed, index) => {
    const problems = bySeed[0]!.length
    if (!areShares) return betweenProblems / problems + betweenSeeds
    const share = (mean(seedMeans[index]!) * problems + 2) / (problems + 4)
    return (share * (1 - share)) / problems + betweenSeeds
  })
}

function meansOverSeeds(bySeed: readonly (readonly number[])[]): number[] {
  return bySeed[0]!.map((_, problem) => mean(bySeed.map((values) => values[problem]!)))
}

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((total, value) => total + (value - centre) ** 2, 0) / (values.length - 1)
}
