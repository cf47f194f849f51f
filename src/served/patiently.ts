/** Requests without which nothing can begin: asked a few times. */
import { setTimeout as sleep } from 'node:timers/promises'
import { throwIfCancelled } from '../core/index.ts'
import { Fault, faultOfSilence } from './fault.ts'
import { NoReply } from './http.ts'

const TRIES = 4
/** A server that loads its model says that it is busy: these are about five minutes. */
const BUSY_TRIES = 10
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000

/**
 * Returns what `ask` brings, asked again while a server is busy, starting or failing. @throws Fault
 */
export async function patiently<Result>(
  ask: () => Promise<Result>,
  url: string,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt++)
    try {
      return await ask()
    } catch (error) {
      const fault = error instanceof NoReply ? faultOfSilence(url, error) : error
      if (!(fault instanceof Fault) || attempt >= triesOf(fault)) throw fault
      const waitMs = Math.min(fault.waitMs ?? FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS)
      await sleep(waitMs, undefined, { signal }).catch(() => throwIfCancelled(signal))
    }
}

function triesOf({ kind }: Fault): number {
  if (kind === 'busy') return BUSY_TRIES
  return kind === 'failed' ? TRIES : 1
}
