/** Programs that mean harm: none reaches the host, and after each the interpreter is as it was. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openSandbox,
  sandboxes,
  type ExecutionVerdict,
  type Sandbox,
  type SandboxName,
} from '../../src/execute/index.ts'
import { sliceOf } from '../support/slice-of.ts'
import { escaped, fillIn, hostilePrograms, probe, type Canaries } from './hostile/index.ts'

const limits = { timeoutMs: 6_000, memoryBytes: 128 * 2 ** 20 }
const checks = await Promise.all(
  Object.entries(sandboxes).map(async ([name, tiers]) => {
    const found = await Promise.all(tiers.map((tier) => tier.check()))
    return { name: name as SandboxName, missing: found.find(({ stands }) => !stands)?.found }
  }),
)

/** Each commit draws one slice of so many. */
const slices = 48
const hangs = hostilePrograms.filter(({ kind }) => kind === 'hang')
const others = hostilePrograms.filter(({ kind }) => kind !== 'hang')

/** A secret, in two halves so that this file does not hold it. */
const secret = (kind: string): string => ['canary', kind, String(process.pid * 7919)].join('-')

let canaries: Canaries
let server: Server
let connections = 0

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-canary-'))
  const directory = mkdtempSync(join(tmpdir(), 'reckoner-canaries-'))
  const file = join(folder, 'canary.txt')
  const secrets = [secret('file'), secret('variable')]
  writeFileSync(file, secrets[0]!)
  process.env['RECKONER_CANARY'] = secrets[1]!
  server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  canaries = {
    file,
    directory,
    port: (server.address() as AddressInfo).port,
    variable: 'RECKONER_CANARY',
    secrets,
  }
})

afterAll(() => {
  server.close()
  rmSync(canaries.directory, { recursive: true })
  delete process.env['RECKONER_CANARY']
})

it('there are enough of them, each with a name of its own', () => {
  const ids = hostilePrograms.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(150)
})

for (const { name, missing } of checks) {
  describe.skipIf(missing !== undefined)(
    `sandbox ${name}${missing ? ` (skipped: ${missing})` : ''}`,
    { timeout: 60_000 },
    () => {
      // One worker: the probe runs where the hostile program ran.
      let sandbox: Sandbox
      /** For programs that take all their time, of which the probe needs a part. */
      let brief: Sandbox
      beforeAll(() => {
        sandbox = openSandbox({ sandbox: name, workers: 1, limits })
        brief = openSandbox({ sandbox: name, workers: 1, limits: { ...limits, timeoutMs: 300 } })
      })
      afterAll(() => Promise.all([sandbox[Symbol.asyncDispose](), brief[Symbol.asyncDispose]()]))

      // What takes time is left out where the same tier is asked in the end.
      const slow = name === 'default' ? [] : hangs.map((program) => [program.id, program] as const)
      it.each(sliceOf(slow, slices))('%s', async (id, program) => {
        const verdict = await brief.run({ id, code: fillIn(program, canaries) })
        if (program.expect)
          expect(program.expect, JSON.stringify(verdict)).toContain(verdict.status)
        expect(await brief.run({ id: 'next', code: 'ans = sum(range(10)) - 3' })).toMatchObject({
          status: 'ok',
          value: '42',
        })
      })

      const programs = others.filter(({ kind }) => name !== 'default' || kind !== 'memory')
      const numbered = programs.map((program, index) => [program.id, program, index] as const)
      it.each(sliceOf(numbered, slices))('%s', async (id, program, index) => {
        const verdict: ExecutionVerdict = await sandbox.run({
          id,
          code: fillIn(program, canaries),
        })
        const { code, text, stdout } = probe(index)
        const after = await sandbox.run({ id: 'probe', code })
        expect(escaped(verdict, canaries), JSON.stringify(verdict)).toBe(false)
        expect(readdirSync(canaries.directory)).toEqual([])
        expect(connections).toBe(0)
        if (program.expect)
          expect(program.expect, JSON.stringify(verdict)).toContain(verdict.status)
        expect(after).toMatchObject({ status: 'ok', text, stdout })
      })
    },
  )
}
