/**
 * Standard output that takes no more: a full disk is an error for every command that prints, a
 * reader that has gone is none.
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-output-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const pairs = `${JSON.stringify({ gold: '1', prediction: '1.0' })}\n`.repeat(20_000)

beforeAll(() => {
  writeFileSync(
    join(directory, 'problems.jsonl'),
    `${JSON.stringify({ id: 'a', question: 'One?', answer: '1' })}\n`,
  )
  writeFileSync(
    join(directory, 'predictions.jsonl'),
    `${JSON.stringify({ problemId: 'a', answer: '1' })}\n`,
  )
  writeFileSync(join(directory, 'pairs.jsonl'), pairs)
  mkdirSync(join(directory, 'runs', 'tiny-00000001'), { recursive: true })
  writeFileSync(join(directory, 'runs', 'tiny-00000001', 'events.jsonl'), '')
  const results = { recipe: 'tiny', seedList: [1], metrics: [], comparisons: [], cost: [] }
  writeFileSync(join(directory, 'runs', 'tiny-00000001', 'results.json'), JSON.stringify(results))
})

describe.skipIf(process.platform !== 'linux')('a full disk', () => {
  const printing: [values: string[]][] = [
    [['--help']],
    [['--version']],
    [['doctor', '--json']],
    [['report', 'tiny']],
    [['run', 'tiny', '--dry-run']],
    [['evaluate', '--problems', 'problems.jsonl', '--predictions', 'predictions.jsonl']],
    [['evaluate', '--problems', 'problems.jsonl', '--predictions', 'predictions.jsonl', '--json']],
    [['equal', '1', '1']],
    [['equal', '--in', 'pairs.jsonl']],
    [['exec', 'ans = 1']],
    [['data', 'problems', '--count', '3']],
  ]
  it.each(sliceOf(printing, 5))('fails %j with a sentence', (values) => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [main, ...values], {
      cwd: directory,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    closeSync(full)
    expect(stderr).toMatch(
      /^reckoner: cannot write to standard output \(ENOSPC\)\n {2}→ The disk is full: /m,
    )
    expect(stderr).not.toMatch(/^ +at /m)
    expect(status).toBe(1)
  })

  /**
   * A limit on the size of files behaves as a disk does that fills up: the last write is a short
   * one.
   */
  const limited = (command: string): { status: number | null; stderr: string } =>
    spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 100; "$0" "$1" ${command}`, process.execPath, main],
      {
        cwd: directory,
        encoding: 'utf8',
      },
    )

  it('is noticed where a part of the output still fits', () => {
    const { status, stderr } = limited('equal --in pairs.jsonl > part.out')
    expect(stderr).toContain('cannot write to standard output (EFBIG)')
    expect(status).toBe(1)
    expect(statSync(join(directory, 'part.out')).size).toBe(100 * 1024)
  })

  it('leaves no part of a file that was to be written', () => {
    const before = readdirSync(directory)
    const { status, stderr } = limited('equal --in pairs.jsonl --out whole.jsonl')
    expect(stderr).toContain('cannot write whole.jsonl (EFBIG)')
    expect(status).toBe(1)
    expect(readdirSync(directory)).toEqual(before)
  })
})

describe('a reader that has gone', () => {
  it('ends a command quietly, and what it was writing is forgotten', async () => {
    const before = readdirSync(directory)
    const child = spawn(process.execPath, [main, 'data', 'problems', '--count', '100000'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    expect(stderr).toBe('')
    expect(readdirSync(directory)).toEqual(before)
  })

  it('of messages stops nothing', async () => {
    const args = [main, 'equal', '--in', 'pairs.jsonl', '--out', 'compared.jsonl']
    const child = spawn(process.execPath, args, {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.destroy()
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    expect(statSync(join(directory, 'compared.jsonl')).size).toBeGreaterThan(pairs.length)
  })
})

it('a command that can only wait for ever fails, and leaves no output', () => {
  // Renaming is what the file of the output waits for last.
  const never = `import files from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    files.rename = () => new Promise(() => {})
    syncBuiltinESMExports()`
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(never)}`,
      main,
      'equal',
      '--in',
      'pairs.jsonl',
      '--out',
      'equal.jsonl',
    ],
    { cwd: directory, encoding: 'utf8' },
  )
  expect({ status, isTold: stderr.includes('waits for nothing') }).toEqual({
    status: 1,
    isTold: true,
  })
  expect(readdirSync(directory)).not.toContain('equal.jsonl')
})
