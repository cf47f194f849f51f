/** A vote that ends when it is decided, and does not pay for the completions after that. */
import { choosing } from './choice.ts'
import { countVotes } from './majority-vote.ts'
import type { Answers } from './selection.ts'
import { defaultOptions } from './strategy-options.ts'

/**
 * Takes completions in their order, and ends when the probability that the leading answer stays
 * ahead of the second is `confidence` or more: that of the Beta distribution of the leader's share
 * of the two, from a uniform prior. It also ends when no answer can overtake the leader with the
 * completions that are left, so that with confidence 1 it is `majorityVote`, only cheaper.
 * Source: Aggarwal et al. 2023, "Let's Sample Step by Step: Adaptive-Consistency" (arXiv
 * 2305.11860). Deviation: completions without an answer do not vote.
 */
export const adaptiveVote = choosing({
  name: 'adaptiveVote',
  description:
    'the most frequent answer of as many completions, in their order, as decide the vote',
  reads: ['confidence'],
  choose: (completions, { confidence }) => {
    const answers = completions.map(({ answer }) => answer)
    const { chosen, used } = decide(answers, confidence)
    const paid = completions.slice(0, used)
    const votes = countVotes(answers.slice(0, used))
    return {
      chosen: completions[chosen ?? 0],
      paid,
      scores: paid.map(({ answer }) => (answer === null ? 0 : votes.get(answer)!)),
    }
  },
})

/** What has been counted of an answer; `first` is the place where it was first seen. */
interface Counted {
  votes: number
  first: number
}

/** Whether one is ahead of the other: by votes, and of equal votes the first seen. */
const isAhead = (a: Counted, b: Counted): boolean =>
  a.votes > b.votes || (a.votes === b.votes && a.first < b.first)

/**
 * Returns the place of the first completion with the answer that leads when the vote ends, `null`
 * where none has an answer, and how many completions it took.
 */
export function decide(
  answers: Answers,
  confidence: number = defaultOptions.confidence,
): { chosen: number | null; used: number } {
  const counts = new Map<string, Counted>()
  const nobody: Counted = { votes: 0, first: Number.POSITIVE_INFINITY }
  let [leader, second] = [nobody, nobody]
  for (const [place, answer] of answers.entries()) {
    if (answer === null) continue
    const own = counts.get(answer) ?? { votes: 0, first: place }
    counts.set(answer, own)
    own.votes++
    if (own !== leader && isAhead(own, leader)) [leader, second] = [own, leader]
    else if (own !== leader && isAhead(own, second)) second = own
    const left = answers.length - place - 1
    // An answer that has not been seen yet may get all that is left, and so may the second.
    const isOver = [nobody, second].every(({ votes, first }) =>
      isAhead(leader, { votes: votes + left, first }),
    )
    if (isOver || (confidence < 1 && staysAhead(leader.votes, second.votes) >= confidence))
      return { chosen: leader.first, used: place + 1 }
  }
  return { chosen: leader === nobody ? null : leader.first, used: answers.length }
}

/**
 * Returns the probability that a share above one half is behind `votes` against `others`:
 * `1 - I_½(votes + 1, others + 1)`, which for whole numbers is the probability of at most `votes`
 * heads in `votes + others + 1` throws of a coin.
 */
export function staysAhead(votes: number, others: number): number {
  const throws = votes + others + 1
  const middle = Math.floor(throws / 2)
  // Relative to the middle, no term is too large or too small, however many throws there are.
  let [within, total] = [0, 0]
  const add = (heads: number, term: number): void => {
    total += term
    if (heads <= votes) within += term
  }
  add(middle, 1)
  for (let heads = middle + 1, term = 1; heads <= throws && term > negligible; heads++)
    add(heads, (term *= (throws - heads + 1) / heads))
  for (let heads = middle - 1, term = 1; heads >= 0 && term > negligible; heads--)
    add(heads, (term *= (heads + 1) / (throws - heads)))
  return within / total
}

/** Terms below this change no digit of the sum. */
const negligible = 1e-25
