/** Processes that die, hang and are replaced: every program has its verdict, once, in order. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CancelledError } from '../../src/core/index.ts'
import {
  execute,
  openSandbox,
  type ExecutionVerdict,
  type Program,
} from '../../src/execute/index.ts'
import { Pool } from '../../src/execute/pool.ts'
import { descendants } from '../support/process-tree.ts'

const pyodide = {
  sandbox: 'pyodide',
  workers: 2,
  limits: { timeoutMs: 1_000, memoryBytes: 128 * 2 ** 20 },
} as const

async function collect(
  programs: Iterable<Program>,
  options: Parameters<typeof execute>[1] = pyodide,
): Promise<ExecutionVerdict[]> {
  const verdicts = []
  for await (const verdict of execute(programs, options)) verdicts.push(verdict)
  return verdicts
}

const multiples = (count: number): Program[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index),
    code: `def solution():\n    return ${index} * 7`,
  }))

const isRight = (verdict: ExecutionVerdict, index: number): boolean =>
  verdict.id === String(index) && verdict.status === 'ok' && verdict.value === String(index * 7)

/** Process ids of the workers that this process has started. */
const workers = (): number[] =>
  descendants()
    .filter(({ command }) => command.includes('pyodide-worker.js'))
    .map(({ pid }) => pid)

describe('a pool', { timeout: 60_000 }, () => {
  it('gives verdicts in the order of the programs', async () => {
    const verdicts = await collect(multiples(200))
    expect(verdicts.length).toBe(200)
    expect(verdicts.every(isRight)).toBe(true)
  })

  it('loses nothing when its processes are killed in mid-run', async () => {
    const sandbox = openSandbox(pyodide)
    const verdicts: ExecutionVerdict[] = []
    let killed = 0
    for await (const verdict of sandbox.execute(multiples(1_500))) {
      verdicts.push(verdict)
      if (verdicts.length % 300 === 150)
        for (const pid of workers()) killed += Number(process.kill(pid, 'SIGKILL'))
    }
    await sandbox[Symbol.asyncDispose]()
    expect(killed).toBeGreaterThan(4)
    expect(verdicts.length).toBe(1_500)
    expect(verdicts.filter((verdict, index) => !isRight(verdict, index))).toEqual([])
    expect(workers()).toEqual([])
  })

  it('ends a program that its worker cannot end', async () => {
    const sandbox = openSandbox({ ...pyodide, workers: 1 })
    await sandbox.run({ id: 'start', code: 'ans = 1' })
    const verdict = sandbox.run({ id: 'stopped', code: 'while True: pass' })
    await new Promise((resolve) => setTimeout(resolve, 200)) // it has begun
    for (const pid of workers()) process.kill(pid, 'SIGSTOP')
    expect(await verdict).toMatchObject({ status: 'timeout' })
    expect(await sandbox.run({ id: 'next', code: 'ans = 2' })).toMatchObject({
      status: 'ok',
      value: '2',
    })
    await sandbox[Symbol.asyncDispose]()
  })

  it('ends a first program as soon as any other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reckoner-pool-'))
    const worker = join(import.meta.dirname, '../support/late-worker.mjs')
    const command = {
      command: process.execPath,
      arguments: [worker, join(folder, 'began')],
      environment: {},
    }
    const limits = { timeoutMs: 200, memoryBytes: 0, outputBytes: 0 }
    await using pool = new Pool({ command, limits, size: 1, window: 1, graceMs: 50 })
    expect(await pool.run({ code: '100000 never' })).toMatchObject({ status: 'timeout' })
    rmSync(folder, { recursive: true })
  }, 10_000)

  it('replaces a worker that asks for it between two programs, and only there', async () => {
    const run = async (code: string): Promise<[ExecutionVerdict['status'] | undefined, number]> => {
      const folder = mkdtempSync(join(tmpdir(), 'reckoner-pool-'))
      const worker = join(import.meta.dirname, '../support/retiring-worker.mjs')
      const command = {
        command: process.execPath,
        arguments: [worker, join(folder, 'starts')],
        environment: {},
      }
      const limits = { timeoutMs: 2_000, memoryBytes: 0, outputBytes: 1_000 }
      await using pool = new Pool({ command, limits, size: 1, window: 2, graceMs: 50 })
      const outcomes = await Promise.all([pool.run({ code }), pool.run({ code: 'next' })])
      expect(outcomes[1]?.error ?? null, code).toBeNull()
      const starts = readFileSync(join(folder, 'starts'), 'utf8').length
      rmSync(folder, { recursive: true })
      return [outcomes[0]?.status, starts]
    }
    expect(await run('retire after')).toEqual(['ok', 2])
    // Nobody's program may have itself run for ever by asking for another process.
    expect(await run('retire within')).toEqual(['error', 3])
  })

  it('does not hold its own absence against a program with a long answer', async () => {
    const sandbox = openSandbox({ ...pyodide, workers: 1, limits: { timeoutMs: 300 } })
    await sandbox.run({ id: 'start', code: 'ans = 1' })
    // Longer than what waits between two processes: the worker stands still until it is read.
    const verdict = sandbox.run({
      id: 'long',
      code: 'print(chr(0) * 60_000)\nans = chr(1) * 10_000',
    })
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const start = performance.now(); performance.now() - start < 800;);
    expect((await verdict).status).toBe('ok')
    await sandbox[Symbol.asyncDispose]()
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const verdicts = execute(multiples(100_000), { ...pyodide, signal: controller.signal })
    await verdicts.next()
    controller.abort()
    await expect(async () => {
      for await (const _ of verdicts);
    }).rejects.toThrow(CancelledError)
    expect(workers()).toEqual([])
  })

  it('gives verdicts while its source is silent', async () => {
    async function* slow(): AsyncGenerator<Program> {
      yield { id: 'first', code: 'ans = 1' }
      await new Promise(() => {})
    }
    const verdicts = execute(slow(), pyodide)
    expect((await verdicts.next()).value).toMatchObject({ id: 'first', value: '1' })
    await verdicts.return(undefined)
  })
})
