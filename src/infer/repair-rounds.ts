/** The loop of self-refinement: a program that fails is shown to the model with its error. */
import type { Completion, ProgramFailure, Task } from '../core/index.ts'
import type { ProgramRun } from '../verify/index.ts'

/** A program that was tried, and what running it told. */
export interface Attempt extends ProgramRun {
  completion: Completion
}

/** A failed program that the model is asked to mend. */
export interface Failed {
  problemId: string
  /** Its completion's text. */
  text: string
  error: ProgramFailure
}

export interface RepairTools {
  /** Returns what each program comes to, in their order. */
  run(completions: readonly Completion[]): Promise<readonly ProgramRun[]>
  /** Returns another program in place of each, in their order; `round` counts from 1. */
  revise(failed: readonly Failed[], round: number): Task<readonly Completion[]>
}

/**
 * Returns the attempts at each problem, in their order: the first one, and as many revisions as it
 * took, `rounds` at most. A revision is asked for while the interpreter reports an error, and no
 * longer where the model writes a program again that has failed. Whether an answer is right is not
 * known here. All problems take a round together.
 * Source: Zhu et al. 2023, PaD (arXiv 2305.13888), self-refinement. The paper tells no bound.
 */
export async function* repairRounds(
  firsts: readonly Attempt[],
  tools: RepairTools,
  rounds: number,
): Task<Attempt[][]> {
  const attempts = firsts.map((first) => [first])
  for (let round = 1; round <= rounds; round++) {
    const failing = attempts.filter((own) => own.at(-1)!.error !== null && !repeats(own))
    if (failing.length === 0) break
    const failed = failing.map((own) => failedOf(own.at(-1)!))
    const completions = yield* tools.revise(failed, round)
    const runs = await tools.run(completions)
    for (const [place, own] of failing.entries())
      own.push({ completion: completions[place]!, ...runs[place]! })
  }
  return attempts
}

/** Returns the attempt that counts: the last where it runs, or else the first. */
export function finalAttempt(attempts: readonly Attempt[]): Attempt {
  const last = attempts.at(-1)!
  return last.error === null ? last : attempts[0]!
}

function repeats(attempts: readonly Attempt[]): boolean {
  const texts = attempts.map(({ completion }) => completion.text.trim())
  return texts.indexOf(texts.at(-1)!) < texts.length - 1
}

const failedOf = ({ completion: { problemId, text }, error }: Attempt): Failed => ({
  problemId,
  text,
  error: error!,
})
