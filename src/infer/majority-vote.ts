/** Self-consistency: the answer that most completions agree on. */
import type { Answered } from './answered.ts'
import { predict, type StoredStrategy } from './strategy.ts'

/**
 * Predicts the most frequent canonical answer, so that `18` and `18.0` are one candidate.
 * Completions without an answer do not vote; of equally frequent answers the first seen wins.
 * Source: Wang et al. 2023, "Self-Consistency" (arXiv 2203.11171).
 */
export const majorityVote: StoredStrategy = (problemId, completions) => {
  const winner = majority(completions.map(({ answer }) => answer))
  const chosen: Answered | undefined =
    completions.find(({ answer }) => answer === winner) ?? completions[0]
  return predict(problemId, chosen, completions)
}

/**
 * Returns the most frequent of the answers that are not `null`, the first seen of several; `null`
 * when there is none.
 */
export function majority(answers: readonly (string | null)[]): string | null {
  const votes = new Map<string, number>()
  for (const answer of answers) if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1)
  let winner: string | null = null
  for (const [answer, count] of votes)
    if (winner === null || count > (votes.get(winner) ?? 0)) winner = answer
  return winner
}
