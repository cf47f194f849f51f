/** How the programs of a student fail: the mistakes that it should learn to mend. */
import { DataError, type GradedCompletion } from '../../core/index.ts'
import { failureClass, failureIn } from './try-fault.ts'

/** How many programs failed in each class. */
export type ErrorClasses = Record<string, number>

/**
 * Counts the failures of graded programs by class: the type of the error, and, where they are asked
 * for, wrong answers. Source: the taxonomy of PaD (2305.13888). Deviation: its code counts programs
 * for test questions; here a completion of a problem that is not known is refused, so that nothing
 * is learned from a test set by mistake. @throws DataError
 */
export async function countErrorClasses(
  graded: AsyncIterable<GradedCompletion> | Iterable<GradedCompletion>,
  problems: { has(id: string): boolean },
  includeWrongAnswers = false,
): Promise<ErrorClasses> {
  const classes: ErrorClasses = {}
  for await (const { completion, verdict } of graded) {
    const { problemId } = completion
    if (!problems.has(problemId))
      throw new DataError(
        `an observed completion is of the problem "${problemId}", which is not one of the problems to learn from`,
        {
          hint: 'Give completions of training problems only: what a model does on test problems must not shape its training.',
        },
      )
    const failure = verdict && failureIn(verdict, includeWrongAnswers)
    if (failure) countIn(classes, failureClass(failure))
  }
  return classes
}

/** Adds one to the count of a class. */
export function countIn(classes: ErrorClasses, name: string): void {
  classes[name] = (classes[name] ?? 0) + 1
}
