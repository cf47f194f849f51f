/** Self-consistency: the answer that most completions agree on. */
import { choosing } from './choice.ts'
import { sampled } from './sampled.ts'

/**
 * Predicts the most frequent canonical answer, so that `18` and `18.0` are one candidate.
 * Completions without an answer do not vote; of equally frequent answers the first seen wins.
 * Source: Wang et al. 2023, "Self-Consistency" (arXiv 2203.11171).
 */
export const majorityVote = choosing({
  name: 'majorityVote',
  description: 'the most frequent answer of several completions',
  draw: sampled,
  choose: (completions) => {
    const votes = countVotes(completions.map(({ answer }) => answer))
    const winner = mostVoted(votes)
    return {
      chosen: completions.find(({ answer }) => answer === winner) ?? completions[0],
      paid: completions,
      scores: completions.map(({ answer }) => (answer === null ? 0 : votes.get(answer)!)),
    }
  },
})

/**
 * Returns the most frequent of the answers that are not `null`, the first seen of several; `null`
 * when there is none.
 */
export function majority(answers: readonly (string | null)[]): string | null {
  return mostVoted(countVotes(answers))
}

/** Answers with their votes, in the order in which they were first seen. */
export function countVotes(answers: readonly (string | null)[]): Map<string, number> {
  const votes = new Map<string, number>()
  for (const answer of answers) if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1)
  return votes
}

function mostVoted(votes: ReadonlyMap<string, number>): string | null {
  let winner: string | null = null
  for (const [answer, count] of votes)
    if (winner === null || count > votes.get(winner)!) winner = answer
  return winner
}
