/**
 * The fast tier: evaluates the part of Python that most model-written programs stay in, without
 * CPython.
 *
 * It returns exactly what CPython 3.14 running `python/runner.py` would, or `null`. Programs of the
 * subset read and change nothing but their own variables, so giving up is always allowed, at any
 * point, and is the answer wherever the result is not certain.
 */

import type { Harness, Limits, Outcome } from '../program.ts'
import { failed, maxCodeLength } from '../program.ts'
import {
  calledName,
  lastName,
  mayCallOtherwise,
  usesSolution,
  withCallsKept,
  withLastKept,
} from './answers.ts'
import { callFunction, executeBlock } from './run/execute-statement.ts'
import { parseProgram } from './parse/parse-statement.ts'
import { giveUp, missingError, PythonError, typeError } from './signals.ts'
import { strip } from './builtins/string-methods.ts'
import { unsureLine, type Statement } from './parse/syntax.ts'
import { representation, text } from './format/text.ts'
import { typeName } from './values/values.ts'
import type { Keywords, Machine, UserFunction, Value } from './values/values.ts'

export interface FastLimits extends Pick<Limits, 'outputBytes'>, Harness {
  /**
   * About the number of syntax nodes evaluated. At 100,000, the default, some ten milliseconds: the
   * next tier then starts with nearly all of its time.
   */
  maxSteps?: number
  /** Packages that the next tier is known not to have, so that using one raises. */
  missingModules?: ReadonlySet<string>
  /** As in `Program`. */
  isNotebook?: boolean
}

/** Messages are cut at this length, as `runner.py` does. */
const messageLength = 2_000

/** Returns what the program comes to, or `null` where that is for CPython to say. Never throws. */
export function evaluateProgram(code: string, limits: FastLimits): Outcome | null {
  try {
    return runProgram(code, limits)
  } catch {
    // Besides `GiveUp` this takes in a stack that is full and a bigint or string that grew too
    // long.
    return null
  }
}

/**
 * As `evaluateProgram`, but throws `GiveUp` instead of returning `null`; any other error is a fault
 * of this tier.
 */
export function runProgram(code: string, limits: FastLimits): Outcome {
  if (code.length > maxCodeLength) giveUp()
  const machine = start(limits)
  let outcome: Outcome
  try {
    const { isNotebook = false, outputBytes } = limits
    const { source, parsed } = parseParts(code, limits)
    // Most programs that mention the name have a variable of it, which is not called.
    const isDefined = source.includes('def solution')
    const mayUse = isDefined && usesSolution(source, parsed)
    const statements = isNotebook ? withLastKept(parsed) : parsed
    executeBlock(machine, null, mayUse ? withCallsKept(statements) : statements)
    machine.line = null
    const isUsed =
      mayUse ||
      (!isDefined && isFunction(machine.globals.get('solution')) && usesSolution(source, parsed))
    outcome = judge(machine, {
      isUsed,
      isUnsure: isUsed && mayCallOtherwise(source),
      isNotebook,
      limit: outputBytes,
    })
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    if (machine.line !== null && !isOfProgram(machine.line)) giveUp()
    // A name that `from package import *` would have bound, had the package been there.
    const isStarred = machine.starred !== null && error.type === 'NameError'
    const { type, message } = isStarred ? missingError(machine.starred!) : error
    outcome = failed('error', type, message.slice(0, messageLength))
    if (outcome.error) outcome.error.line = machine.line
  }
  return { ...outcome, stdout: machine.output.join('') }
}

/** The first line of what a harness puts around a program, beyond all lines of programs. */
const harnessLine = 2 ** 30

/** Whether an error's line is known, and one of the program. */
const isOfProgram = (line: number): boolean => line !== unsureLine && line < harnessLine

/** Returns the program within its harness, as one text and as statements. */
function parseParts(
  code: string,
  { prelude = '', epilogue = '' }: Harness,
): { source: string; parsed: Statement[] } {
  if (prelude === '' && epilogue === '') return { source: code, parsed: parseProgram(code) }
  return {
    source: `${prelude}\n${code}\n${epilogue}`,
    parsed: [
      ...parseProgram(prelude, harnessLine),
      ...parseProgram(code),
      ...parseProgram(epilogue, harnessLine),
    ],
  }
}

