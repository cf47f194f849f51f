/** `reckoner evaluate --scores`: how good the scores of stored verdicts are. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MetricRow, TableResult } from '../../src/evaluate/index.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-scores-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const write = (name: string, records: readonly object[]): void =>
  writeFileSync(join(directory, name), records.map((each) => `${JSON.stringify(each)}\n`).join(''))
const reckoner = (command: string) =>
  spawnSync(process.execPath, [main, ...command.split(' ')], { encoding: 'utf8', cwd: directory })
const evaluated = 'evaluate --problems problems.jsonl --predictions verdicts.jsonl'

const places = Array.from({ length: 40 }, (_, place) => ({
  problemId: `p${place >> 2}`,
  index: place % 4,
}))
const isCorrect = (place: number): boolean => place % 3 === 0

beforeAll(() => {
  write(
    'problems.jsonl',
    Array.from({ length: 10 }, (_, place) => ({ id: `p${place}`, question: 'q', answer: '42' })),
  )
  write(
    'verdicts.jsonl',
    places.map((each, place) => ({
      ...each,
      verdict: isCorrect(place) ? 'correct' : 'incorrect',
      answer: isCorrect(place) ? '42' : '7',
      reason: 'after ####',
    })),
  )
  // Wrong of completion 0, which is correct: below all 26 incorrect ones, of 14 correct ones.
  write(
    'scores.jsonl',
    places.map((each, place) => ({
      ...each,
      score: place === 0 ? 0.1 : isCorrect(place) ? 0.9 : 0.3,
    })),
  )
  write(
    'few.jsonl',
    places.slice(2).map((each) => ({ ...each, score: 0.5 })),
  )
  write('predictions.jsonl', [{ problemId: 'p0', answer: '42' }])
})

it('prints the tables below the metrics', () => {
  const { stdout, stderr, status } = reckoner(`${evaluated} --scores scores.jsonl`)
  expect([stderr, status]).toEqual(['', 0])
  expect(stdout).toContain('verdicts     accuracy  35.0 %')
  expect(stdout).toContain('How well scores tell right from wrong\n')
  expect(stdout).toMatch(/\nscores +verdicts +40 +35\.0 % +0\.929 \[/)
  expect(stdout).toMatch(/\nscores on verdicts +0\.8 – 0\.9 +13 +0\.900 +100\.0 %/)
  expect(stdout).toContain('By the share of correct completions\n')
})

it('prints the same as JSON; without scores there are no tables', () => {
  const { stdout } = reckoner(`${evaluated} --scores scores.jsonl --json`)
  const { metrics, tables } = JSON.parse(stdout) as { metrics: MetricRow[]; tables: TableResult[] }
  expect(metrics[0]!.value).toBe(0.35)
  expect(tables[0]!.rows[0]![4]!.value).toBeCloseTo(13 / 14, 12)
  expect(Object.keys(JSON.parse(reckoner(`${evaluated} --json`).stdout) as object)).toEqual([
    'metrics',
    'comparisons',
  ])
})

it.each([
  [
    'few.jsonl',
    'few.jsonl: 2 completions have no score; the first is completion 0 of problem "p0"',
  ],
  ['scores.jsonl few.jsonl', '--scores has 2 files, --predictions has 1'],
  ['verdicts.jsonl', 'verdicts.jsonl is given twice'],
  ['problems.jsonl', 'problems.jsonl is given twice'],
  [
    'predictions.jsonl',
    '--scores predictions.jsonl: it holds predictions {problemId, answer}, not scores {problemId, index, score}',
  ],
])('refuses what are no scores of the verdicts: %s', (files, message) => {
  const { stderr, status } = reckoner(`${evaluated} --scores ${files}`)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})

it('refuses scores of predictions, which have no index', () => {
  const { stderr, status } = reckoner(
    'evaluate --problems problems.jsonl --predictions predictions.jsonl --scores scores.jsonl',
  )
  expect(stderr).toContain(
    '--predictions predictions.jsonl: it holds predictions {problemId, answer}, not verdicts',
  )
  expect(status).toBe(2)
})
