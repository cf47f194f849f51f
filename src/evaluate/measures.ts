/**
 * What is measured of the graded samples of one model: a value for every problem, run by run, from
 * which the mean, its interval and paired comparisons follow.
 */
import { shareInterval } from './intervals.ts'
import { majorityAtK, mean, passAtK, shareCorrect, type Sample } from './metrics.ts'
import type { BySeed, Interval } from './values.ts'

/** The samples of each run, in the order of the problems. */
export type SamplesByRun = readonly (readonly (readonly Sample[])[])[]

/** One metric: a value of 0…1 for every problem of every run. */
export interface Measure {
  /** `accuracy`, `pass@4`, `maj@4`. */
  name: string
  bySeed: BySeed
}

/** Returns the share of a problem's samples that are correct, as the accuracy of one sample. */
export function accuracyMeasure(runs: SamplesByRun): Measure {
  return { name: 'accuracy', bySeed: runs.map((run) => run.map(shareCorrect)) }
}

/**
 * Returns the probability that one of k samples is correct. A problem with fewer than k is measured
 * by those that it has; one without any counts as wrong.
 */
export function passMeasure(runs: SamplesByRun, k: number): Measure {
  const pass = (own: readonly Sample[]): number =>
    passAtK(own.length, own.filter(({ correct }) => correct).length, Math.min(k, own.length))
  return { name: `pass@${k}`, bySeed: runs.map((run) => run.map(pass)) }
}

/**
 * Returns the probability that the vote of k samples is correct, with as many as there are where a
 * problem has fewer. Subsets of k are drawn at the address of each problem, which its place gives.
 */
export function majorityMeasure(
  runs: SamplesByRun,
  k: number,
  address: (place: number, run: number) => readonly (string | number)[],
): Measure {
  const vote = (own: readonly Sample[], place: number, run: number): number =>
    majorityAtK(own, Math.min(k, own.length), address(place, run))
  return {
    name: `maj@${k}`,
    bySeed: runs.map((run, index) => run.map((own, place) => vote(own, place, index))),
  }
}

/** Returns the mean over problems and runs, with its interval. */
export function summary({ bySeed }: Measure): { value: number; ci95: Interval } {
  return { value: mean(bySeed.map(mean)), ci95: shareInterval(bySeed) }
}