function start(limits: FastLimits): Machine {
  const machine: Machine = {
    steps: limits.maxSteps ?? 100_000,
    line: null,
    depth: 0,
    globals: new Map<string, Value>([['__name__', '__main__']]),
    output: [],
    outputLeft: limits.outputBytes,
    missingModules: limits.missingModules ?? new Set(),
    starred: null,
    call: (callee, positional, keywords) => call(machine, callee, positional, keywords),
  }
  return machine
}

function call(
  machine: Machine,
  callee: Value,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  if (callee !== null && typeof callee === 'object') {
    if (callee.kind === 'function') return callFunction(machine, callee, positional, keywords)
    if (callee.kind === 'builtin') return callee.call(machine, positional, keywords)
    // The message goes on where a member of the module has the same name.
    if (callee.kind === 'module') giveUp()
    if (callee.kind === 'missing') throw missingError(callee.name)
  }
  return typeError(`'${typeName(callee)}' object is not callable`)
}

interface Judging {
  /** Whether the program uses its function `solution` itself. */
  isUsed: boolean
  /** Whether the value of its last call may not have been kept. */
  isUnsure: boolean
  isNotebook: boolean
  /** The longest text of a value. */
  limit: number
}

/** The ways to give an answer, in the order of `runner.py`. */
function judge(machine: Machine, { isUsed, isUnsure, isNotebook, limit }: Judging): Outcome {
  const { globals } = machine
  const found = globals.get('solution')
  const solution = isFunction(found) && !isUsed ? found : null
  const isCalled =
    solution !== null &&
    solution.definition.parameters.every((parameter) => parameter.default !== null)
  if (isCalled) {
    const value = machine.call(solution, [], null)
    if (value !== null) return valueOutcome(machine, 'solution', value, limit)
  }
  const answer = globals.get('ans')
  if (answer !== undefined) return valueOutcome(machine, 'ans', answer, limit)
  const printed = strip(machine.output.join(''), null)
  if (printed !== '') {
    const last = strip(printed.slice(printed.lastIndexOf('\n') + 1), null)
    return {
      status: 'ok',
      value: last,
      text: last,
      type: 'str',
      source: 'stdout',
      stdout: '',
      error: null,
    }
  }
  for (const [name, source] of isNotebook ? notebookNames : []) {
    const value = globals.get(name)
    if (value !== undefined && isData(value)) return valueOutcome(machine, source, value, limit)
  }
  if (isCalled) return valueOutcome(machine, 'solution', null, limit)
  const own = globals.get(calledName)
  if (isUsed && (own === undefined || isUnsure)) giveUp()
  if (own !== undefined) return valueOutcome(machine, 'solution', own, limit)
  if (solution !== null)
    return valueOutcome(machine, 'solution', machine.call(solution, [], null), limit)
  return failed(
    'error',
    'NoAnswer',
    'the program gives no value by solution() or ans, and prints nothing',
  )
}

const notebookNames = [
  [lastName, 'expression'],
  ['answer', 'answer'],
  ['result', 'result'],
] as const

function isFunction(value: Value | undefined): value is UserFunction {
  return typeof value === 'object' && value !== null && value.kind === 'function'
}

/** Whether a variable or a last expression holds what may be an answer. */
function isData(value: Value): boolean {
  return (
    value !== null &&
    (typeof value !== 'object' || !['function', 'builtin', 'module'].includes(value.kind))
  )
}

function valueOutcome(
  machine: Machine,
  source: NonNullable<Outcome['source']>,
  answer: Value,
  limit: number,
): Outcome {
  const value = representation(machine, answer)
  const written = text(machine, answer)
  if (Math.max(value.length, written.length) > limit) giveUp()
  return {
    status: 'ok',
    value,
    text: written,
    type: typeName(answer),
    source,
    stdout: '',
    error: null,
  }
}
