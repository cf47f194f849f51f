/** Whether scores are the probabilities that they are said to be. */
import { linearizedInterval } from './intervals.ts'
import { byProblem, type Judged, type JudgedRuns } from './judged.ts'
import { mean } from './metrics.ts'
import type { Interval } from './values.ts'

/** The completions whose scores lie above `low` (in the first bin, from it on) and up to `high`. */
export interface CalibrationBin {
  low: number
  high: number
  completions: number
  meanScore: number
  shareCorrect: number
  /** Of the share: Wilson's, for as many completions as those of so many problems are worth. */
  ci95: Interval
}

export interface Calibration {
  /** Those of the ten bins that have completions. */
  bins: CalibrationBin[]
  /**
   * The expected calibration error, 0…1: by how much the mean score of a bin is off its share of
   * correct completions, on average over completions.
   */
  expectedError: number
  /** The mean squared difference between score and 1 (correct) or 0, 0…1; lower is better. */
  brier: number
}

const binCount = 10

/**
 * Returns how far scores are off as probabilities, over the completions of all runs; `null` where
 * there are none, or a score is no probability (0…1). Sources: bins and expected error as Guo et
 * al. 2017 (arXiv 1706.04599), section 2, after Naeini et al. 2015; Brier 1950, Monthly Weather
 * Review 78:1–3.
 */
export function calibration(runs: JudgedRuns): Calibration | null {
  const judged = runs.flat()
  if (judged.length === 0 || !judged.every(({ score }) => score >= 0 && score <= 1)) return null
  const held: Judged[][] = Array.from({ length: binCount }, () => [])
  for (const each of judged) held[binOf(each.score)]!.push(each)
  const bins = held.flatMap((own, bin) => (own.length === 0 ? [] : [binWith(own, bin)]))
  const offBy = ({ completions, meanScore, shareCorrect }: CalibrationBin): number =>
    (completions / judged.length) * Math.abs(meanScore - shareCorrect)
  return {
    bins,
    expectedError: bins.reduce((sum, bin) => sum + offBy(bin), 0),
    brier: mean(judged.map(({ score, isCorrect }) => (score - Number(isCorrect)) ** 2)),
  }
}

/** A score on an edge belongs to the lower bin; 0 belongs to the first. */
function binOf(score: number): number {
  let bin = 0
  while (score > (bin + 1) / binCount) bin++
  return bin
}

function binWith(own: readonly Judged[], bin: number): CalibrationBin {
  return {
    low: bin / binCount,
    high: (bin + 1) / binCount,
    completions: own.length,
    meanScore: mean(own.map(({ score }) => score)),
    ...shareWithInterval(own),
  }
}

/** The share of completions that are correct; its interval has problems as the unit. */
function shareWithInterval(own: readonly Judged[]): Pick<CalibrationBin, 'shareCorrect' | 'ci95'> {
  const shareCorrect = mean(own.map(({ isCorrect }) => Number(isCorrect)))
  const groups = [...byProblem(own).values()]
  const values = groups.map((group) => {
    const excess = group.reduce((sum, { isCorrect }) => sum + Number(isCorrect) - shareCorrect, 0)
    return shareCorrect + (groups.length * excess) / own.length
  })
  return { shareCorrect, ci95: linearizedInterval([values]) }
}
