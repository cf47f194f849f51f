/** Faults that were seen to fail: injected, and really run. */
import type { Rng, Verdict } from '../../core/index.ts'
import { outlineProgram, type ProgramError, type Sandbox } from '../../execute/index.ts'
import { verifyCode, type GradableProblem, type ProgramOptions } from '../../verify/index.ts'
import { faultKinds, type FaultName } from './kinds.ts'

/** What a faulty program came to: an error of the interpreter, or an answer that is not right. */
export type Failure = { error: ProgramError } | { wrongAnswer: string }

export type FaultyProgram = { kind: FaultName; program: string } & Failure

/** A program that gives the answer of its problem. */
export interface CorrectProgram {
  code: string
  problem: GradableProblem
}

export interface FaultOptions {
  sandbox: Pick<Sandbox, 'run'>
  /** Whether a wrong answer is a failure too. Otherwise a program must end in an error. */
  includeWrongAnswers?: boolean
  /** How answers are read and compared. */
  task?: ProgramOptions | undefined
}

/** How often kinds are drawn, in proportion; those that are left out are never drawn. */
export type FaultWeights = Readonly<Partial<Record<FaultName, number>>>

/** The class of programs that run, and give another answer. */
export const wrongAnswerClass = 'wrongAnswer'

/** Returns the class of a failure: the name of the exception, such as `NameError`. */
export const failureClass = (failure: Failure): string =>
  'error' in failure ? failure.error.type : wrongAnswerClass

/** Draws after which a program is taken to have no place for a fault. */
const MOST_DRAWS = 24

/**
 * Returns a correct program with one fault of a kind drawn by `weights`, and
 * what running it came to; `null` where no fault was found that makes it fail. The result depends
 * on nothing but the arguments. @throws AppError when the sandbox itself fails
 */
export async function injectAndRun(
  correct: CorrectProgram,
  random: Rng,
  weights: FaultWeights,
  options: FaultOptions,
): Promise<FaultyProgram | null> {
  const left = { ...weights }
  for (let draws = 0; draws < MOST_DRAWS; draws++) {
    const kind = drawKind(left, random)
    if (kind === null) return null
    const tried = await tryFault(kind, correct, random, options)
    if (tried.fault) return tried.fault
    if (!tried.hasPlace) delete left[kind]
  }
  return null
}

/** What came of one try: the fault, where the program fails with it. */
export interface Tried {
  hasPlace: boolean
  fault: FaultyProgram | null
}

/** Injects a fault of one kind at one random place, and runs the result. */
export async function tryFault(
  kind: FaultName,
  { code, problem }: CorrectProgram,
  random: Rng,
  options: FaultOptions,
): Promise<Tried> {
  const outline = outlineProgram(code)
  const program = outline && faultKinds[kind].inject(outline, random)
  if (program === null) return { hasPlace: false, fault: null }
  const failure = await failureOf(program, problem, options)
  return { hasPlace: true, fault: failure && { kind, program, ...failure } }
}

async function failureOf(
  program: string,
  problem: GradableProblem,
  { sandbox, task, includeWrongAnswers = false }: FaultOptions,
): Promise<Failure | null> {
  const verdict = await verifyCode(
    { problemId: problem.id, index: 0, code: program },
    problem,
    sandbox,
    task,
  )
  return failureIn(verdict, includeWrongAnswers)
}

/**
 * Returns how the program of a verdict failed, `null` where it did not. An answer that cannot be
 * compared with the gold one is not known to be wrong.
 */
export function failureIn(verdict: Verdict, includeWrongAnswers: boolean): Failure | null {
  if (verdict.error) return { error: verdict.error }
  if (!includeWrongAnswers || verdict.verdict !== 'incorrect' || verdict.answer === null)
    return null
  return { wrongAnswer: verdict.answer }
}

/** Returns a kind drawn in proportion to its weight, `null` where there is none. */
function drawKind(weights: FaultWeights, random: Rng): FaultName | null {
  const entries = Object.entries(weights) as [FaultName, number][]
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [kind, weight] of entries) {
    left -= weight
    if (left < 0) return kind
  }
  return entries.at(-1)?.[0] ?? null
}
