/** Scores that hardly depend on what is scored. */
import { formatNumber } from './format.ts'

/** Probabilities that differ by less than this are nearly the same. */
const nearly = 0.01

/**
 * Returns what is wrong with scores that say the same of every completion, as sentences about `the
 * evaluator`: nearly one score, or always the same word (all probabilities on one side of 0.5).
 * None where scores differ.
 */
export function degenerateScores(scores: readonly number[]): string[] {
  if (scores.length < 2) return []
  const low = scores.reduce((least, score) => Math.min(least, score))
  const high = scores.reduce((most, score) => Math.max(most, score))
  const areProbabilities = low >= 0 && high <= 1
  const sentences: string[] = []
  if (low === high)
    sentences.push(`The evaluator gives every completion the same score, ${formatNumber(low)}.`)
  else if (areProbabilities && high - low < nearly)
    sentences.push(
      `The evaluator gives every completion nearly the same score, ${formatNumber(low)} to ${formatNumber(high)}.`,
    )
  const word = low > 0.5 ? 'correct' : high < 0.5 ? 'incorrect' : undefined
  if (areProbabilities && word !== undefined)
    sentences.push(`The evaluator says \`${word}\` of every completion.`)
  return sentences
}
