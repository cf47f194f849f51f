/**
 * The fast tier: evaluates the part of Python that most model-written programs stay in, without CPython.
 *
 * It returns exactly what CPython 3.14 running `python/runner.py` would, or `null`. Programs of the subset read and change nothing but
 * their own variables, so giving up is always allowed, at any point, and is the answer wherever the result is not certain.
 */

import type { Limits, Outcome } from '../program.ts'
import { failed, maxCodeLength } from '../program.ts'
import { isCallable } from './builtin-classes.ts'
import { callFunction, executeBlock } from './execute-statement.ts'
import { parseProgram } from './parse-statement.ts'
import { giveUp, PythonError, typeError } from './signals.ts'
import { strip } from './string-methods.ts'
import { unsureLine } from './syntax.ts'
import { representation, text } from './text.ts'
import { typeName } from './values.ts'
import type { Keywords, Machine, Value } from './values.ts'

export interface FastLimits extends Pick<Limits, 'outputBytes'> {
  /** About the number of syntax nodes evaluated. At 100,000, the default, some ten milliseconds: the next tier then starts with nearly all of its time. */
  maxSteps?: number
  /** Modules that the next tier is known not to have, so that importing one raises. */
  missingModules?: ReadonlySet<string>
}

/** Messages are cut at this length, as `runner.py` does. */
const messageLength = 2_000

/** Returns what the program comes to, or `null` where that is for CPython to say. Never throws. */
export function evaluateProgram(code: string, limits: FastLimits): Outcome | null {
  try {
    return runProgram(code, limits)
  } catch {
    // Besides `GiveUp` this takes in a stack that is full and a bigint or string that grew too long.
    return null
  }
}

/** As `evaluateProgram`, but throws `GiveUp` instead of returning `null`; any other error is a fault of this tier. */
export function runProgram(code: string, limits: FastLimits): Outcome {
  if (code.length > maxCodeLength) giveUp()
  const machine = start(limits)
  let outcome: Outcome
  try {
    const statements = parseProgram(code)
    executeBlock(machine, null, statements)
    machine.line = null
    outcome = judge(machine, limits.outputBytes)
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    if (machine.line === unsureLine) giveUp()
    outcome = failed('error', error.type, error.message.slice(0, messageLength))
    if (outcome.error) outcome.error.line = machine.line
  }
  return { ...outcome, stdout: machine.output.join('') }
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
    call: (callee, positional, keywords) => call(machine, callee, positional, keywords),
  }
  return machine
}

function call(machine: Machine, callee: Value, positional: readonly Value[], keywords: Keywords): Value {
  if (callee !== null && typeof callee === 'object') {
    if (callee.kind === 'function') return callFunction(machine, callee, positional, keywords)
    if (callee.kind === 'builtin') return callee.call(machine, positional, keywords)
    // The message goes on where a member of the module has the same name.
    if (callee.kind === 'module') giveUp()
  }
  return typeError(`'${typeName(callee)}' object is not callable`)
}

/** The field's three ways to give an answer, in the order of `runner.py`. */
function judge(machine: Machine, limit: number): Outcome {
  const solution = machine.globals.get('solution')
  if (isCallable(solution)) return valueOutcome(machine, 'solution', machine.call(solution ?? null, [], null), limit)
  const answer = machine.globals.get('ans')
  if (answer !== undefined) return valueOutcome(machine, 'ans', answer, limit)
  const printed = strip(machine.output.join(''), null)
  if (printed === '') return failed('error', 'NoAnswer', 'the program defines neither solution() nor ans, and prints nothing')
  const last = strip(printed.slice(printed.lastIndexOf('\n') + 1), null)
  return { status: 'ok', value: last, text: last, type: 'str', source: 'stdout', stdout: '', error: null }
}

function valueOutcome(machine: Machine, source: 'solution' | 'ans', answer: Value, limit: number): Outcome {
  const value = representation(machine, answer)
  const written = text(machine, answer)
  if (Math.max(value.length, written.length) > limit) giveUp()
  return { status: 'ok', value, text: written, type: typeName(answer), source, stdout: '', error: null }
}
