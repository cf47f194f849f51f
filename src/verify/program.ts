/** The verdict on a completion that is a program: its answer is what it computes. */
import type { Completion, ProgramFailure, Verdict } from '../core/index.ts'
import type { ExecutionVerdict, Harness, Sandbox } from '../execute/index.ts'
import { canonicalAnswer } from './canonical.ts'
import { compileAnswer, type CompiledAnswer } from './compare/compare-answers.ts'
import { explicitMarks } from './extract/mark.ts'
import { lineThatSays, numberOfSentence } from './extract/printed-sentence.ts'
import { extractProgram } from './extract/program.ts'
import type { GradableProblem } from './gold.ts'
import { answerText, readPythonValue, type PythonValue } from './python-value.ts'
import { evaluationPolicy, requireOptions } from './policy.ts'
import { letterOfValue } from './problem-choices.ts'
import type { TaskOptions } from './task-options.ts'
import { amongChoicesOf, readAnswer, verdictOn, type ReadAnswer } from './verify.ts'

export interface ProgramOptions extends TaskOptions, Harness {
  /**
   * As in `Program`: whether a last expression and the variables `answer` and `result` give answers
   * too. They do unless told otherwise.
   */
  isNotebook?: boolean
}

/**
 * Runs the completion's program and grades what it gives: a value by what it is, what was printed
 * as a text that states an answer. A program that fails, hangs or gives no value is `unparseable`,
 * with what went wrong as the reason. Source: PaD (2305.13888), where a program counts that runs
 * and prints the gold number; deviation: it rounds what was printed to a whole number before
 * comparing, here the policy decides what counts as the same. Never throws for what a program does.
 * @throws AppError when the sandbox itself fails
 */
export async function verifyProgram(
  completion: Pick<Completion, 'problemId' | 'index' | 'text' | 'modelId' | 'seed'>,
  problem: GradableProblem,
  sandbox: Pick<Sandbox, 'run'>,
  options: ProgramOptions = {},
): Promise<Verdict> {
  requireOptions(options)
  const code = extractProgram(completion.text)
  if (code !== null) return verifyCode({ ...completion, code }, problem, sandbox, options)
  return verdictOn(completion, problem, noProgram, options)
}

/**
 * As `verifyProgram`, of code that is a program as it stands and is not looked for in a text.
 * @throws AppError when the sandbox itself fails
 */
export async function verifyCode(
  program: Pick<Completion, 'problemId' | 'index' | 'modelId' | 'seed'> & { code: string },
  problem: GradableProblem,
  sandbox: Pick<Sandbox, 'run'>,
  options: ProgramOptions = {},
): Promise<Verdict> {
  requireOptions(options)
  const task = amongChoicesOf(problem, options)
  const read = await computeAnswer(program, problem.gold, sandbox, task)
  const { policy = evaluationPolicy } = options
  // A float is rounded by what it is: `0.1 + 0.2` has no other form.
  const isFloat = read.answer !== null && float.test(read.answer.text)
  return verdictOn(
    program,
    problem,
    read,
    isFloat ? { ...options, policy: { ...policy, rounding: 'correct' } } : options,
  )
}

/** A number with as many digits as only a float is printed with. */
const float = /^-?\d+\.(?=\d{12})\d+$|^-?\d\.\d{12,}e-?\d+$/

/** What running a completion's program tells without knowing what is right. */
export interface ProgramRun {
  /** The canonical form of what it computes; `null` where that is nothing. */
  answer: string | null
  /** How it failed, or that it gave no value; `null` where it ran, whatever it gave. */
  error: ProgramFailure | null
}

/**
 * Runs the completion's program as `verifyProgram` does, and tells what it computes. A printed text
 * from which no answer can be read is no error. Never throws
 * for what a program does. @throws AppError when the sandbox itself fails
 */
export async function runProgram(
  completion: Pick<Completion, 'problemId' | 'index' | 'text'>,
  sandbox: Pick<Sandbox, 'run'>,
  options: ProgramOptions = {},
): Promise<ProgramRun> {
  requireOptions(options)
  const code = extractProgram(completion.text)
  if (code === null) return { answer: null, error: noAnswer(noProgram.reason) }
  const read = await computeAnswer({ ...completion, code }, null, sandbox, options)
  if (read.answer) return { answer: canonicalAnswer(read.answer), error: null }
  return { answer: null, error: read.error ?? null }
}

