/**
 * Ctrl-C stops a command, keeps its work and says so in its exit status; a second one stops it at
 * once.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
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

it('a recipe leaves the results of the seeds that are done, shows them, and goes on', async () => {
  const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
  const command = [main, 'run', 'tiny', '--set', 'seeds=[1, 2]', '--runs', runs]
  const started = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr, isStopped] = ['', '', false]
  started.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  started.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    if (!isStopped && stderr.includes('sft@2: started')) isStopped = started.kill('SIGINT')
  })
  expect(await new Promise((resolve) => started.once('close', resolve))).toBe(130)
  expect(stdout).toBe('')
  const [, first, stopped] = stderr.split('not all yet: ')
  expect(first).toMatch(/^the results of 1 of 2 seeds\n[^]*accuracy/)
  expect(stopped).toMatch(/^stopped after \d+ of \d+ stages: the results of 1 of 2 seeds\n/)
  const lines = (text: string): string[] => text.split('\n').filter((line) => / {2}\d/.test(line))
  expect(lines(stopped!)).toEqual(lines(first!).filter((line) => lines(stopped!).includes(line)))
  expect(lines(stopped!).length).toBeGreaterThan(2)
  const [, report] = /report: (.*)\n/.exec(stopped!)!
  expect(readFileSync(resolve(report!), 'utf8')).toContain('stopped after')

  const rest = spawnSync(process.execPath, command, { encoding: 'utf8' })
  expect(rest.status).toBe(0)
  expect(rest.stdout).not.toContain('not all yet')
  expect(readFileSync(resolve(report!), 'utf8')).not.toContain('stopped after')
})

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
