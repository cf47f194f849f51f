/** How many distinct paths fewer completions would have found. */
import type { ProblemPaths } from './problem-paths.ts'

/** Means over problems, of the first `k` completions of each model. */
export interface PathsAtK {
  k: number
  distinct: number
  /** The gold path counted as one more, as the paper's Table 2 does. */
  distinctWithGold: number
}

/**
 * The numbers of completions in Yuan et al. 2023 (arXiv 2308.01825), Table 2, and on in the same
 * steps.
 */
const steps = [1, 3, 6, 12, 25, 50, 100, 200, 400, 800, 1600]

/**
 * Returns one entry for each k at which a path was found later, and for the first k at which all
 * were, up to 1 600.
 */
export function pathsByK(
  problems: readonly { goldKey: string | null; paths: ProblemPaths }[],
): PathsAtK[] {
  const foundAtRank: number[] = []
  const newAtRank: number[] = []
  let withGold = 0
  for (const { goldKey, paths } of problems) {
    if (goldKey !== null) withGold++
    for (const [key, { firstRank }] of paths.found) {
      foundAtRank[firstRank] = (foundAtRank[firstRank] ?? 0) + 1
      if (key !== goldKey) newAtRank[firstRank] = (newAtRank[firstRank] ?? 0) + 1
    }
  }
  const upTo = (counts: readonly number[], k: number): number =>
    counts.slice(0, k).reduce((sum, count) => sum + (count ?? 0), 0)
  const enough = steps.findIndex((k) => k >= foundAtRank.length)
  return steps
    .slice(0, foundAtRank.length === 0 ? 0 : enough === -1 ? steps.length : enough + 1)
    .map((k) => ({
      k,
      distinct: upTo(foundAtRank, k) / problems.length,
      distinctWithGold: (withGold + upTo(newAtRank, k)) / problems.length,
    }))
}
