/** Labelled steps judged by a tiny model in every way in which a model judges. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drain, type RunEvent } from '../../src/core/index.ts'
import type { TableResult } from '../../src/evaluate/index.ts'
import { modelFiles, type TokenLogprobs } from '../../src/model/index.ts'
import type { RunResult } from '../../src/recipe/run.ts'
import { tinyModel } from '../support/tiny-model.ts'

// Models run in threads, which are started from what is built.
const built = (path: string): string => join(import.meta.dirname, '../../dist', path)
const { parseRecipe } = (await import(
  built('recipe/load.js')
)) as typeof import('../../src/recipe/load.ts')
const { runRecipe } = (await import(
  built('recipe/run.js')
)) as typeof import('../../src/recipe/run.ts')
const { openModel, readModelRef } = (await import(
  built('sample/index.js')
)) as typeof import('../../src/sample/index.ts')

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-labelled-steps-'))
  const format = { stem: '\nThe solution above is', correct: ' correct', incorrect: ' incorrect' }
  const evaluator = { 'evaluator-format.json': JSON.stringify(format) }
  for (const [name, more] of [
    ['tiny', {}],
    ['asked', evaluator],
  ] as const) {
    mkdirSync(join(directory, name))
    for (const [file, content] of Object.entries({
      ...modelFiles(tinyModel(1, 640), 'F32'),
      ...more,
    }))
      writeFileSync(join(directory, name, file), content)
  }
  writeFileSync(join(directory, 'few.jsonl'), jsonLines(few))
  writeFileSync(join(directory, 'many.jsonl'), jsonLines(many))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Five solutions, candidates for a step, and a solution that is too long for the model. */
const few = [
  ...Array.from({ length: 5 }, (_, place) => ({
    id: `s${place}`,
    question: `${place} and 2?`,
    steps: [
      { text: `It is ${place}.`, label: 'right' },
      { text: 'So 2.', label: place % 2 ? 'wrong' : 'right' },
      { text: 'End.', label: place % 2 ? 'unknown' : 'right' },
    ],
  })),
  {
    id: 'c',
    question: 'Tom?',
    steps: [{ text: 'Tom has 3.', label: 'unknown' }],
    candidates: [
      { text: 'Tom has 12 apples.', rating: 1 },
      { text: 'Tom is.', rating: -1 },
    ],
  },
  {
    id: 'long',
    question: 'How many?',
    steps: [
      { text: 'One.', label: 'right' },
      { text: 'zq '.repeat(300), label: 'wrong' },
    ],
  },
]
const many = Array.from({ length: 40 }, (_, place) => ({
  problem: `${place}?`,
  steps: ['It is.', 'So.'],
  label: (place % 3) - 1,
}))

interface Ran extends RunResult {
  notes: string[]
}

async function runAs(
  options: { runs?: string; stopAt?: (event: RunEvent) => boolean },
  ...stages: object[]
): Promise<Ran> {
  const text = JSON.stringify({ name: 'judges', description: 'd', seeds: [1], stages })
  const recipe = parseRecipe(text, join(directory, 'a.yaml'))
  const stop = new AbortController()
  const runsDirectory = join(directory, options.runs ?? 'runs')
  const notes: string[] = []
  const result = await drain(runRecipe(recipe, { runsDirectory, signal: stop.signal }), (event) => {
    if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    if (options.stopAt?.(event)) stop.abort()
  })
  return { ...result, notes }
}

const measured = (judge: string, more: object = {}) => ({
  id: judge,
  stage: 'evaluate.steps',
  steps: 'few.jsonl',
  judge,
  label: judge,
  ...more,
})

