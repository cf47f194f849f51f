/**
 * Whose verdict it is: programs that lay hands on the channels of their worker, with honest ones
 * between them.
 */
import { describe, expect, it } from 'vitest'
import {
  openSandbox,
  sandboxes,
  type ExecutionVerdict,
  type Program,
  type SandboxName,
} from '../../src/execute/index.ts'
import { sliceOf } from '../support/slice-of.ts'
import { channels } from './hostile/channels.ts'

const rounds = Number(process.env.RECKONER_CHANNELS ?? 1)
/** Enough of them for a window to be full of requests while a hostile program runs. */
const honestBetween = 3

const secret = (index: number): string => `honest-${index * 7919}`
/** As short as requests get, besides one that says whose it is. */
const honest = (index: number): Program =>
  index % 3 === 0
    ? { id: `honest ${index}`, code: `ans=${index}` }
    : { id: `honest ${index}`, code: `ans="${secret(index)}"` }
const answerOf = (index: number): string => (index % 3 === 0 ? String(index) : secret(index))

function* mixture(): Generator<Program> {
  let index = 0
  for (let round = 0; round < rounds; round++) {
    for (const { id, code } of sliceOf(channels, 8)) {
      for (let count = 0; count < honestBetween; count++) yield honest(index++)
      yield { id, code }
    }
  }
  for (let count = 0; count < honestBetween; count++) yield honest(index++)
}

const checks = await Promise.all(
  Object.entries(sandboxes).map(async ([name, tiers]) => {
    const found = await Promise.all(tiers.map((tier) => tier.check()))
    return { name: name as SandboxName, missing: found.find(({ stands }) => !stands)?.found }
  }),
)

it('there are enough programs', () => {
  expect(channels.length).toBeGreaterThanOrEqual(60)
})

for (const { name, missing } of checks) {
  describe.skipIf(missing !== undefined)(`sandbox ${name}`, () => {
    it.each([1, 2])(
      'gives each program its own verdict, with %i worker(s)',
      { timeout: 240_000 * rounds },
      async (workers) => {
        const limits = { timeoutMs: 3_000, memoryBytes: 128 * 2 ** 20 }
        const sandbox = openSandbox({ sandbox: name, workers, limits })
        const expected = [...mixture()]
        const verdicts: ExecutionVerdict[] = []
        for await (const verdict of sandbox.execute(expected)) verdicts.push(verdict)
        await sandbox[Symbol.asyncDispose]()
        expect(verdicts.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
        const wrong: ExecutionVerdict[] = []
        const seen: ExecutionVerdict[] = []
        for (const verdict of verdicts) {
          const [kind, index] = verdict.id.split(' ') as [string, string]
          if (kind !== 'honest') {
            if (/honest-/.test(JSON.stringify(verdict))) seen.push(verdict)
          } else if (
            verdict.status !== 'ok' ||
            verdict.text !== answerOf(Number(index)) ||
            verdict.stdout !== ''
          )
            wrong.push(verdict)
        }
        expect(wrong).toEqual([])
        expect(seen).toEqual([])
      },
    )
  })
}
