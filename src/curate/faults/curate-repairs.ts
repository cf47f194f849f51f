/**
 * Rows from which a model learns to mend its programs: a faulty program, what the interpreter says
 * of it, and the correct one.
 */
import {
  DataError,
  mapConcurrent,
  rng,
  type GradedCompletion,
  type TrainingRow,
} from '../../core/index.ts'
import { programFormat, repairPrompt } from '../../data/index.ts'
import { outlineProgram, type ProgramError } from '../../execute/index.ts'
import { extractProgram, verifyCode, type GradableProblem } from '../../verify/index.ts'
import { countDrop, type Dropped } from '../filters.ts'
import { countErrorClasses, countIn, type ErrorClasses } from './error-classes.ts'
import { fitWeights, type KindOutcomes, type OutcomesByKind } from './fit-weights.ts'
import { faultKinds, faultNames, type FaultName } from './kinds.ts'
import {
  failureClass,
  injectAndRun,
  tryFault,
  type CorrectProgram,
  type FaultOptions,
  type FaultWeights,
  type FaultyProgram,
} from './try-fault.ts'

export interface RepairOptions extends FaultOptions {
  /** Different faulty programs of each row. One unless set. */
  faultsPerRow?: number
  /** The kinds of faults; those that give what is asked for unless set. */
  kinds?: readonly FaultName[] | undefined
  /** Graded programs of the student for problems among `problems`: how it fails itself. */
  observed?: AsyncIterable<GradedCompletion> | Iterable<GradedCompletion> | undefined
  /** Other faults for another seed. */
  seed?: number
  signal?: AbortSignal | undefined
}

/** The account: `input`, the faulty programs wanted, is `kept` plus the sum of `dropped`. */
export interface RepairReport {
  input: number
  kept: number
  dropped: Dropped
  rows: number
  byKind: Partial<Record<FaultName, number>>
  byClass: ErrorClasses
  /** How often kinds were drawn, in proportion. */
  weights: FaultWeights
  /** How the student fails, and the share of that which no kind of fault gives. */
  observed?: { classes: ErrorClasses; unreached: number }
}

export interface Repairs {
  rows: TrainingRow[]
  report: RepairReport
}

/** Rows worked on at once. */
const AT_ONCE = 64
/** Programs with which it is found out what errors a kind of fault gives. */
const PILOT_PROGRAMS = 60

/**
 * Returns rows that ask for a correct program in place of a faulty one, in the order of `rows`. The
 * completions of `rows` are programs; each is run, and one that does not give the answer of its
 * problem makes no row. Every faulty program was run too, and has really failed. Source: PaD
 * (2305.13888), whose code for this is not public. @throws DataError when two problems have one id,
 * an observed completion is of none of the problems, or no row has a correct program; AppError when
 * the sandbox itself fails; CancelledError
 */
export async function curateRepairs(
  rows: readonly TrainingRow[],
  problems: readonly GradableProblem[],
  options: RepairOptions,
): Promise<Repairs> {
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  if (byId.size < problems.length)
    throw new DataError('a problem is given more than once, so it is not known which one is meant')
  const { includeWrongAnswers = false } = options
  const classes =
    options.observed && (await countErrorClasses(options.observed, byId, includeWrongAnswers))
  const account = openAccount(options)
  const programs = await correctPrograms(rows, byId, options, account)
  const kinds = options.kinds ?? kindsFor(includeWrongAnswers)
  const fitted = classes && fitWeights(classes, await pilot(programs, kinds, options))
  const weights: FaultWeights =
    fitted?.weights ?? Object.fromEntries(kinds.map((kind) => [kind, 1 / kinds.length]))
  const made = await repairRows(programs, weights, options, account)
  return {
    rows: made,
    report: {
      input: rows.length * account.faultsPerRow,
      kept: made.length,
      dropped: account.dropped,
      rows: made.length,
      byKind: account.byKind,
      byClass: account.byClass,
      weights,
      ...(fitted && { observed: { classes, unreached: fitted.unreached } }),
    },
  }
}

/** What is counted as the work goes on. */
interface Account extends Pick<RepairReport, 'dropped' | 'byKind' | 'byClass'> {
  faultsPerRow: number
}

const openAccount = ({ faultsPerRow = 1 }: RepairOptions): Account => ({
  faultsPerRow,
  dropped: {},
  byKind: {},
  byClass: {},
})

/** The kinds that mostly give an error; all where a wrong answer is a failure too. */
const kindsFor = (includeWrongAnswers: boolean): FaultName[] =>
  faultNames.filter((kind) => includeWrongAnswers || faultKinds[kind].gives === 'error')

/** A correct program, and the problem that it solves. */
interface Source extends CorrectProgram {
  /** The place of its row among all rows: the address of its faults. */
  place: number
}

