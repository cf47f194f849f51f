/** The stage `infer.choose`: which strategy it takes, and what it keeps with it. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { drain } from '../../core/index.ts'
import { readSolver } from '../../infer/index.ts'
import { modelDirectory, readModelRef } from '../../sample/index.ts'
import { checkArtifacts } from '../../store/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { defineStage } from '../stage.ts'
import { jsonLines, writeOut } from './files.ts'
import { stages } from './index.ts'

const base = modelDirectory(readModelRef('base-250k'), 'a test')
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-choose-'))
  const lines = ['a', 'b'].map((id) => `{"id":"${id}","question":"q","answer":"42"}\n`)
  writeFileSync(join(directory, 'problems.jsonl'), lines.join(''))
  const evaluator = join(directory, 'evaluator')
  cpSync(base, evaluator, { recursive: true })
  const format = { stem: '\nThe solution above is', correct: ' correct', incorrect: ' incorrect' }
  writeFileSync(join(evaluator, 'evaluator-format.json'), JSON.stringify(format))
  writeFileSync(join(evaluator, 'training-log.jsonl'), '')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** The vote solves neither; the best score and two clusters solve both, two clusters with less. */
const texts = ['#### 5', '#### 42', '#### 5', '#### 7', '#### 42.0', '#### 5']
const values = [0.25, 0.75, 0.25, 0.5, 0.5, 0.125]

const drawn = defineStage({
  version: 1,
  description: 'Completions.',
  settings: z.strictObject({
    label: z.string(),
    temperature: z.number().default(0.5),
    format: z.string().default('plain'),
  }),
  label: 'label',
  inputs: { model: { kind: 'model', takes: 'model', optional: true } },
  makes: ['completions'],
  perSeed: true,
  async *run({ out, settings: { temperature, format: name } }) {
    const rows = ['a', 'b'].flatMap((problemId) =>
      texts.map((text, index) => ({ problemId, index, text })),
    )
    await writeOut({ out }, 'completions.jsonl', jsonLines(rows))
    const promptFormat = { name, template: 'Q: {question}' }
    const from = { seed: 1, numGenerations: 6, temperature, promptFormat }
    await writeOut({ out }, 'drawn-from.json', JSON.stringify(from))
    yield { type: 'note', level: 'info', message: 'drawn' }
  },
})

const scored = defineStage({
  version: 1,
  description: 'Scores.',
  settings: z.strictObject({}),
  inputs: {},
  makes: ['scores'],
  perSeed: false,
  async *run({ out }) {
    const rows = ['a', 'b'].flatMap((problemId) =>
      values.map((score, index) => ({ problemId, index, score })),
    )
    await writeOut({ out }, 'scores.jsonl', jsonLines(rows))
    yield { type: 'note', level: 'info', message: 'scored' }
  },
})

/** Solves one of the two problems. */
const greedy = defineStage({
  version: 1,
  description: 'One completion of each problem.',
  settings: z.strictObject({ label: z.string() }),
  label: 'label',
  inputs: {},
  makes: ['completions'],
  perSeed: true,
  async *run({ out }) {
    const rows = ['a', 'b'].map((problemId) => ({
      problemId,
      index: 0,
      text: problemId === 'a' ? '#### 42' : '#### 5',
    }))
    await writeOut({ out }, 'completions.jsonl', jsonLines(rows))
    yield { type: 'note', level: 'info', message: 'drawn' }
  },
})

const choice = {
  id: 'solver',
  stage: 'infer.choose',
  generator: 'base-250k',
  problems: 'problems.jsonl',
  completions: 'drawn',
}
const judged = { ...choice, evaluator: 'evaluator', scores: 'scored' }

async function runWith(
  fields: object,
  ...more: object[]
): Promise<RunResult & { notes: string[] }> {
  const text = JSON.stringify({
    name: 'choose',
    description: 'Choices.',
    seeds: [1],
    stages: [
      { id: 'drawn', stage: 'toy.drawn', label: 'own', ...fields },
      { id: 'scored', stage: 'toy.scored' },
      { id: 'greedy', stage: 'toy.greedy', label: 'greedy' },
      ...more,
    ],
  })
  const toys = { 'toy.drawn': drawn, 'toy.scored': scored, 'toy.greedy': greedy }
  const registry = { ...stages, ...toys }
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  const notes: string[] = []
  const task = runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry)
  const result = await drain(task, (event) => {
    if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
  })
  return { ...result, notes }
}

