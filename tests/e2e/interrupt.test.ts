/**
 * Ctrl-C stops a command, keeps its work and says so in its exit status; a second one stops it at
 * once.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let runs: string
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'reckoner-interrupt-'))
})
afterEach(() => rmSync(runs, { recursive: true, force: true }))

const child = join(import.meta.dirname, '..', 'support', 'interrupted-child.ts')

/** Starts the child and waits until it has finished some of its second stage. */
async function startWorking(): Promise<{
  process: ChildProcess
  stderr: () => string
  exit: Promise<number | null>
}> {
  const started = spawn(process.execPath, ['--import', 'tsx', child, runs], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  started.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => started.once('exit', resolve))
  await new Promise<void>((resolve) => {
    started.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('"done":2,')) resolve()
    })
  })
  return { process: started, stderr: () => stderr, exit }
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends with status 130, keeps partial work and releases the locks',
  async (signal) => {
    const running = await startWorking()
    running.process.kill(signal)
    expect(await running.exit).toBe(130)
    expect(running.stderr()).toMatch(/^stopping: finished work is kept.*\n$/)
    const [key] = readdirSync(join(runs, 'partial'))
    expect(readdirSync(join(runs, 'partial', key!)).length).toBeGreaterThanOrEqual(2)
    expect(readdirSync(join(runs, 'artifacts')).filter((name) => name.startsWith('.'))).toEqual([])
    expect(readdirSync(join(runs, '.locks'))).toEqual([])
  },
)

it('a command that writes a file leaves nothing of it', async () => {
  const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
  const out = join(runs, 'problems.jsonl')
  const started = spawn(
    process.execPath,
    [main, 'data', 'problems', '--count', '100000000', '--out', out],
    { stdio: 'pipe' },
  )
  let stderr = ''
  started.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => started.once('exit', resolve))
  while (readdirSync(runs).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  started.kill('SIGINT')
  expect(await exit).toBe(130)
  expect(stderr).toBe('reckoner: interrupted\n')
  expect(readdirSync(runs)).toEqual([])
})

it('a command that writes two files leaves nothing of either', async () => {
  const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
  const mapping = ['--map', 'question=q', '--map', 'completion=c', '--out', runs]
  const started = spawn(process.execPath, [main, 'data', 'import', '-', ...mapping], {
    stdio: 'pipe',
  })
  // The first records are read before files are opened
  started.stdin.write('{"q": "1 + 1", "c": "2"}\n'.repeat(20))
  let stderr = ''
  started.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = new Promise<number | null>((resolve) => started.once('exit', resolve))
  while (readdirSync(runs).length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  started.kill('SIGINT')
  expect(await exit).toBe(130)
  expect(stderr).toBe('reckoner: interrupted\n')
  expect(readdirSync(runs)).toEqual([])
})

it('a second Ctrl-C ends it at once', async () => {
  const running = await startWorking()
  running.process.kill('SIGSTOP')
  running.process.kill('SIGINT')
  running.process.kill('SIGTERM')
  running.process.kill('SIGCONT')
  expect(await running.exit).toBe(130)
})
