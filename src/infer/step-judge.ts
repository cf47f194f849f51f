/** Judges the lines of hypotheses in a beam search: by a scorer, and by running what is there. */
import { DataError } from '../core/index.ts'
import type { CompletedLine, LineJudge, LineVerdict } from '../model/index.ts'
import { isFatal, type RunPartial } from './partial-program.ts'

/** What lines are judged by. */
export interface JudgeTools {
  /** Returns the score of each line, 0…1, in order. */
  scoreLines?: (lines: readonly CompletedLine[], signal?: AbortSignal) => Promise<readonly number[]>
  runPartial?: RunPartial
}

/** A score of 0 would end a hypothesis for good. */
const LEAST_SCORE = 1e-6

/**
 * Returns the judge who adds log(score) for each step, and drops hypotheses whose program raises
 * so far; `undefined` where there is nothing to judge by. A step is a line that is not blank, not
 * `def solution():` and no comment. Source: PaD (2305.13888), step-by-step verification.
 * Deviations: PaD scores comments too, scores the lines of all hypotheses of a batch together once
 * each has as many lines, and does not run programs before they have ended.
 */
export function stepJudge({ scoreLines, runPartial }: JudgeTools): LineJudge | undefined {
  if (!scoreLines && !runPartial) return undefined
  return async (lines, signal) => {
    const steps = lines.filter(({ line }) => isStep(line))
    const [scores, faults] = await Promise.all([
      scoreLines && steps.length > 0 ? scoreLines(steps, signal) : [],
      Promise.all(
        steps.map(async ({ line, text, isLast }) => {
          if (!isLast && goesOn.test(line)) return false
          const fault = await runPartial?.(text, signal)
          return fault != null && isFatal(fault, text, isLast)
        }),
      ),
    ])
    const verdicts = new Map(
      steps.map((step, place): [CompletedLine, LineVerdict] => [
        step,
        {
          isDropped: faults[place]!,
          ...(scoreLines && { added: Math.log(checked(scores[place], step)) }),
        },
      ]),
    )
    return lines.map((line) => verdicts.get(line) ?? {})
  }
}

/**
 * A decorator, the header of a block, or a statement that needs another line. A fault in it is
 * found with the next line, and to find out that it is not finished takes the slowest of the
 * sandbox's tiers.
 */
const goesOn = /^\s*@|[:\\([{,]\s*(?:#.*)?$/

/** Whether a line is a step: not `def solution():`, and no comment. */
export const isStep = (line: string): boolean => !/^\s*(?:#|def\s+solution\s*\(.*:\s*$)/.test(line)

/** @throws DataError for what is no score */
function checked(score: number | undefined, { problemId, line }: CompletedLine): number {
  if (score === undefined || !(score >= 0 && score <= 1))
    throw new DataError(
      `problem "${problemId}": the line ${JSON.stringify(line)} has the score ${score}, which is not between 0 and 1`,
    )
  return Math.max(LEAST_SCORE, score)
}
