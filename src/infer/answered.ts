/** Completions with the answers they state: what every strategy chooses from. */
import type { Completion } from '../core/index.ts'
import { answerClasses, canonicalAnswer, readAnswer, type TaskOptions } from '../verify/index.ts'

/**
 * A completion and its answer, `null` where none can be read. Equal answers of one problem are the
 * same text.
 */
export interface Answered {
  completion: Completion
  answer: string | null
}

/**
 * Reads the answers of one problem's completions; those that are equal get the canonical form of
 * the first of them. Each different text is read once.
 */
export function withAnswers(
  completions: readonly Completion[],
  task: TaskOptions = {},
): Answered[] {
  const texts = [...new Set(completions.map(({ text }) => text))]
  const answers = texts.map((text) => readAnswer(text, task).answer)
  const classes = answerClasses(answers, task.policy)
  const answerOf = new Map(
    texts.map((text, place) => {
      const first = answers[classes[place] ?? place] ?? null
      return [text, first && canonicalAnswer(first)]
    }),
  )
  return completions.map((completion) => ({
    completion,
    answer: answerOf.get(completion.text) ?? null,
  }))
}
