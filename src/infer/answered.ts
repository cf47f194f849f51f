/** Completions with the answers they state: what every strategy chooses from. */
import type { Completion } from '../core/index.ts'
import {
  answerClasses,
  canonicalAnswer,
  compileAnswer,
  readAnswer,
  type ProgramRun,
  type TaskOptions,
} from '../verify/index.ts'

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

/** Returns completions that are programs with what they compute; equal values are the same text. */
export async function withValues(
  completions: readonly Completion[],
  run: (completion: Completion) => Promise<ProgramRun>,
  task: TaskOptions = {},
): Promise<Answered[]> {
  const runs = await Promise.all(completions.map(run))
  const compiled = runs.map(({ answer }) => (answer === null ? null : compileAnswer(answer)))
  const classes = answerClasses(compiled, task.policy)
  return completions.map((completion, place) => ({
    completion,
    answer: runs[classes[place] ?? place]!.answer,
  }))
}

/** How completions of a problem are read. */
export interface Reading {
  /** Runs a program; absent where completions are texts. */
  run?: ((completion: Completion) => Promise<ProgramRun>) | undefined
  task?: TaskOptions | undefined
}

/** Returns completions with their answers: what programs compute, or what texts say. */
export const readAnswers = async (
  completions: readonly Completion[],
  { run, task }: Reading,
): Promise<Answered[]> =>
  run ? withValues(completions, run, task) : withAnswers(completions, task)