it('keeps the most accurate strategy with the fewest calls, and both models', async () => {
  const again = {
    id: 'again',
    stage: 'train.choose',
    models: ['solver'],
    problems: 'problems.jsonl',
  }
  const { runDirectory, results } = await runWith(
    {},
    { ...judged, sizes: [1, 2, 4] },
    { ...again, completions: ['drawn'] },
  )
  const solver = join(runDirectory, 'solver@1')
  expect(await readSolver(solver)).toEqual({
    strategy: 'rerankTopClusters',
    options: { clusters: 2 },
    numGenerations: 6,
    temperature: 0.5,
    promptFormat: 'Q: {question}',
    expects: 'auto',
    policy: 'evaluation',
    accuracy: 1,
    evaluator: join(solver, 'evaluator'),
  })
  const files = readdirSync(base).filter((name) => name !== 'training-log.jsonl')
  for (const name of files)
    expect(readFileSync(join(solver, name)), name).toEqual(readFileSync(join(base, name)))
  expect(readdirSync(join(solver, 'evaluator')).toSorted()).toEqual(
    [...files, 'evaluator-format.json'].toSorted(),
  )
  const [table] = results.tables!
  const shown = table!.rows.map((row) => row.map(({ text }) => text))
  expect(shown.map(([name, accuracy, , gain, , , ...rest]) => [name, accuracy, gain, ...rest]))
    // The best size of each strategy.
    .toEqual([
      ['majorityVote', '0.0 %', '–', '0.0', ''],
      ['bestOfN', '100.0 %', '+100.0 points', '4.0', ''],
      ['rerankTopClusters clusters=2', '100.0 %', '+100.0 points', '3.0', 'chosen'],
      ['weightedVote', '100.0 %', '+100.0 points', '4.0', ''],
      ['weightedTopClusters clusters=2', '100.0 %', '+100.0 points', '3.0', ''],
      ['majorityOfTopN best=1', '100.0 %', '+100.0 points', '4.0', ''],
    ])
  // A model that is chosen of several is a model alone.
  expect(existsSync(join(runDirectory, 'again@1', 'config.json'))).toBe(true)
  expect(existsSync(join(runDirectory, 'again@1', 'solver.json'))).toBe(false)
  expect(existsSync(join(runDirectory, 'again@1', 'evaluator'))).toBe(false)
  const runs = join(directory, 'runs')
  expect(await drain(checkArtifacts(runs, new AbortController().signal))).toMatchObject({
    damaged: [],
  })
})

it('votes where there is no evaluator, or where scores do not help', async () => {
  const { runDirectory } = await runWith({}, choice)
  const solver = join(runDirectory, 'solver@1')
  expect(await readSolver(solver)).toMatchObject({ strategy: 'majorityVote', accuracy: 0 })
  const strategies = ['bestOfN', 'majorityVote']
  writeFileSync(
    join(directory, 'problems.jsonl'),
    '{"id":"a","question":"q","answer":"5"}\n{"id":"b","question":"q","answer":"5"}\n',
  )
  const voted = join((await runWith({}, { ...judged, strategies })).runDirectory, 'solver@1')
  expect(await readSolver(voted)).toMatchObject({ strategy: 'majorityVote', accuracy: 1 })
  expect(existsSync(join(voted, 'evaluator'))).toBe(false)
})

it('says what the choice is worth: against the vote, and against one greedy completion', async () => {
  const few = await runWith({}, { ...judged, greedy: 'greedy', sizes: [2] })
  expect(few.notes.at(-2)).toContain(
    'info: rerankTopClusters clusters=2, the best of 6, solves 100.0 % of the validation problems; against majorityVote +100.0 points',
  )
  expect(few.notes.at(-1)).toMatch(/^warning: these 2 problems do not tell rerankTopClusters/)
  const first = few.results.tables![0]!.rows[0]!.map(({ text }) => text)
  expect(first.slice(0, 2)).toEqual(['greedy, one completion', '50.0 %'])
  const voted = await runWith({}, { ...choice, greedy: 'greedy' })
  expect(voted.notes.slice(-2)).toEqual([
    'info: majorityVote, the best of 1, solves 0.0 % of the validation problems',
    'warning: one greedy completion solves 50.0 %: the model alone may be enough',
  ])
})

it('refuses completions and scores of other models than those that it keeps', async () => {
  const model = 'base-250k'
  await runWith({ model }, choice)
  await expect(runWith({ model: 'evaluator' }, choice)).rejects.toThrow(
    'solver@1: the completions were not made with the generator that is named',
  )
})

it('says before anything runs what does not fit together', async () => {
  const failed = runWith(
    {},
    { ...choice, id: 'a', evaluator: 'evaluator', completionsAre: 'programs' },
    { ...choice, id: 'b', scores: 'scored' },
    { ...choice, id: 'c', strategies: ['majorityVote', 'weightedVote'] },
  )
  await expect(failed).rejects.toThrow('a.evaluator: it needs the scores that it gave')
  await expect(failed).rejects.toThrow('a.completionsAre: a solver reads answers in texts')
  await expect(failed).rejects.toThrow('b.scores: a solver takes the evaluator that gave them')
  await expect(failed).rejects.toThrow('c.strategies: weightedVote needs an evaluator')
})

it('refuses completions that cannot be drawn like this, and an evaluator that is none', async () => {
  await expect(runWith({ temperature: 0 }, choice)).rejects.toThrow('these are the likeliest ones')
  await expect(runWith({ format: 'few-shot' }, choice)).rejects.toThrow('without solved examples')
  await expect(runWith({}, { ...judged, evaluator: 'base-250k' })).rejects.toThrow('no evaluator')
})
