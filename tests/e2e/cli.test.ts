/**
 * The built command line: exit statuses, what goes to stdout and stderr, and how it ends when
 * nobody reads on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-cli-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function reckoner(...values: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...values], {
    encoding: 'utf8',
    cwd: directory,
  })
  return { status, stdout, stderr }
}

const cost = { stage: 'sft@1', seconds: 1, tokens: 2, completions: 3, peakMemoryBytes: 4e8 }
const metric = {
  name: 'accuracy',
  model: 'base',
  strategy: 'greedy',
  dataset: 'test',
  value: 0.5,
  ci95: [0.4, 0.6],
  n: 100,
}

function writeRun(name: string, results?: object): void {
  mkdirSync(join(directory, 'runs', name), { recursive: true })
  writeFileSync(join(directory, 'runs', name, 'events.jsonl'), '')
  if (results) writeFileSync(join(directory, 'runs', name, 'results.json'), JSON.stringify(results))
}

beforeAll(() => {
  const results = {
    recipe: 'tiny',
    seedList: [1],
    metrics: [metric],
    comparisons: [],
    cost: [cost],
  }
  writeRun('tiny-00000001', results)
  writeRun('large-00000001', { ...results, metrics: Array.from({ length: 20_000 }, () => metric) })
  writeRun('two-00000001', results)
  writeRun('two-00000002', results)
  writeRun('unfinished-00000001')
  writeRun('damaged-00000001', { recipe: 'x' })
  writeFileSync(
    join(directory, 'bad.yaml'),
    'name: bad\ndescription: x\nseeds: [1]\nstages:\n  - id: a\n    stage: no.such\n',
  )
})

describe('exit status', () => {
  const statuses: [status: number, values: string[]][] = [
    [0, ['--version']],
    [0, ['--help']],
    [0, ['run', '--help']],
    [0, ['report', 'tiny']],
    [2, []],
    [2, ['no-such-command']],
    [2, ['run']],
    [2, ['run', 'tiny', '--no-such-option']],
    [2, ['run', 'no-such-recipe']],
    [2, ['run', 'bad.yaml']],
    [2, ['run', 'bad.yaml', '--set', 'nonsense']],
    [2, ['report', 'no-such-run']],
    [2, ['report', 'two']],
    [2, ['report', 'unfinished']],
    [2, ['report', 'damaged']],
  ]
  it.each(sliceOf(statuses, 5))('%d for %j', (status, values) => {
    const result = reckoner(...values)
    expect(result.status).toBe(status)
    if (status === 0) expect(result.stderr).toBe('')
    else {
      expect(result.stdout).toBe('')
      expect(result.stderr).not.toMatch(/^ +at /m)
    }
  })
})

it('says what failed, where, and what to do next', () => {
  expect(reckoner('run', 'bad.yaml').stderr).toMatch(
    /^reckoner: bad\.yaml:6:5: a\.stage: there is no stage "no\.such".*\n {2}→ Correct the recipe or the --set option, and run the command again\.\n$/,
  )
  expect(reckoner('report', 'unfinished').stderr).toMatch(
    /has no results yet\n {2}→ Finish the run: reckoner run /,
  )
  expect(reckoner('report', 'two').stderr).toContain('two-00000001, two-00000002')
})

it('prints the results of a run as a table, or as JSON', () => {
  const table = reckoner('report', 'tiny').stdout
  expect(table).toMatch(/test +base +greedy +accuracy +50\.0 % +40\.0 – 60\.0 % +100\n/)
  expect(table).toContain(`report: ${join('runs', 'tiny-00000001', 'report.html')}`)
  expect(
    JSON.parse(reckoner('report', join('runs', 'tiny-00000001'), '--json').stdout),
  ).toMatchObject({ recipe: 'tiny' })
})

it('every command knows --json', () => {
  const names = [...reckoner('--help').stdout.matchAll(/^ {2}([a-z]+)(?: \[options\])/gm)].map(
    (match) => match[1]!,
  )
  expect(names).toContain('verify')
  for (const name of sliceOf(names, 5)) expect(reckoner(name, '--help').stdout).toContain('--json')
})

it('the doctor finds the runtime working', () => {
  const checks = reckoner('doctor', '--json')
    .stdout.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; ok: boolean })
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(checks.map(({ name }) => name)).toContain('runtime')
})

it('ends quietly when its reader has seen enough', async () => {
  const child = spawn(process.execPath, [main, 'report', 'large'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdout.once('data', () => child.stdout.destroy())
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
  expect(stderr).toBe('')
})
