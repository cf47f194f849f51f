/**
 * The process of the `pyodide` tier: one interpreter, one program after another. It has an empty
 * environment, may read only the files it is made of (Node's permission model), and answers its
 * parent in frames. Started by `pyodide.ts`; without a snapshot to start from it writes one, and
 * ends.
 */
import { readFileSync } from 'node:fs'
import { serveFrames, writeAll } from '../blocking-frames.ts'
import { failed, type Limits, type Outcome } from '../program.ts'
import { Denied, Exited } from './firewall.ts'
import { bootInterpreter, makeSnapshot, type Interpreter } from './interpreter.ts'
import type { Wheel } from './packages.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-file.ts'
import { TimedOut, watched } from './watchdog.ts'

/**
 * Memory added by programs is never given back: a worker that has grown by this much is replaced.
 */
const maxGrownBytes = 32 * 2 ** 20
/** Where a snapshot is written: no program runs then but the project's own. */
const snapshotDescriptor = 1
/** A longer reply is a forged one. */
const maxReplyLength = 2 ** 22
/**
 * What shows 32 bits without an error. `maxsize` is 64 bits wide here, so that it must go where
 * sizes go.
 */
const mayShowWidth = /hash\s*\(|maxsize|\barray\b/

export interface WorkerSettings {
  limits: Limits
  /** Path of the snapshot to start from. */
  snapshot: string | null
  wheels: readonly Wheel[]
}

const { limits, snapshot, wheels } = JSON.parse(process.argv[2]!) as WorkerSettings
const packages = wheels.map(({ name, path }) => ({ name, bytes: readFileSync(path) }))
if (snapshot === null)
  writeAll(snapshotDescriptor, encodeSnapshot(await makeSnapshot(warmUp(), packages)))
else await serve(snapshot)
// Not `process.exit`, which may wait for ever while V8 still compiles (nodejs/node#54918).
process.kill(process.pid, 'SIGKILL')

async function serve(snapshotFile: string): Promise<void> {
  const interpreter = await bootInterpreter(
    decodeSnapshot(readFileSync(snapshotFile)),
    limits.memoryBytes,
    packages,
  )
  serveFrames(
    (request, begin) => judge(interpreter, request, begin),
    () => interpreter.image.grownBytes() > maxGrownBytes || !interpreter.isWhole(),
  )
}

/**
 * Runs one program and returns its outcome as JSON. A program that counted further than 32 bits go
 * is run once more, so that it can.
 */
function judge(interpreter: Interpreter, request: string, begin: () => void): string {
  const isWide = mayShowWidth.test(request)
  const reply = attempt(interpreter, request, isWide, begin)
  return !isWide && reply.includes('"OverflowError"')
    ? attempt(interpreter, request, true, begin)
    : reply
}

/** Runs a program in a restored interpreter. */
function attempt(
  interpreter: Interpreter,
  request: string,
  isWide: boolean,
  begin: () => void,
): string {
  interpreter.image.restore()
  interpreter.firewall.reset()
  begin()
  try {
    const reply = watched(() => interpreter.call(request, isWide), limits.timeoutMs)
    if (reply !== null && reply.length <= maxReplyLength) return reply
    return JSON.stringify(
      failed(
        'error',
        'BadResult',
        'the program damaged the interpreter: there is no result to read',
      ),
    )
  } catch (error) {
    return JSON.stringify(explain(error))
  }
}

/** What a call that did not return means for the program. */
function explain(error: unknown): Outcome {
  const { timeoutMs, memoryBytes } = limits
  if (error instanceof TimedOut)
    return failed('timeout', 'Timeout', `stopped after ${timeoutMs} ms`)
  if (error instanceof Denied) return failed('refused', 'Refused', error.message)
  if (error instanceof Exited) return failed('error', 'SystemExit', error.message)
  if (error instanceof RangeError) {
    const isStack = error.message.includes('call stack')
    if (isStack) return failed('error', 'RecursionError', 'the stack is full')
    return failed('memory', 'MemoryError', `more than ${memoryBytes} bytes were needed`)
  }
  return failed('error', 'InterpreterCrash', String(error).slice(0, 200))
}

/** Typical programs, run before the snapshot is taken: what CPython learns of them is in it. */
function warmUp(): string[] {
  const programs = [
    'def solution():\n    """A question."""\n    eggs = 16\n    sold = eggs - 3 - 4\n    result = sold * 2\n    return result\n',
    'import math\ndef solution():\n    total = 0\n    for day in range(1, 8):\n        total += day / 3\n    return round(total, 2)\n',
    'from fractions import Fraction\nans = Fraction(1, 3) + Fraction(1, 6)\nprint(f"{float(ans):.2f}")\n',
    'from datetime import date, timedelta\ndef solution():\n    return (date(2024, 2, 28) + timedelta(days=2)).strftime("%m/%d/%Y")\n',
    'numbers = [3, 1, 2]\nprint(sorted(numbers)[-1], sum(numbers), {n: n ** 2 for n in numbers})\n',
    'def solution():\n    return undefined_name\n',
  ]
  return Array.from({ length: 20 }, () => programs).flat()
}
