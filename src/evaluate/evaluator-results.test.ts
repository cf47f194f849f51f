import { expect, it } from 'vitest'
import { evaluatorResults } from './evaluator-results.ts'
import { groupsByShareCorrect } from './judged-groups.ts'
import type { Judged } from './judged.ts'
import { stageResultsSchema } from './results.ts'
import type { TableResult } from './results-tables.ts'

/** Problems by their scores: those of correct completions, then those of incorrect ones. */
const run = (...problems: [number[], number[]][]): Judged[] =>
  problems.flatMap(([correct, incorrect], problem) => [
    ...correct.map((score) => ({ problem, score, isCorrect: true })),
    ...incorrect.map((score) => ({ problem, score, isCorrect: false })),
  ])

const judged = run([[0.9, 0.8], [0.1]], [[0.7], [0.75, 0.2]], [[0.6, 0.5], []], [[], [0.3, 0.4]])
const cells = ({ rows }: TableResult): string[][] => rows.map((row) => row.map(({ text }) => text))

it('tables, a figure and no notes of an evaluator that tells right from wrong', () => {
  const problems = [1, 2, 10, undefined].map((steps) => ({ meta: { steps } }))
  const set = { evaluator: 'large', completions: 'SFT', runs: [judged] }
  const { tables, figures, notes } = evaluatorResults([set], problems)
  expect(notes).toEqual([])
  expect(tables.map(({ title }) => title)).toEqual([
    'How well scores tell right from wrong',
    'Are scores probabilities?',
    'By the share of correct completions',
    'By the steps of problems',
  ])
  expect(stageResultsSchema.parse({ tables, figures })).toEqual({ tables, figures })
  // Of 5 × 5 pairs, 0.7 < 0.75, 0.6 < 0.75 and 0.5 < 0.75 are in the wrong order.
  const [summary] = cells(tables[0]!) as [string[]]
  expect(summary.slice(0, 4)).toEqual(['large', 'SFT', '10', '50.0 %'])
  expect(summary[4]).toMatch(/^0\.880 \[0\.\d{3}, \d\.\d{3}\]$/)
  expect(summary[5]).toMatch(/^0\.750 \[/)
  expect(summary.slice(6)).toEqual(['2', '0.285', '0.141'])
  expect(tables[0]!.rows[0]![4]!.value).toBeCloseTo(0.88, 12)
  expect(cells(tables[2]!).map((row) => row.slice(1, 6))).toEqual([
    ['none', '1', '2', '0.0 %', '0.350'],
    ['20 – 40 %', '1', '3', '33.3 %', '0.550'],
    ['60 – 80 %', '1', '3', '66.7 %', '0.600'],
    ['all', '1', '2', '100.0 %', '0.550'],
  ])
  expect(cells(tables[2]!).map((row) => row[6]!.slice(0, 5))).toEqual(['–', '0.500', '1.000', '–'])
  expect(cells(tables[3]!).map((row) => row[1])).toEqual(['1', '2', '10'])
  expect(figures[0]!.series.map(({ label, points }) => [label, points.length])).toEqual([
    ['large on SFT', 9],
    ['calibrated', 0],
  ])
})

it.each<[string, Judged[], string]>([
  ['one score', run([[0.5], [0.5]]), 'The evaluator gives every completion the same score, 0.5.'],
  [
    'nearly one score, and one word',
    run([[0.981], [0.985]]),
    'The evaluator gives every completion nearly the same score, 0.981 to 0.985. The evaluator says `correct` of every completion.',
  ],
  ['always correct', run([[0.99], [0.6]]), 'The evaluator says `correct` of every completion.'],
  ['always incorrect', run([[0.4], [0.1]]), 'The evaluator says `incorrect` of every completion.'],
  [
    'one reward',
    run([[-3], [-3]]),
    'The evaluator gives every completion the same score, −3. Some scores are no probabilities (0 to 1), so calibration is not measured.',
  ],
  [
    'all correct',
    run([[0.4, 0.6], []]),
    'Every completion is correct, so there is nothing to tell apart and no AUC.',
  ],
  [
    'all incorrect',
    run([[], [0.4, 0.6]]),
    'Every completion is incorrect, so there is nothing to tell apart and no AUC.',
  ],
])('says so of an evaluator that cannot tell: %s', (_, own, sentence) => {
  const set = { evaluator: 'e', completions: 'c', runs: [own] }
  const { notes, tables } = evaluatorResults([set], [{}])
  expect(notes.map(({ message }) => message.replace('e on c: ', '')).join(' ')).toBe(sentence)
  for (const { message } of notes) expect(tables[0]!.caption).toContain(message)
})

it('rewards outside of 0…1 have an area and no calibration', () => {
  const set = { evaluator: 'reward', completions: 'c', runs: [run([[2.5, 1], [-4]])] }
  const { tables, figures } = evaluatorResults([set], [{}])
  expect(cells(tables[0]!)[0]!.slice(7)).toEqual(['–', '–'])
  expect(cells(tables[0]!)[0]![4]).toMatch(/^1\.000 \[/)
  expect(tables).toHaveLength(2)
  expect(figures).toEqual([])
})

it('says how many runs have one kind only, and that intervals are over runs', () => {
  const runs = [judged, run([[0.4], []])]
  const { tables, notes } = evaluatorResults([{ evaluator: 'e', completions: 'c', runs }], [{}])
  expect(notes[0]!.message).toBe(
    'e on c: The AUC leaves out 1 of 2 runs, whose completions are all correct or all incorrect.',
  )
  expect(tables[0]!.caption).toContain('Intervals are over problems and runs.')
})

it('groups of shares have their upper bound, but for all', () => {
  const shares = [1, 2, 3, 4, 5].map((count): [number[], number[]] => [
    Array.from({ length: count }, () => 1),
    Array.from({ length: 5 - count }, () => 0),
  ])
  expect(groupsByShareCorrect([run(...shares)]).map(({ name }) => name)).toEqual([
    '0 – 20 %',
    '20 – 40 %',
    '40 – 60 %',
    '60 – 80 %',
    'all',
  ])
})
