/** `reckoner evaluate --scores`: how good the scores of stored verdicts are. */
import { beforeAll, expect, it } from 'vitest'
import {
  path,
  printed,
  put,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'
import type { MetricRow, TableResult } from '../../evaluate/index.ts'
import { evaluateCommand } from './evaluate.ts'

useOfflineCommands()

const optionsWith = (predictions: string, ...more: string[]): string[] => [
  '--problems',
  path('problems.jsonl'),
  '--predictions',
  path(predictions),
  ...more,
]
const scoredBy = (...files: string[]): string[] => ['--scores', ...files.map(path)]

const places = Array.from({ length: 40 }, (_, place) => ({
  problemId: `p${place >> 2}`,
  index: place % 4,
}))
const isCorrect = (place: number): boolean => place % 3 === 0

beforeAll(() => {
  put(
    'problems.jsonl',
    ...Array.from({ length: 10 }, (_, place) => ({ id: `p${place}`, question: 'q', answer: '42' })),
  )
  put(
    'verdicts.jsonl',
    ...places.map((each, place) => ({
      ...each,
      verdict: isCorrect(place) ? 'correct' : 'incorrect',
      answer: isCorrect(place) ? '42' : '7',
      reason: 'after ####',
    })),
  )
  // Wrong of completion 0, which is correct: below all 26 incorrect ones, of 14 correct ones.
  put(
    'scores.jsonl',
    ...places.map((each, place) => ({
      ...each,
      score: place === 0 ? 0.1 : isCorrect(place) ? 0.9 : 0.3,
    })),
  )
  put('flat.jsonl', ...places.map((each) => ({ ...each, score: 0.5 })))
  put('few.jsonl', ...places.slice(2).map((each) => ({ ...each, score: 0.5 })))
  put('predictions.jsonl', { problemId: 'p0', answer: '42' })
})

it('prints the tables below the metrics', async () => {
  const options = optionsWith('verdicts.jsonl', ...scoredBy('scores.jsonl'))
  expect(await run('evaluate', ...options)).toBe(0)
  expect(printed.stdout).toMatch(/\nverdicts +accuracy +35\.0 %/)
  expect(printed.stdout).toContain('How well scores tell right from wrong\n')
  expect(printed.stdout).toMatch(/\nscores +verdicts +40 +35\.0 % +0\.929 \[/)
  expect(printed.stdout).toMatch(/\nscores on verdicts +0\.8 – 0\.9 +13 +0\.900 +100\.0 %/)
  expect(printed.stdout).toContain('By the share of correct completions\n')
  expect(printed.stderr).toBe('')
})

it('prints the same as JSON; without scores there are no tables', async () => {
  await run('evaluate', ...optionsWith('verdicts.jsonl', ...scoredBy('scores.jsonl'), '--json'))
  const { metrics, tables } = JSON.parse(printed.stdout) as {
    metrics: MetricRow[]
    tables: TableResult[]
  }
  expect(metrics[0]!.value).toBe(0.35)
  expect(tables[0]!.rows[0]![4]!.value).toBeCloseTo(13 / 14, 12)
  printed.stdout = ''
  await run('evaluate', ...optionsWith('verdicts.jsonl', '--json'))
  expect(Object.keys(JSON.parse(printed.stdout) as object)).toEqual(['metrics', 'comparisons'])
})

it.each([
  [
    ['few.jsonl'],
    /few\.jsonl: 2 completions have no score; the first is completion 0 of problem "p0"$/,
  ],
  [['scores.jsonl', 'few.jsonl'], /few\.jsonl: 2 completions have no score/],
  [['verdicts.jsonl'], /verdicts\.jsonl is given twice$/],
  [
    ['predictions.jsonl'],
    /^--scores .*: it holds predictions \{problemId, answer\}, not scores \{problemId, index, score\}$/,
  ],
])('refuses what are no scores of the verdicts: %s', async (files, message) => {
  const options = optionsWith('verdicts.jsonl', ...scoredBy(...files))
  await expect(evaluateCommand().parseAsync(options, { from: 'user' })).rejects.toThrow(message)
  expect(await run('evaluate', ...options)).toBe(2)
})

it('judges several files of scores by one file of verdicts', async () => {
  const both = scoredBy('flat.jsonl', 'scores.jsonl')
  await run('evaluate', ...optionsWith('verdicts.jsonl', ...both, '--json'))
  const { metrics, tables } = JSON.parse(printed.stdout) as {
    metrics: MetricRow[]
    tables: TableResult[]
  }
  expect(metrics.map(({ series, value }) => [series, value])).toEqual([['verdicts', 0.35]])
  const [summary] = tables
  expect(summary!.rows.map((row) => row.slice(0, 2).map(({ text }) => text))).toEqual([
    ['flat', 'verdicts'],
    ['scores', 'verdicts'],
  ])
  expect(summary!.rows[0]![4]!.value).toBe(0.5)
  expect(summary!.rows[1]![4]!.value).toBeCloseTo(13 / 14, 12)
})

it('asks for one file of scores each, where there are several files of verdicts', async () => {
  put(
    'again.jsonl',
    ...places.map((each) => ({ ...each, verdict: 'correct', answer: '42', reason: 'r' })),
  )
  const parse = (...files: string[]): Promise<unknown> =>
    evaluateCommand().parseAsync(
      [
        ...optionsWith('verdicts.jsonl'),
        ...files.map(path),
        ...scoredBy('scores.jsonl', 'flat.jsonl'),
      ],
      { from: 'user' },
    )
  await expect(parse('again.jsonl', 'more.jsonl')).rejects.toThrow(
    '--scores has 2 files, --predictions has 3',
  )
  await expect(parse('verdicts.jsonl')).rejects.toMatchObject({
    message: expect.stringMatching(/verdicts\.jsonl is given 2 times$/) as string,
    hint: 'Name the file of verdicts once, whatever the number of files of scores.',
  })
  printed.stdout = ''
  await parse('again.jsonl')
  expect(printed.stdout).toMatch(/\nscores +verdicts +40 +35\.0 %/)
  expect(printed.stdout).toMatch(/\nflat +again +40 +100\.0 %/)
})

it('refuses scores of predictions, which have no index', async () => {
  const options = optionsWith('predictions.jsonl', ...scoredBy('scores.jsonl'))
  await expect(evaluateCommand().parseAsync(options, { from: 'user' })).rejects.toThrow(
    /^--predictions .*: it holds predictions \{problemId, answer\}, not verdicts/,
  )
})
