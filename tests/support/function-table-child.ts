/**
 * Calls every function of the interpreter's table with senseless arguments, as a program could that
 * has forged itself a function object: once locked, none may reach the host. The host's doors are
 * replaced by alarms first. Prints one JSON object.
 */
import childProcess from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { bootInterpreter, makeSnapshot } from '../../src/execute/pyodide/interpreter.ts'
import { Denied, Exited } from '../../src/execute/pyodide/firewall.ts'
import { TimedOut, watched } from '../../src/execute/pyodide/watchdog.ts'
import { sliceOf } from './slice-of.ts'

/** Whether each function is called with all three kinds of arguments; else with one, in turn. */
const isThorough = process.argv[2] === 'thorough'
const interpreter = await bootInterpreter(await makeSnapshot([]), 64 * 2 ** 20)

const alarms: string[] = []
const doors: [string, object, readonly string[]][] = [
  [
    'child_process',
    childProcess,
    ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
  ],
  ['fs', fs, Object.keys(fs).filter((name) => name.endsWith('Sync'))],
  ['net', net, ['connect', 'createConnection', 'createServer']],
  ['process', process, ['kill', 'exit', 'reallyExit', 'abort', 'chdir', 'dlopen', 'setuid']],
  [
    'globalThis',
    globalThis,
    ['eval', 'Function', 'fetch', 'WebSocket', 'setTimeout', 'setImmediate', 'queueMicrotask'],
  ],
]
const originals = doors.map(([, object, names]) => names.map((name) => Reflect.get(object, name)))
for (const [door, object, names] of doors)
  for (const name of names) Reflect.set(object, name, () => alarms.push(`${door}.${name}`))

const shapes = [
  [0, 0, 0, 0, 0, 0, 0, 0],
  [1, 0x7fffffff, 3, 4, 5, 6, 7, 8],
  [4096, 4096, 4096, 4096, 4096, 4096, 4096, 4096],
]
const endings: Record<string, number> = {}
const denied = new Set<string>()
const damaged: number[] = []
let calls = 0

const probe = JSON.stringify({
  code: 'def solution():\n    return sum(range(10)) - 3',
  outputBytes: 1_000,
})
const all = Array.from({ length: interpreter.table.length }, (_, index) => index)
for (const [place, index] of sliceOf(all, Number(process.argv[3])).entries()) {
  const entry = interpreter.table.get(index)
  if (!entry) continue
  for (const shape of isThorough ? shapes : [shapes[index % shapes.length]!]) {
    calls++
    const ending = endingOf(() => callAnyhow(entry, shape))
    endings[ending] = (endings[ending] ?? 0) + 1
    interpreter.image.restore()
  }
  if (place % 97 === 0 && !interpreter.call(probe, false)?.includes('"42"')) damaged.push(index)
}
interpreter.image.restore()
const isSane = interpreter.call(probe, false)?.includes('"42"') === true

for (const [place, [, object, names]] of doors.entries())
  for (const [index, name] of names.entries()) Reflect.set(object, name, originals[place]![index])
process.stdout.write(
  `${JSON.stringify({ calls, endings, denied: denied.size, damaged, isSane, alarms })}\n`,
)

/** Some entries take 64-bit integers, which are told apart by trying. */
function callAnyhow(entry: (...values: unknown[]) => unknown, shape: readonly number[]): unknown {
  const values = shape.slice(0, entry.length)
  try {
    return entry(...values)
  } catch (error) {
    if (error instanceof TypeError) return entry(...values.map(BigInt))
    throw error
  }
}

function endingOf(call: () => unknown): string {
  try {
    watched(call, 100)
    return 'returned'
  } catch (error) {
    if (error instanceof Denied) denied.add(error.message)
    if (error instanceof TimedOut || error instanceof Denied || error instanceof Exited)
      return error.constructor.name
    return error instanceof Error ? error.name : 'other'
  }
}
