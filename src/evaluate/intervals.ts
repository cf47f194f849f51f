/**
 * 95 % intervals of accuracies and of paired differences, whatever was measured: one run or
 * several, right and wrong or shares.
 */
import { meanSpread, type MeanSpread } from './mean-spread.ts'
import { mean } from './metrics.ts'
import { mcnemarExact } from './paired-tests.ts'
import { studentCritical, studentTail } from './student-t.ts'
import { tangoInterval, tangoStatistic, type Pairs } from './tango-interval.ts'
import type { BySeed, Interval } from './values.ts'
import { wilsonInterval, z95 } from './wilson-interval.ts'

/**
 * Returns the 95 % interval of the mean of shares `bySeed[seed][problem]`, 0…1: Wilson's, for as
 * many problems of right and wrong as the values are worth. With one seed it is about these models
 * on other problems, with several about other problems and other runs. Source: Wilson 1927;
 * effective sample size in it: Korn & Graubard 1998, Survey Methodology 24:193–201.
 */
export function shareInterval(bySeed: BySeed): Interval {
  const { problems, critical } = worth(bySeed, [0, 1])
  return wilsonInterval(mean(bySeed.map(mean)) * problems, problems, critical)
}

/**
 * Returns the 95 % interval of a share that is no plain mean, such as a ratio, from
 * `bySeed[seed][problem]`: values whose mean it is, and which differ from it by what each problem
 * adds to it (its linearization). They may lie outside of 0…1. `told` is of how many problems the
 * share tells, where those are fewer. The rest as `shareInterval`.
 */
export function linearizedInterval(bySeed: BySeed, told = bySeed[0]!.length): Interval {
  const { variance, degreesOfFreedom, centre } = meanSpread(bySeed, [0, 1], told)
  const problems = (centre * (1 - centre)) / variance
  const share = Math.min(1, Math.max(0, mean(bySeed.map(mean))))
  return wilsonInterval(share * problems, problems, studentCritical(degreesOfFreedom))
}

export interface PairedInterval {
  /** The mean of the gains. */
  difference: number
  ci95: Interval
  /** Two-sided, of a true difference of 0. */
  p: number
  test: 'mcnemar' | 'score'
  /** What interval and p come from, in words. */
  method: string
}

/**
 * Returns the mean of paired differences `gains[seed][problem]`, −1…1, with its 95 % interval:
 * Tango's, for as many pairs of right and wrong as the gains are worth. p is that of McNemar's
 * exact test for one seed of right and wrong (stricter than the interval: an interval may leave out
 * 0 where p is 0.05 or more, not the other way round), else of the interval's own test, so that
 * they always agree. Source: Tango 1998, Statistics in Medicine 17:891–908; the rest as
 * `shareInterval`.
 */
export function pairedInterval(gains: BySeed): PairedInterval {
  const { problems, critical, spread } = worth(gains, [-1, 1])
  const shareOf = (sign: number): number =>
    mean(gains.map((values) => mean(values.map((gain) => Math.max(0, sign * gain)))))
  const counts: Pairs = {
    onlyB: shareOf(1) * problems,
    onlyA: shareOf(-1) * problems,
    pairs: problems,
  }
  const shared = { difference: mean(gains.map(mean)), ci95: tangoInterval(counts, critical) }
  if (spread === undefined) {
    const p = mcnemarExact(Math.round(counts.onlyA), Math.round(counts.onlyB))
    return {
      ...shared,
      p,
      test: 'mcnemar',
      method: "Tango's score interval; p by McNemar's exact test",
    }
  }
  const p = studentTail(tangoStatistic(counts, 0), spread.degreesOfFreedom)
  return { ...shared, p, test: 'score', method: methodOf(gains.length) }
}

function methodOf(seeds: number): string {
  return `Tango's score interval and test with Student's t, over problems${seeds > 1 ? ` and ${seeds} runs` : ''}`
}

/**
 * How many problems of right and wrong the values are worth: all, where they are that; else the
 * variance of such over the one they have.
 */
function worth(
  bySeed: BySeed,
  range: Interval,
): { problems: number; critical: number; spread?: MeanSpread } {
  const problems = bySeed[0]!.length
  const isPlain =
    bySeed.length === 1 && bySeed[0]!.every((value) => value === 0 || Math.abs(value) === 1)
  if (isPlain) return { problems, critical: z95 }
  const spread = meanSpread(bySeed, range)
  const size = mean(bySeed.map((values) => mean(values.map(Math.abs))))
  const added = (Math.abs(range[0]) + Math.abs(range[1])) / 2
  const plainVariance = (size * problems + added) / (problems + 1) - spread.centre ** 2
  return {
    problems: plainVariance / spread.variance,
    critical: studentCritical(spread.degreesOfFreedom),
    spread,
  }
}
