/** Votes are counted over texts: answers that are the same must have the same one. */
import { answerClasses, compileAnswer, type Policy } from '../verify/index.ts'
import type { Sample } from './metrics.ts'

/**
 * Returns one problem's samples with one text for all answers that are the same: that of the first.
 */
export function withSameTexts<Own extends Sample>(samples: readonly Own[], policy?: Policy): Own[] {
  const texts = [...new Set(samples.map(({ answer }) => answer))].filter(
    (answer) => answer !== null,
  )
  if (texts.length < 2) return [...samples]
  const classes = answerClasses(texts.map(compileAnswer), policy)
  const same = new Map(texts.map((text, index) => [text, texts[classes[index] ?? index] ?? text]))
  return samples.map((sample) => ({
    ...sample,
    answer: sample.answer === null ? null : (same.get(sample.answer) ?? null),
  }))
}