const noProgram: ReadAnswer = { answer: null, reason: 'there is no program in it' }
const noAnswer = (message: string): ProgramFailure => ({ type: 'NoAnswer', message, line: null })

/** Returns what a program computes, or why that is nothing. */
async function computeAnswer(
  { problemId, index, code }: Pick<Completion, 'problemId' | 'index'> & { code: string },
  gold: CompiledAnswer | null,
  sandbox: Pick<Sandbox, 'run'>,
  { isNotebook = true, prelude, epilogue, ...task }: ProgramOptions,
): Promise<ReadAnswer> {
  const id = `${problemId}#${index}`
  const outcome = await sandbox.run({ id, code, isNotebook, prelude, epilogue })
  if (outcome.status === 'ok') return asChoice(answerOf(outcome, gold, task), task)
  const error = outcome.error!
  const { type, message, line } = error
  return {
    answer: null,
    reason: `program: ${type}${message ? `: ${message}` : ''}${line === null ? '' : ` (line ${line})`}`,
    error,
  }
}

/** A value that only one of the options has is that option. */
function asChoice(read: ReadAnswer, { choiceTexts, policy }: TaskOptions): ReadAnswer {
  if (read.answer === null || !choiceTexts) return read
  const letter = letterOfValue(read.answer, choiceTexts, policy)
  return letter === null ? read : { ...read, answer: compileAnswer(letter) }
}

function answerOf(
  { value, text, type, source, stdout }: ExecutionVerdict,
  gold: CompiledAnswer | null,
  task: TaskOptions,
): ReadAnswer {
  const reason = `program's ${source}`
  // A problem may have no solution, and a gold answer that says so in a word.
  if (type === 'NoneType' && gold?.value.kind !== 'text')
    return { answer: null, reason: `${reason}: None`, error: noAnswer('the value is None') }
  const written = source === 'stdout' ? lineThatSays(stdout, text ?? '') : (text ?? '')
  if (source !== 'stdout' && type !== 'str')
    return { answer: compileValue(readPythonValue(value ?? ''), written, gold), reason }
  const isLiteral = literal.test(written)
  const bare = isLiteral
    ? compileValue(readPythonValue(written), written, gold)
    : compileAnswer(written)
  if (bare.value.kind !== 'text' || gold?.value.kind === 'text') return { answer: bare, reason }
  const marked =
    readAnswer(written, { ...task, marks: explicitMarks }).answer ??
    readAnswer(stdout, { ...task, marks: explicitMarks }).answer
  if (marked) return { answer: marked, reason }
  // The last number of a dict, say, is nobody's answer.
  return isLiteral ? { answer: bare, reason } : sentenceAnswer(written, task, reason)
}

/**
 * Reads a printed sentence. Of several numbers one counts only where the sentence's form says
 * which.
 */
function sentenceAnswer(written: string, task: TaskOptions, reason: string): ReadAnswer {
  const number = numberOfSentence(written)
  if (number === undefined) {
    const { answer, reason: found } = readAnswer(written, task)
    return answer ? { answer, reason } : { answer, reason: `${reason}: ${found}` }
  }
  if (number === null || task.policy?.guesses === 'refused')
    return { answer: null, reason: `${reason}: a sentence with several numbers` }
  return { answer: compileAnswer(number), reason }
}

/** What Python writes of a value that is no text. */
const literal =
  /^(?:[[({]|True$|False$|[-+]?[\d.][\d._e+-]*j?\s*$|(?:set|frozenset|Fraction|Decimal|Counter|OrderedDict|defaultdict|np\.\w+)\()/

/**
 * A list is no interval, but may be the rows of a matrix, or what a gold answer writes in the same
 * brackets.
 */
function compileValue(
  value: PythonValue | null,
  written: string,
  gold: CompiledAnswer | null,
): CompiledAnswer {
  const wanted = gold?.value
  const isBracketed =
    wanted?.kind === 'matrix' || (wanted?.kind === 'collection' && wanted.open === '[')
  if (value === null || (value.kind === 'list' && isBracketed)) return compileAnswer(written)
  if (value.kind === 'boolean' && wanted?.kind === 'text' && /^(?:yes|no)$/.test(wanted.key))
    return compileAnswer(value.value ? 'yes' : 'no')
  return compileAnswer(answerText(value) ?? written)
}
