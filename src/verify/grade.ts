/** The one place where completions get their verdicts, be they texts or programs. */
import {
  mapConcurrent,
  throwIfCancelled,
  type Completion,
  type GradedCompletion,
  type Verdict,
} from '../core/index.ts'
import { maxAhead, type Sandbox } from '../execute/index.ts'
import type { GradableProblem } from './gold.ts'
import { verifyProgram, type ProgramOptions } from './program.ts'
import { verifyCompletion } from './verify.ts'

export interface GradingOptions {
  /** How answers are found and compared. */
  task?: ProgramOptions | undefined
  /** Takes completions as programs and runs them here. Absent: completions are texts. */
  sandbox?: Pick<Sandbox, 'run'> | undefined
  signal?: AbortSignal | undefined
}

/**
 * Yields each completion with its verdict, in their order; the verdict of a completion whose
 * problem is unknown is `null`. Programs run several at once. Never throws for what a completion
 * is. @throws what the source throws, AppError when the sandbox itself fails, CancelledError
 */
export async function* gradeCompletions(
  problems: ReadonlyMap<string, GradableProblem>,
  completions: AsyncIterable<Completion> | Iterable<Completion>,
  options: GradingOptions = {},
): AsyncGenerator<GradedCompletion, void, void> {
  const { signal, sandbox } = options
  const grade = async (completion: Completion): Promise<GradedCompletion> => {
    const problem = problems.get(completion.problemId)
    return { completion, verdict: problem ? await gradeOne(completion, problem, options) : null }
  }
  if (sandbox) yield* mapConcurrent(completions, { limit: maxAhead, signal }, grade)
  else
    for await (const completion of completions) {
      throwIfCancelled(signal)
      yield await grade(completion)
    }
}

/** Returns the verdict on one completion. */
export function gradeOne(
  completion: Completion,
  problem: GradableProblem,
  { task, sandbox }: GradingOptions,
): Verdict | Promise<Verdict> {
  return sandbox
    ? verifyProgram(completion, problem, sandbox, task)
    : verifyCompletion(completion, problem, task)
}