/** Returns the correct programs of rows; the other rows are accounted for. */
async function correctPrograms(
  rows: readonly TrainingRow[],
  problems: ReadonlyMap<string, GradableProblem>,
  options: RepairOptions,
  { dropped, faultsPerRow }: Account,
): Promise<Source[]> {
  const programs: Source[] = []
  const numbered = rows.map((row, place) => ({ row, place }))
  const sources = mapConcurrent(
    numbered,
    { limit: AT_ONCE, signal: options.signal },
    ({ row, place }) => sourceOf(row, place, problems, options),
  )
  for await (const source of sources)
    if (typeof source === 'string') countDrop(dropped, source, faultsPerRow)
    else programs.push(source)
  if (programs.length > 0) return programs
  const reasons = Object.entries(dropped).map(
    ([reason, count]) => `${count / faultsPerRow} ${reason}`,
  )
  throw new DataError(
    rows.length === 0
      ? 'there are no rows with programs'
      : `none of ${rows.length} rows has a correct program for one of the problems: ${reasons.join(', ')}`,
    {
      hint: 'Give training rows of these problems whose completions are programs, such as those of curate.rft with completionsAre: programs.',
    },
  )
}

/** Returns the rows of faulty programs that were found. */
async function repairRows(
  programs: readonly Source[],
  weights: FaultWeights,
  options: RepairOptions,
  { dropped, faultsPerRow, byKind, byClass }: Account,
): Promise<TrainingRow[]> {
  const rows: TrainingRow[] = []
  const faulty = mapConcurrent(
    programs,
    { limit: AT_ONCE, signal: options.signal },
    async (source) => ({ source, faults: await faultsOf(source, weights, options) }),
  )
  for await (const { source, faults } of faulty) {
    if (faults.length < faultsPerRow) countDrop(dropped, 'noFault', faultsPerRow - faults.length)
    for (const fault of faults) {
      byKind[fault.kind] = (byKind[fault.kind] ?? 0) + 1
      countIn(byClass, failureClass(fault))
      rows.push(repairRow(source, fault))
    }
  }
  return rows
}

/** Returns the correct program of a row, or why there is none. */
async function sourceOf(
  { completion, problemId }: TrainingRow,
  place: number,
  problems: ReadonlyMap<string, GradableProblem>,
  { sandbox, task }: RepairOptions,
): Promise<Source | string> {
  const problem = problemId === undefined ? undefined : problems.get(problemId)
  if (!problem) return 'unknownProblem'
  const code = extractProgram(completion)?.trimEnd()
  if (code === undefined) return 'noProgram'
  if (outlineProgram(code) === null) return 'unreadable'
  const verdict = await verifyCode(
    { problemId: problem.id, index: 0, code },
    problem,
    sandbox,
    task,
  )
  return verdict.verdict === 'correct' ? { code, problem, place } : 'notCorrect'
}

/** Returns what each kind of fault comes to, with some of the programs. */
async function pilot(
  programs: readonly Source[],
  kinds: readonly FaultName[],
  options: RepairOptions,
): Promise<OutcomesByKind> {
  const { seed = 0, signal } = options
  const chosen = rng('repairs', seed, 'pilot').shuffle(programs).slice(0, PILOT_PROGRAMS)
  const outcomes: Partial<Record<FaultName, KindOutcomes>> = {}
  for (const kind of kinds) {
    const own: KindOutcomes = { tries: 0, classes: {} }
    outcomes[kind] = own
    const tries = mapConcurrent(chosen, { limit: AT_ONCE, signal }, (source) =>
      tryFault(kind, source, rng('repairs', seed, 'pilot', kind, source.place), options),
    )
    for await (const { fault } of tries) {
      own.tries++
      if (fault) countIn(own.classes, failureClass(fault))
    }
  }
  return outcomes
}

/** Returns different faulty programs of one correct one. */
async function faultsOf(
  source: Source,
  weights: FaultWeights,
  options: RepairOptions,
): Promise<FaultyProgram[]> {
  const { seed = 0, faultsPerRow = 1 } = options
  const found = new Map<string, FaultyProgram>()
  for (let tries = 0; tries < 3 * faultsPerRow && found.size < faultsPerRow; tries++) {
    const random = rng('repairs', seed, source.problem.id, source.place, tries)
    const fault = await injectAndRun(source, random, weights, options)
    if (fault === null) break
    if (!found.has(fault.program)) found.set(fault.program, fault)
  }
  return [...found.values()]
}

function repairRow({ code, problem }: Source, fault: FaultyProgram): TrainingRow {
  return {
    prompt: repairPrompt(programFormat, problem.question, {
      program: fault.program,
      error: 'error' in fault ? fault.error : wrongAnswerError(fault.wrongAnswer),
    }),
    completion: code,
    problemId: problem.id,
    source: 'injected',
    promptFormat: 'repair',
  }
}

/** What is said of a program that runs and is wrong, in the form of an error. */
const wrongAnswerError = (answer: string): ProgramError => ({
  type: 'WrongAnswer',
  message: `the answer is not ${answer}`,
  line: null,
})