interface Scores {
  id: string
  steps: (number | null)[]
  candidates: (number | null)[]
}
const scoresOf = ({ runDirectory }: RunResult, id: string): Scores[] =>
  readFileSync(join(runDirectory, id, 'step-scores.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Scores => JSON.parse(line))

describe('labelled steps, judged by a model', () => {
  let ran: Ran
  beforeAll(async () => {
    ran = await runAs(
      {},
      measured('likelihood', { scorer: 'tiny', discount: 0.5 }),
      measured('rationales', { scorer: 'tiny', rationales: 'tiny', maxRationaleTokens: 4 }),
      measured('evaluator', { scorer: 'asked' }),
      measured('judge', { scorer: 'tiny' }),
    )
  })

  it('a step is as good as it is likely after those before it', async () => {
    await using model = await openModel(readModelRef(join(directory, 'tiny')))
    const prompt = 'Question: 1 and 2?\nAnswer:\nIt is 1.'
    const [[found]] = (await model.score([{ prompt, continuations: ['\nSo 2.'] }])) as [
      [TokenLogprobs],
    ]
    const sum = found.tokens.reduce((total, { logprob }, at) => total + logprob * 0.5 ** at, 0)
    const { id, steps } = scoresOf(ran, 'likelihood')[1]!
    expect(id).toBe('s1')
    expect(steps[1]).toBeCloseTo(sum / found.tokens.length, 4)
    expect(steps[1]).toBeLessThan(0)
  })

  it('every judge scores every step that it can read, and says which it cannot', () => {
    for (const judge of ['likelihood', 'rationales', 'evaluator', 'judge']) {
      const scores = scoresOf(ran, judge)
      expect(scores.map(({ steps, candidates }) => [steps.length, candidates.length])).toEqual([
        ...Array.from({ length: 5 }, () => [3, 0]),
        [0, 2],
        [2, 0],
      ])
      const values = scores.flatMap(({ steps, candidates }) => [...steps, ...candidates])
      expect(values.filter((value) => value === null)).toHaveLength(1)
      expect(scores.at(-1)!.steps[1]).toBeNull()
      const told = ran.notes.filter((note) => note.includes('does not read texts as long'))
      expect(told).toHaveLength(4)
      expect(told[0]).toMatch(/^warning: .*: 1 labelled step, .* of 1 of 7 records/)
    }
    for (const { steps } of scoresOf(ran, 'evaluator').slice(0, 5))
      for (const score of steps) expect(score! > 0 && score! < 1).toBe(true)
  })

  it('a rationale changes what is likely', () => {
    const [before, after] = ['likelihood', 'rationales'].map((id) =>
      scoresOf(ran, id).map(({ steps }) => steps),
    )
    expect(after).not.toEqual(before)
  })

  it('results have a table for each thing that the labels can tell', () => {
    const own = ran.results.tables!.filter(({ label }) => label === 'likelihood')
    expect(own.map(({ title }) => title)).toEqual([
      'Steps that are right and wrong',
      'Where the first error is',
      ...own.slice(2, -1).map(({ title }) => title),
      'Which of several steps is best',
    ])
    const [areas, where] = own as [TableResult, TableResult]
    expect(areas.rows[0]!.map(({ text }) => text).slice(0, 3)).toEqual(['likelihood', '16', '1'])
    expect(where.rows[0]![1]).toMatchObject({ value: 2 })
  })
})

it('where nothing can be read, nothing is measured', async () => {
  const question = 'zq '.repeat(300)
  const unread = { question, steps: [{ text: 'One.', label: 'right' }] }
  writeFileSync(join(directory, 'unread.jsonl'), jsonLines([unread]))
  const steps = 'unread.jsonl'
  const ran = await runAs(
    {},
    measured('rationales', { scorer: 'tiny', rationales: 'tiny', steps }),
    measured('evaluator', { scorer: 'asked', steps }),
    measured('judge', { scorer: 'tiny', steps }),
  )
  for (const judge of ['rationales', 'evaluator', 'judge'])
    expect(scoresOf(ran, judge)).toEqual([{ id: 'unread-0', steps: [null], candidates: [] }])
  const counts = ran.results.tables!.map(({ rows }) => rows[0]!.slice(1, 3).map(({ text }) => text))
  expect(counts).toEqual([
    ['0', '1'],
    ['0', '1'],
    ['0', '1'],
  ])
})

it('a run that was stopped goes on to the same bytes', async () => {
  const stage = measured('likelihood', { scorer: 'tiny', steps: 'many.jsonl' })
  const isFirstChunk = (event: RunEvent): boolean =>
    event.type === 'progress' && event.unit === 'records' && event.done === 32
  await expect(runAs({ runs: 'stopped', stopAt: isFirstChunk }, stage)).rejects.toThrow(
    'interrupted',
  )
  const again = await runAs({ runs: 'stopped' }, stage)
  const whole = await runAs({ runs: 'whole' }, stage)
  expect(scoresOf(again, 'likelihood')).toEqual(scoresOf(whole, 'likelihood'))
  expect(scoresOf(whole, 'likelihood')).toHaveLength(40)
  expect(again.results.tables).toEqual(whole.results.tables)
})
