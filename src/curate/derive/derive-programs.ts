/** Programs for problems with worked solutions, each of them run and graded. */
import { DataError, mapConcurrent, type Problem, type Verdict } from '../../core/index.ts'
import { programStyle } from '../../data/index.ts'
import { maxAhead, type Sandbox } from '../../execute/index.ts'
import { verifyProgram, withGold, type GradableProblem } from '../../verify/index.ts'
import type { Dropped } from '../filters.ts'
import { programOfSolution } from './program-of-solution.ts'

export interface DerivationOptions {
  /** Where the programs run. */
  sandbox: Pick<Sandbox, 'run'>
  /** Whether programs have the sentences of the solution as comments; they have not by default. */
  comments?: boolean
  signal?: AbortSignal | undefined
}

/** What became of one problem: it has the program in `solutionsByStyle`, or there is a reason. */
export type Derivation =
  | { problem: Problem; program: string; reason: null }
  | { problem: Problem; program: string | null; reason: string; detail: string }

/** How many problems have a program: `input = kept + the sum of dropped`. */
export interface DerivationReport {
  input: number
  kept: number
  dropped: Dropped
}

/**
 * Yields every problem, in their order, with the program of its worked solution
 * (`programOfSolution`) if that gives the gold answer when it runs. The reasons why there is none
 * are those of `NoProgram`, the class of the error that the program ended with, `noValue` and
 * `wrongAnswer`. A program that the problem had before is replaced only by another one. Never
 * throws for what a problem is. @throws AppError when the sandbox itself fails, CancelledError
 */
export async function* derivePrograms(
  problems: Iterable<Problem> | AsyncIterable<Problem>,
  { sandbox, comments = false, signal }: DerivationOptions,
): AsyncGenerator<Derivation, void, void> {
  yield* mapConcurrent(problems, { limit: maxAhead, signal }, (problem) =>
    derive(problem, sandbox, comments),
  )
}

async function derive(
  problem: Problem,
  sandbox: Pick<Sandbox, 'run'>,
  comments: boolean,
): Promise<Derivation> {
  const none = (reason: string, detail = ''): Derivation => ({
    problem,
    program: null,
    reason,
    detail,
  })
  const derived = programOfSolution(problem, { comments })
  if ('reason' in derived) return none(derived.reason)
  const gradable = gradableOf(problem)
  if (!gradable) return none('noAnswer')
  const { program } = derived
  const verdict = await verifyProgram(
    { problemId: problem.id, index: 0, text: program },
    gradable,
    sandbox,
  )
  if (verdict.verdict !== 'correct')
    return { problem, program, reason: reasonOf(verdict), detail: verdict.reason }
  const solutionsByStyle = { ...problem.solutionsByStyle, [programStyle]: program }
  return { problem: { ...problem, solutionsByStyle }, program, reason: null }
}

function gradableOf(problem: Problem): GradableProblem | null {
  try {
    return withGold(problem)
  } catch (error) {
    if (error instanceof DataError) return null
    throw error
  }
}

function reasonOf({ verdict, error }: Verdict): string {
  if (error) return error.type
  return verdict === 'incorrect' ? 'wrongAnswer' : 'noValue'
}

/** Counts derivations. */
export function derivationCounter(): {
  add: (derivation: Derivation) => void
  report: () => DerivationReport
} {
  const report: DerivationReport = { input: 0, kept: 0, dropped: {} }
  return {
    add({ reason }) {
      report.input++
      if (reason === null) report.kept++
      else report.dropped[reason] = (report.dropped[reason] ?? 0) + 1
    },
    report: () => report,
  }
}

/** Says it in one sentence, the most frequent reason first. */
export function describeDerivation({ input, kept, dropped }: DerivationReport): string {
  const reasons = Object.entries(dropped).toSorted(([, a], [, b]) => b - a)
  const share = input === 0 ? '' : ` (${((100 * kept) / input).toFixed(1)} %)`
  const rest = reasons.map(([reason, count]) => `${count} ${reason}`).join(', ')
  return `${kept} of ${input} problems have a program that gives their answer${share}${rest === '' ? '' : `; dropped: ${rest}`}`
}
