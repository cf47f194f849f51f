/** Programs stopped while their memory grows: the interpreter says that it is broken, or the next program is none the worse for it. */
import { expect, it } from 'vitest'
import { bootInterpreter, makeSnapshot, type Interpreter } from '../../src/execute/pyodide/interpreter.ts'
import { TimedOut, watched } from '../../src/execute/pyodide/watchdog.ts'

const growing = 'kept = []\nwhile True:\n    kept.append(bytearray(70_000))'
const reading = 'import colorsys\nans = open("/lib/python314.zip", "rb").read(2), colorsys.ONE_THIRD > 0'

function run({ image, firewall, call }: Interpreter, code: string, timeoutMs: number): string | null {
  image.restore()
  firewall.reset()
  return watched(() => call(JSON.stringify({ code, outputBytes: 1_000 })), timeoutMs)
}

it('no program finds an interpreter that cannot read', { timeout: 120_000 }, async () => {
  const snapshot = await makeSnapshot([])
  for (let round = 0; round < 4; round++) {
    const interpreter = await bootInterpreter(snapshot, 512 * 2 ** 20)
    expect(interpreter.isWhole()).toBe(true)
    for (let timeoutMs = 1 + round; timeoutMs < 40 && interpreter.isWhole(); timeoutMs += 3) {
      expect(() => run(interpreter, growing, timeoutMs)).toThrow(TimedOut)
      if (interpreter.isWhole()) expect(run(interpreter, reading, 10_000)).toContain(`(b'PK', True)`)
    }
  }
})
