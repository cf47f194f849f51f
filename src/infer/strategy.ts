/** What a strategy over stored completions is. */
import type { Prediction } from '../core/index.ts'
import type { Answered } from './answered.ts'

/**
 * Settles on one answer from the completions of one problem, given in the order they were drawn.
 * Pure and deterministic.
 */
export type StoredStrategy = (problemId: string, completions: readonly Answered[]) => Prediction

/**
 * Returns the prediction that shows `chosen` as its reasoning; the cost is that of all completions,
 * with unknown token counts as 0.
 */
export function predict(
  problemId: string,
  chosen: Answered | undefined,
  completions: readonly Answered[],
): Prediction {
  const tokens = completions.reduce((total, { completion }) => total + (completion.tokens ?? 0), 0)
  const cost = { completions: completions.length, tokens }
  const answer = chosen?.answer ?? null
  return chosen
    ? { problemId, answer, text: chosen.completion.text, cost }
    : { problemId, answer, cost }
}
