/** Requests without which nothing can begin: asked a few times. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, faultOfSilence } from './fault.ts'
import { NoReply } from './http.ts'

const TRIES = 4
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000

/**
 * Returns what `ask` brings, asked again while a server is busy, starting or failing. @throws Fault
 */
export async function patiently<Result>(ask: () => Promise<Result>, url: string): Promise<Result> {
  for (let attempt = 1; ; attempt++)
    try {
      return await ask()
    } catch (error) {
      const fault = error instanceof NoReply ? faultOfSilence(url, error) : error
      const isPassing = fault instanceof Fault && ['busy', 'failed'].includes(fault.kind)
      if (!isPassing || attempt === TRIES) throw fault
      await sleep(Math.min(fault.waitMs ?? FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS))
    }
}
