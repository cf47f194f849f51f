/**
 * The plainest choice: the first completion, which is the greedy one when it was drawn greedily.
 */
import { choosing, type Choose } from './choice.ts'

/** Chooses the completion with the lowest index. Only that one is paid for. */
const lowestIndex: Choose = (completions) => {
  const lowest = completions.reduce<(typeof completions)[number] | undefined>(
    (best, candidate) =>
      best && best.completion.index <= candidate.completion.index ? best : candidate,
    undefined,
  )
  return { chosen: lowest, paid: lowest ? [lowest] : [] }
}

export const first = choosing({
  name: 'first',
  description: 'the answer of the stored completion with the lowest index',
  choose: lowestIndex,
})

/** Of stored completions it takes the first: that of a file of greedy completions. */
export const greedy = choosing({
  name: 'greedy',
  description: 'the answer of one completion, drawn at temperature 0',
  draw: () => ({ numGenerations: 1, temperature: 0 }),
  choose: lowestIndex,
})
