/**
 * The plainest strategy: take the first completion, which is the greedy one when it was drawn
 * greedily.
 */
import { predict, type StoredStrategy } from './strategy.ts'

/** Predicts the answer of the completion with the lowest index. Only that one is paid for. */
export const first: StoredStrategy = (problemId, completions) => {
  const lowest = completions.reduce<(typeof completions)[number] | undefined>(
    (best, candidate) =>
      best && best.completion.index <= candidate.completion.index ? best : candidate,
    undefined,
  )
  return predict(problemId, lowest, lowest ? [lowest] : [])
}
