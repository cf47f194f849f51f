/** An evaluator as the tool of strategies that choose by scores. */
import type { Tools } from './strategy.ts'

/** What gives scores, such as `Evaluator` of the sampling. */
export interface ScoresCandidates {
  score(
    candidates: readonly { question: string; solution: string }[],
    signal?: AbortSignal,
  ): Promise<readonly (number | null)[]>
}

/**
 * Returns the tool that asks an evaluator for the scores of completions of a question. One that is
 * longer than the evaluator reads has the score 0. It throws what the evaluator throws.
 */
export function scoreWith(
  evaluator: ScoresCandidates,
  question: string,
): NonNullable<Tools['scores']> {
  return async (places, completions, signal) => {
    const candidates = places.map((place) => ({ question, solution: completions[place]!.text }))
    return (await evaluator.score(candidates, signal)).map((score) => score ?? 0)
  }
}
