/** The stage `infer` with scores: what it takes, what it refuses, what it is called in results. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { drain } from '../../core/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { defineStage } from '../stage.ts'
import { jsonLines, writeOut } from './files.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-infer-scores-'))
  writeFileSync(join(directory, 'problems.jsonl'), '{"id":"p","question":"q","answer":"42"}\n')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Three completions answer 5, two 42, one 7; the evaluator likes the 7 best, then a 42. */
const texts = ['#### 5', '#### 42', '#### 5', '#### 7', '#### 42.0', '#### 5']
const values = [0.25, 0.75, 0.25, 0.875, 0.5, 0.125]

const drawn = defineStage({
  version: 1,
  description: 'Completions.',
  settings: z.strictObject({ label: z.string() }),
  label: 'label',
  inputs: {},
  makes: ['completions'],
  perSeed: false,
  async *run({ out }) {
    const rows = texts.map((text, index) => ({ problemId: 'p', index, text }))
    await writeOut({ out }, 'completions.jsonl', jsonLines(rows))
    await writeOut({ out }, 'drawn-from.json', '{"seed":1,"numGenerations":6,"temperature":1}')
    yield { type: 'note', level: 'info', message: 'drawn' }
  },
})

const scored = defineStage({
  version: 1,
  description: 'Scores.',
  settings: z.strictObject({ skip: z.int().default(-1) }),
  inputs: {},
  makes: ['scores'],
  perSeed: false,
  async *run({ out, settings: { skip } }) {
    const rows = values.map((score, index) => ({ problemId: 'p', index, score }))
    await writeOut({ out }, 'scores.jsonl', jsonLines(rows.filter(({ index }) => index !== skip)))
    yield { type: 'note', level: 'info', message: 'scored' }
  },
})

async function runWith(...more: object[]): Promise<RunResult> {
  const text = JSON.stringify({
    name: 'scores',
    description: 'Choices.',
    seeds: [1],
    stages: [
      { id: 'drawn', stage: 'toy.drawn', label: 'own' },
      { id: 'scored', stage: 'toy.scored' },
      ...more,
    ],
  })
  const registry = { ...stages, 'toy.drawn': drawn, 'toy.scored': scored }
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  return drain(runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry))
}

const choice = { stage: 'infer', problems: 'problems.jsonl', completions: 'drawn', label: 'own' }

it('chooses by scores, and results name the strategy with its options', async () => {
  const scores = 'scored'
  const { results, runDirectory } = await runWith(
    { ...choice, id: 'vote', strategy: 'majorityVote' },
    { ...choice, id: 'best', strategy: 'bestOfN', scores },
    { ...choice, id: 'two', strategy: 'rerankTopClusters', clusters: 2, scores, trace: true },
    { ...choice, id: 'all', strategy: 'rerankTopClusters', scores },
    { ...choice, id: 'sum', strategy: 'weightedVote', scores },
    {
      id: 'accuracies',
      stage: 'evaluate',
      problems: 'problems.jsonl',
      completions: ['vote', 'best', 'two', 'all', 'sum'],
      examples: 0,
    },
  )
  expect(results.metrics.map(({ strategy, value }) => [strategy, value])).toEqual([
    ['majorityVote', 0],
    ['bestOfN', 0],
    ['rerankTopClusters clusters=2', 1],
    ['rerankTopClusters clusters=8', 0],
    ['weightedVote', 1],
  ])
  const [prediction] = readFileSync(join(runDirectory, 'two/predictions.jsonl'), 'utf8').split('\n')
  expect(JSON.parse(prediction!)).toMatchObject({
    answer: '42',
    text: '#### 42',
    cost: { completions: 6, evaluatorCalls: 3 },
    trace: { choice: 1 },
  })
})

it('says before anything runs which options and inputs do not fit', async () => {
  const faults = await runWith(
    { ...choice, id: 'best', strategy: 'bestOfN' },
    { ...choice, id: 'top', strategy: 'rerankTopClusters', scores: 'scored', best: 3 },
    { ...choice, id: 'vote', strategy: 'majorityVote', scores: 'scored', clusters: 3 },
  ).then(
    () => '',
    (error: unknown) => String(error),
  )
  expect(faults).toContain('best.strategy: bestOfN needs scores: name their stage or file')
  expect(faults).toContain(
    'top.best: the strategy rerankTopClusters does not read best: it reads clusters',
  )
  expect(faults).toContain('vote.scores: the strategy majorityVote chooses without scores')
  expect(faults).toContain('vote.clusters: the strategy majorityVote does not read clusters')
})

it('needs the scores of what it chooses among', async () => {
  const best = { ...choice, id: 'best', strategy: 'bestOfN', scores: 'few' }
  await expect(runWith({ id: 'few', stage: 'toy.scored', skip: 3 }, best)).rejects.toThrow(
    'there is no score of completion 3 of problem "p", which the strategy bestOfN needs',
  )
  await expect(
    runWith(
      { ...best, strategy: 'rerankTopClusters', clusters: 2 },
      { id: 'few', stage: 'toy.scored', skip: 3 },
    ),
  ).resolves.toBeDefined()
  writeFileSync(join(directory, 'other.jsonl'), '{"problemId":"p","index":6,"score":1}\n')
  await expect(runWith({ ...best, scores: 'other.jsonl' })).rejects.toThrow(
    'other.jsonl:1: there is no completion 6 of problem "p"',
  )
})
