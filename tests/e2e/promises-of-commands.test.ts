/** What commands say of logs and completions that they did not write. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-promises-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const reckoner = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd: directory })

const stamp = { at: '2026-01-01T00:00:00.000Z', runId: 'a' }
function runOf(name: string, ...events: object[]): string {
  const run = join(directory, `${name}-00000000`)
  mkdirSync(run)
  writeFileSync(
    join(run, 'events.jsonl'),
    events.map((each) => `${JSON.stringify({ ...stamp, ...each })}\n`).join(''),
  )
  return run
}
const about = { recipe: 'x', runDirectory: directory }
const start = { type: 'run-start', ...about, stages: ['a'] }

it('watch has the status 0 for a run that has finished, with and without --json', () => {
  const run = runOf('finished', start, { type: 'run-end', ...about, seconds: 1 })
  expect([reckoner('watch', run, '--json').status, reckoner('watch', run).status]).toEqual([0, 0])
})

it('watch sends no control sequences of a log to the terminal', () => {
  const run = runOf(
    'hostile',
    start,
    { type: 'note', level: 'info', message: '\u001B]52;c;AAAA\u0007\u001B[2J' },
    { type: 'run-error', ...about, message: 'bad row: \u001B]0;title\u0007', code: 'data' },
  )
  expect(reckoner('watch', run).stderr).not.toContain('\u001B')
})

it('the choice in a trace names one candidate, also of several models', () => {
  const texts = ['#### 1', '#### 2', '#### 2']
  const rows = texts.map((text, index) =>
    JSON.stringify({ problemId: 'a', index: 0, text, modelId: `m${index}` }),
  )
  writeFileSync(join(directory, 'c.jsonl'), rows.join('\n'))
  const { stdout } = reckoner(
    'select',
    '--strategy',
    'majorityVote',
    '--completions',
    'c.jsonl',
    '--trace',
  )
  const { answer, trace } = JSON.parse(stdout) as {
    answer: string
    trace: { candidates: { answer: string }[]; choice: number }
  }
  expect(trace.candidates[trace.choice]).toMatchObject({ answer })
})
