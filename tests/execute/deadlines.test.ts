/**
 * Replies that arrive as their process is killed for being late: each verdict is on the program
 * that it belongs to.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mapConcurrent, rng } from '../../src/core/index.ts'
import { Pool } from '../../src/execute/pool.ts'

const count = Number(process.env.RECKONER_DEADLINES ?? 400)
const limits = { timeoutMs: 60, memoryBytes: 0, outputBytes: 1_000 }
const graceMs = 20
/** When the parent has had enough, after it saw the reply before. */
const deadlineMs = limits.timeoutMs + graceMs

/** Every second program aims at its deadline; the others answer at once. */
const isAimed = (index: number): boolean => index % 2 === 0
const delayMs = (index: number): number =>
  isAimed(index) ? deadlineMs + rng('deadline', 1, index).int(-6, 3) : 0

it(`${count} replies aimed at their deadline`, { timeout: 60_000 + count * 100 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-deadlines-'))
  const log = join(folder, 'began')
  const worker = join(import.meta.dirname, '../support/late-worker.mjs')
  const command = { command: process.execPath, arguments: [worker, log], environment: {} }
  const pool = new Pool({ command, limits, size: 4, window: 4, graceMs })
  const programs = Array.from({ length: 2 * count }, (_, index) => index)
  const outcomes: string[] = []
  for await (const outcome of mapConcurrent(programs, { limit: 64 }, (index) =>
    pool.run({ code: `${delayMs(index)} ${index}` }),
  ))
    outcomes.push(outcome?.status === 'ok' ? outcome.text! : `${outcome?.status}`)
  await pool[Symbol.asyncDispose]()
  const began = new Set(readFileSync(log, 'utf8').split('\n'))
  rmSync(folder, { recursive: true })

  const misplaced = outcomes.flatMap((outcome, index) =>
    outcome === 'timeout' || outcome === String(index) ? [] : [`${index}: ${outcome}`],
  )
  const blamed = outcomes.flatMap((outcome, index) =>
    outcome === 'timeout' && !began.has(String(index)) ? [index] : [],
  )
  const late = outcomes.filter((outcome, index) => outcome === 'timeout' && isAimed(index)).length
  if (process.env.RECKONER_DEADLINES) console.log(`${late} of ${count} came too late`)
  expect(misplaced).toEqual([])
  expect(blamed).toEqual([])
  // Else nothing was tried.
  expect(late).toBeGreaterThan(0)
})
