/** A worker that a program has taken over, beside an honest program in the same pool. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Pool } from '../../src/execute/pool.ts'

let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'reckoner-hostile-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function beside(
  code: string,
): Promise<{ own: unknown; other: unknown; starts: number; ms: number }> {
  const starts = join(directory, 'starts')
  writeFileSync(starts, '')
  const worker = join(import.meta.dirname, '..', 'support', 'hostile-worker.mjs')
  const pool = new Pool({
    command: { command: process.execPath, arguments: [worker, starts], environment: {} },
    limits: { timeoutMs: 300, memoryBytes: 1e9, outputBytes: 65_536 },
    size: 1,
    window: 4,
    graceMs: 200,
  })
  await pool.run({ code: 'warm' })
  const startMs = performance.now()
  const settled = async (promise: Promise<unknown>): Promise<unknown> =>
    Promise.race([
      promise.catch(String),
      new Promise((done) => setTimeout(done, 8_000, 'no verdict')),
    ])
  const [own, other] = [settled(pool.run({ code })), settled(pool.run({ code: 'honest' }))]
  const result = { own: await own, ms: performance.now() - startMs, other: await other }
  const count = readFileSync(starts, 'utf8').length
  await pool[Symbol.asyncDispose]()
  return { ...result, starts: count }
}

it(
  'that asks to be replaced instead of beginning is not restarted for ever',
  { timeout: 20_000 },
  async () => {
    const { own, other, starts } = await beside('retire before begin')
    expect([own, other]).not.toContain('no verdict')
    expect(starts).toBeLessThan(40)
  },
)

it('that says again and again that it begins has no more time', { timeout: 20_000 }, async () => {
  const { own, other, ms } = await beside('rebegin')
  expect(own).toMatchObject({ value: null })
  expect(other).toMatchObject({ value: 'honest' })
  expect(ms).toBeLessThan(5_000)
})

// A known defect: a reply that comes in pieces extends the time. No program is known that can.
it.fails('that trickles its reply byte by byte has no more time', { timeout: 20_000 }, async () => {
  expect((await beside('trickle')).own).toMatchObject({ status: 'timeout' })
})

it(
  'that counts on to the next number does not answer for its neighbour',
  { timeout: 20_000 },
  async () => {
    expect((await beside('forge next')).other).toMatchObject({ value: 'honest' })
  },
)
