/** Whether there are scores for all that a strategy needs: told before anything is chosen. */
import { DataError, type Completion } from '../core/index.ts'
import type { Answers } from './selection.ts'
import type { Strategy } from './strategy.ts'
import type { SelectionOptions } from './strategy-options.ts'

/** The completions of one problem with what they answer. */
export interface AnsweredProblem {
  completions: readonly Completion[]
  answers: Answers
}

/**
 * @throws DataError where completions that the strategy needs have no score: how many, and the
 * first of them
 */
export function requireScores(
  { name, scored }: Pick<Strategy, 'scored'> & { name: string },
  problems: ReadonlyMap<string, AnsweredProblem>,
  scoreAt: (problemId: string, place: number) => number | undefined,
  options: SelectionOptions,
): void {
  if (!scored) return
  let missing = 0
  let first = ''
  for (const [problemId, { completions, answers }] of problems)
    for (const place of scored(answers, options)) {
      if (scoreAt(problemId, place) !== undefined) continue
      if (missing === 0) first = `completion ${completions[place]!.index} of problem "${problemId}"`
      missing++
    }
  if (missing === 0) return
  throw new DataError(
    missing === 1
      ? `there is no score of ${first}, which the strategy ${name} needs`
      : `${missing} completions that the strategy ${name} needs have no score, the first is ${first}`,
    { hint: 'Give the scores of these completions too.' },
  )
}
