/** What a threshold on scores keeps of labelled items. */
import type { Judged } from './judged.ts'

type Scored = Pick<Judged, 'score' | 'isCorrect'>

/** What scores of at least `threshold` keep. */
export interface ThresholdPoint {
  threshold: number
  kept: number
  /** Share of what is kept that is correct, 0…1. */
  precision: number
  /** Share of what is correct that is kept, 0…1; 0 where nothing is. */
  recall: number
  f1: number
}

/**
 * Returns a point for each score, as the threshold that keeps it and what is above: from the
 * highest, so from the fewest items. Scores that are no numbers keep nothing, and are left out.
 */
export function thresholdSweep(items: readonly Scored[]): ThresholdPoint[] {
  const sorted = items
    .filter(({ score }) => !Number.isNaN(score))
    .toSorted((a, b) => b.score - a.score)
  const good = items.filter(({ isCorrect }) => isCorrect).length
  const points: ThresholdPoint[] = []
  let right = 0
  for (const [place, { score, isCorrect }] of sorted.entries()) {
    if (isCorrect) right++
    // Equal scores are kept together.
    if (sorted[place + 1]?.score === score) continue
    const kept = place + 1
    points.push({
      threshold: score,
      kept,
      precision: right / kept,
      recall: good === 0 ? 0 : right / good,
      f1: right === 0 ? 0 : (2 * right) / (kept + good),
    })
  }
  return points
}

/**
 * Returns the point that keeps most with at least this precision; `undefined` where none has it.
 * Source: RATIONALYST (2410.01044), which chooses thresholds for about 95 % on a labelled sample.
 */
export function thresholdFor(
  points: readonly ThresholdPoint[],
  minPrecision: number,
): ThresholdPoint | undefined {
  return points.findLast(({ precision }) => precision >= minPrecision)
}
