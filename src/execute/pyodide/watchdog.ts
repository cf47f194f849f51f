/**
 * Ends a call that takes too long, wherever in WebAssembly it is. The only use of `node:vm`: the
 * script is this constant.
 */
import { Script } from 'node:vm'

/** The call ran out of time and was stopped. */
export class TimedOut extends Error {}

/** Where the script finds the call: it shares no scope with this module. */
const slot = Symbol.for('reckoner.watched')
const script = new Script(`globalThis[Symbol.for('reckoner.watched')]()`)

/** Returns what `call` returns. @throws TimedOut after `timeoutMs`, and whatever `call` throws */
export function watched<T>(call: () => T, timeoutMs: number): T {
  Object.assign(globalThis, { [slot]: call })
  try {
    return script.runInThisContext({ timeout: timeoutMs }) as T
  } catch (error) {
    const isTimeout =
      error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    throw isTimeout ? new TimedOut(`stopped after ${timeoutMs} ms`) : error
  }
}
