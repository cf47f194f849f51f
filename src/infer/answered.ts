/** Completions with the answers they state: what every strategy chooses from. */
import type { Completion } from '../core/index.ts'
import { canonicalAnswer, readAnswer } from '../verify/index.ts'

/** A completion and the canonical form of its answer, `null` where none can be read. */
export interface Answered {
  completion: Completion
  answer: string | null
}

/** Reads the answer of a completion. */
export function withAnswer(completion: Completion): Answered {
  const { answer } = readAnswer(completion.text)
  return { completion, answer: answer && canonicalAnswer(answer) }
}
