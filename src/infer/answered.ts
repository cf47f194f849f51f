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
 * the first of them.
 */
export function withAnswers(
  completions: readonly Completion[],
  task: TaskOptions = {},
): Answered[] {
  const answers = completions.map(({ text }) => readAnswer(text, task).answer)
  const canonical = answers.map((answer) => answer && canonicalAnswer(answer))
  const classes = answerClasses(answers, task.policy)
  return completions.map((completion, index) => {
    const first = classes[index] ?? null
    return { completion, answer: first === null ? null : (canonical[first] ?? null) }
  })
}
