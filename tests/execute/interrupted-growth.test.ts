/**
 * Programs stopped while their memory grows: the interpreter says that it is broken, or the next
 * program is none the worse for it.
 */
import { expect, it } from 'vitest'
import {
  bootInterpreter,
  makeSnapshot,
  type Interpreter,
} from '../../src/execute/pyodide/interpreter.ts'
import { TimedOut, watched } from '../../src/execute/pyodide/watchdog.ts'

const growing = 'kept = []\nwhile True:\n    kept.append(bytearray(70_000))'
const reading =
  'import colorsys\nans = open("/lib/python314.zip", "rb").read(2), colorsys.ONE_THIRD > 0'

function run(
  { image, firewall, call }: Interpreter,
  code: string,
  timeoutMs: number,
): string | null {
  image.restore()
  firewall.reset()
  return watched(() => call(JSON.stringify({ code, outputBytes: 1_000 }), false), timeoutMs)
}

/**
 * Whether the program was stopped by the watchdog; on a fast machine it comes to the end of memory
 * before.
 */
function isStopped(interpreter: Interpreter, code: string, timeoutMs: number): boolean {
  try {
    run(interpreter, code, timeoutMs)
    return false
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error
    return true
  }
}

it('no program finds an interpreter that cannot read', { timeout: 120_000 }, async () => {
  const snapshot = await makeSnapshot([])
  let stopped = 0
  for (let round = 0; round < 4; round++) {
    const interpreter = await bootInterpreter(snapshot, 512 * 2 ** 20)
    expect(interpreter.isWhole()).toBe(true)
    for (let timeoutMs = 1 + round; timeoutMs < 40 && interpreter.isWhole(); timeoutMs += 3) {
      stopped += Number(isStopped(interpreter, growing, timeoutMs))
      if (interpreter.isWhole())
        expect(run(interpreter, reading, 10_000)).toContain(`(b'PK', True)`)
    }
  }
  expect(stopped).toBeGreaterThan(4)
})
