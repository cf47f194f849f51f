/** The whole way of an evaluator on a tiny model: curate, train, score, choose, measure. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { drain, type RunEvent } from '../../src/core/index.ts'
import { modelFiles } from '../../src/model/index.ts'
import { defineStage } from '../../src/recipe/stage.ts'
import { jsonLines, writeOut } from '../../src/recipe/stages/files.ts'
import type { RunResult } from '../../src/recipe/run.ts'
import { tinyModel } from '../support/tiny-model.ts'

// Training runs in a thread, which is started from what is built.
const built = (path: string): string => join(import.meta.dirname, '../../dist/recipe', path)
const { parseRecipe } = (await import(
  built('load.js')
)) as typeof import('../../src/recipe/load.ts')
const { runRecipe } = (await import(built('run.js'))) as typeof import('../../src/recipe/run.ts')
const { stages } = (await import(
  built('stages/index.js')
)) as typeof import('../../src/recipe/stages/index.ts')

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-evaluators-'))
  mkdirSync(join(directory, 'tiny'))
  for (const [name, content] of Object.entries(modelFiles(tinyModel(1, 256), 'F32')))
    writeFileSync(join(directory, 'tiny', name), content)
  put('problems.jsonl', problems)
  put('sampled.jsonl', completionsOf(problems))
  const solutions = problems.map(({ question, answer }) => ({
    prompt: `Question: ${question}\nAnswer:\n`,
    completion: `#### ${answer}`,
  }))
  put('solutions.jsonl', solutions)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const put = (name: string, rows: readonly object[]): void =>
  writeFileSync(join(directory, name), jsonLines(rows))

const problems = Array.from({ length: 6 }, (_, index) => ({
  id: `p${index}`,
  question: `What is ${index} plus 1?`,
  answer: String(index + 1),
}))

/** Two right completions of each problem, which are sure, and two wrong ones, which guess. */
const completionsOf = (own: readonly { id: string; answer: string }[]) =>
  own.flatMap(({ id, answer }) =>
    ['Sure', 'Guess', 'Sure!', 'Guess?'].map((word, index) => ({
      problemId: id,
      index,
      text: `${word}\n#### ${word.startsWith('Sure') ? answer : '99'}`,
      tokens: 4,
      logprob: -index,
    })),
  )

const drawn = defineStage({
  version: 1,
  description: 'Completions of a file.',
  settings: z.strictObject({ label: z.string(), nr: z.int().default(0) }),
  label: 'label',
  inputs: { file: { kind: 'path' } },
  makes: ['completions'],
  perSeed: false,
  async *run({ inputs, out, settings: { nr } }) {
    await writeOut({ out }, 'completions.jsonl', readFileSync(inputs['file']![0]!))
    await writeOut({ out }, 'drawn-from.json', `{"seed":${nr},"numGenerations":4,"temperature":1}`)
    yield { type: 'note', level: 'info', message: 'drawn' }
  },
})
const registry = { ...stages, 'toy.drawn': drawn }

interface Ran extends RunResult {
  notes: string[]
}

async function runAs(
  options: { seeds?: number[]; runs?: string; stopAt?: (event: RunEvent) => boolean },
  ...own: object[]
): Promise<Ran> {
  const { seeds = [1], runs = 'runs', stopAt } = options
  const text = JSON.stringify({ name: 'judge', description: 'd', seeds, stages: own })
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  const stop = new AbortController()
  const task = runRecipe(
    recipe,
    { runsDirectory: join(directory, runs), signal: stop.signal },
    registry,
  )
  const notes: string[] = []
  const result = await drain(task, (event) => {
    if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    if (stopAt?.(event)) stop.abort()
  })
  return { ...result, notes }
}
const run = (...own: object[]): Promise<Ran> => runAs({}, ...own)

const read = ({ runDirectory }: RunResult, place: string): Buffer =>
  readFileSync(join(runDirectory, place))
const rowsOf = <Row>(ran: RunResult, place: string): Row[] =>
  read(ran, place)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)

const labelled = {
  id: 'labelled',
  stage: 'curate.evaluator',
  problems: 'problems.jsonl',
  completions: 'sampled.jsonl',
}
const judge = {
  id: 'judge',
  stage: 'train.evaluator',
  model: 'tiny',
  data: 'labelled',
  epochs: 6,
  batchSize: 4,
  learningRate: 0.003,
}
const sampled = { id: 'sampled', stage: 'toy.drawn', file: 'sampled.jsonl', label: 'SFT' }
const scored = {
  id: 'scored',
  stage: 'score.evaluator',
  model: 'judge',
  problems: 'problems.jsonl',
  completions: 'sampled',
  label: 'own',
}

interface Score {
  problemId: string
  index: number
  score: number
}
/** Problems whose right completions (even places) all score higher than the wrong ones. */
function ordered(scores: readonly Score[]): number {
  return problems.filter(({ id }) => {
    const own = scores.filter(({ problemId }) => problemId === id)
    const of = (isRight: boolean): number[] =>
      own.filter(({ index }) => (index % 2 === 0) === isRight).map(({ score }) => score)
    return Math.min(...of(true)) > Math.max(...of(false))
  }).length
}

describe('the whole way', () => {
  it.each([
    ['margin, pairs', { loss: 'margin' }],
    ['cross-entropy, pairs', { loss: 'crossEntropy' }],
    [
      'all candidates, joint',
      { loss: 'crossEntropy', candidates: 'all', solutions: 'solutions.jsonl' },
    ],
  ])('%s: it orders what it learned from, and choosing by it solves all', async (runs, own) => {
    const selection = {
      id: 'chosen',
      stage: 'study.selection',
      name: 'chosen',
      problems: 'problems.jsonl',
      completions: 'sampled',
      scores: 'scored',
      validation: 'problems.jsonl',
      validationCompletions: 'sampled',
      validationScores: 'scored',
      sizes: [1, 2],
    }
    const best = {
      id: 'best',
      stage: 'infer',
      strategy: 'bestOfN',
      problems: 'problems.jsonl',
      completions: 'sampled',
      scores: 'scored',
      label: 'best',
    }
    const measured = {
      id: 'measured',
      stage: 'evaluate',
      problems: 'problems.jsonl',
      completions: ['best'],
      examples: 0,
    }
    const ran = await runAs(
      { runs },
      labelled,
      { ...judge, ...own },
      sampled,
      scored,
      best,
      measured,
      selection,
    )
    expect(ran.notes).toContain(
      'info: 12 correct and 12 incorrect candidates; 6 of 6 problems have both',
    )
    expect(ordered(rowsOf(ran, 'scored@1/scores.jsonl'))).toBe(6)
    expect(JSON.parse(read(ran, 'judge@1/evaluator-format.json').toString())).toEqual({
      stem: '\nThe solution above is',
      correct: ' correct',
      incorrect: ' incorrect',
    })
    expect(ran.results.metrics.map(({ value }) => value)).toEqual([1])
    const [row] = ran.results.tables![0]!.rows
    expect(row!.map(({ text }) => text).slice(0, 4)).toEqual(['SFT', 'own', '100.0 %', '100.0 %'])
  })
})

describe('resuming', () => {
  it('a stopped training and a stopped scoring end in the same bytes', async () => {
    const more = Array.from({ length: 3000 }, (_, index) => ({
      problemId: `p${index % 6}`,
      index,
      text: `Sure, ${index % 500}`,
    }))
    put(
      'many.jsonl',
      more.toSorted((a, b) => (a.problemId < b.problemId ? -1 : 1)),
    )
    const many = { ...scored, completions: 'many.jsonl' }
    const own = [labelled, { ...judge, epochs: 2 }, many]
    const whole = await runAs({ runs: 'whole' }, ...own)
    for (const [label, nr] of [
      ['train', 3],
      ['scored@1', 1],
    ] as const) {
      let seen = 0
      const stopAt = (event: RunEvent): boolean =>
        event.type === 'progress' && event.label === label && ++seen === nr
      await expect(runAs({ runs: 'cut', stopAt }, ...own)).rejects.toThrow(
        /cancel|interrupt|abort|stopp/i,
      )
    }
    const resumed = await runAs({ runs: 'cut' }, ...own)
    for (const file of ['judge@1/model.safetensors', 'scored@1/scores.jsonl'])
      expect(read(resumed, file).equals(read(whole, file)), file).toBe(true)
  })
})

describe('bad input', () => {
  const scoring = { ...scored, model: 'tiny', completions: 'sampled.jsonl' }

  it.each([
    [
      'margin with all candidates',
      { loss: 'margin', candidates: 'all' },
      'judge.candidates: the loss margin compares pairs: set candidates to pairs, or loss to crossEntropy',
    ],
    [
      'equal words',
      { correct: ' yes', incorrect: ' yes' },
      'judge.incorrect: the words for correct and incorrect are the same',
    ],
    [
      'one word begins the other',
      { correct: ' yes', incorrect: ' yes!' },
      'its tokenizer cannot tell the label words " yes" and " yes!" apart',
    ],
    ['an empty word', { correct: '' }, 'judge.correct'],
    [
      'everything too long',
      { maxLength: 8 },
      'none of 24 candidates can be learned from: 24 are longer than 8 tokens',
    ],
  ])('train.evaluator refuses %s', async (_, own, message) => {
    await expect(run(labelled, { ...judge, ...own })).rejects.toThrow(message)
  })

  it('train.evaluator refuses data of one kind, and leaves contradictions out', async () => {
    const row = { prompt: 'q', completion: '1', label: true }
    put('right.jsonl', [row])
    await expect(run({ ...judge, data: 'right.jsonl' })).rejects.toThrow(
      'none of 1 candidates can be learned from: 1 problem has no correct or no incorrect candidate left',
    )
    const alone = { ...judge, epochs: 1, candidates: 'all' }
    const sure =
      'warning: all candidates are labelled correct, so the evaluator can only learn to say " correct" of every solution. Give candidates of both kinds'
    expect((await run({ ...alone, data: 'right.jsonl' })).notes).toContain(sure)
    expect((await run(labelled, alone)).notes.join()).not.toContain('can only learn to say')
    const false_ = { ...row, label: false }
    put('both.jsonl', [row, false_, { ...row, completion: '2' }, { ...false_, completion: '3' }])
    const { notes } = await run({ ...judge, epochs: 1, data: 'both.jsonl' })
    expect(notes).toContain(
      'warning: 1 candidate is labelled correct and incorrect, and was left out',
    )
  })

  it('score.evaluator refuses what is no evaluator, and unknown problems, before work', async () => {
    await expect(run(scoring)).rejects.toThrow(/is no evaluator: it has no evaluator-format\.json/)
    const format = join(directory, 'tiny', 'evaluator-format.json')
    writeFileSync(format, '{"stem": 1}')
    await expect(run(scoring)).rejects.toThrow(/evaluator-format\.json is damaged/)
    writeFileSync(format, '{"stem":"\\nIs it? ","correct":"yes","incorrect":"no"}')
    put('unknown.jsonl', [{ problemId: 'x', index: 3, text: 't' }])
    await expect(run({ ...scoring, completions: 'unknown.jsonl' })).rejects.toThrow(
      /unknown\.jsonl: there is no problem "x", of which completion 3 is one/,
    )
    put('long.jsonl', [
      { problemId: 'p1', index: 0, text: 'long '.repeat(200) },
      { problemId: 'p1', index: 1, text: 'short' },
    ])
    const ran = await run({ ...scoring, completions: 'long.jsonl' })
    expect(ran.notes).toContain(
      'warning: 1 of these texts are longer than the evaluator reads: their score is 0',
    )
    expect(rowsOf<Score>(ran, 'scored/scores.jsonl')[0]!.score).toBe(0)
    rmSync(format)
  })

  it('study.selection takes validation whole or not at all; likelihood needs logprobs', async () => {
    const study = { id: 's', stage: 'study.selection', name: 's', problems: 'problems.jsonl' }
    const likely = { id: 'l', stage: 'score.likelihood', completions: 'sampled' }
    await expect(
      run(sampled, likely, {
        ...study,
        completions: 'sampled',
        scores: 'l',
        validation: 'problems.jsonl',
      }),
    ).rejects.toThrow('s.validationScores: validation takes the inputs')
    put('bare.jsonl', [{ problemId: 'p1', index: 0, text: 't' }])
    await expect(run({ ...likely, completions: 'bare.jsonl' })).rejects.toThrow(
      'l: completion 0 of problem "p1" does not say its tokens and logprob',
    )
    put('unread.jsonl', [{ problemId: 'p1', index: 0, text: '', tokens: 0, logprob: 0 }])
    const unread = await run({ ...likely, completions: 'unread.jsonl' })
    expect(rowsOf<Score>(unread, 'l/scores.jsonl')[0]!.score).toBe(0)
    const { runDirectory } = await run(sampled, likely)
    const [, second] = readFileSync(join(runDirectory, 'l/scores.jsonl'), 'utf8').split('\n')
    expect(JSON.parse(second!)).toMatchObject({ index: 1, score: Math.exp(-1 / 4) })
  })
})

it('score.equations tells which completions calculate correctly', async () => {
  const texts = ['2 + 3 = <<2+3=5>>5', '2 + 3 = <<2+3=6>>6', '2 + 3 = 6', '#### 6']
  put(
    'calculated.jsonl',
    texts.map((text, index) => ({ problemId: 'p1', index, text, modelId: 'm' })),
  )
  const ran = await run({ id: 'e', stage: 'score.equations', completions: 'calculated.jsonl' })
  const scores = rowsOf<Score & { modelId: string }>(ran, 'e/scores.jsonl')
  expect(scores.map(({ score }) => score)).toEqual([1, 0, 0, 1])
  expect(scores.map(({ index, modelId }) => [index, modelId])).toEqual([
    [0, 'm'],
    [1, 'm'],
    [2, 'm'],
    [3, 'm'],
  ])
})

it('data.fold deals every problem to one part', async () => {
  const fold = { stage: 'data.fold', problems: 'problems.jsonl', folds: 4 }
  const ids = [1, 2, 3, 4]
  const ran = await run(...ids.map((nr) => ({ ...fold, id: `f${nr}`, fold: nr })), {
    ...fold,
    id: 'others',
    fold: 2,
    take: 'others',
  })
  const of = (stage: string): string[] =>
    rowsOf<{ id: string }>(ran, `${stage}/problems.jsonl`).map(({ id }) => id)
  const parts = ids.map((nr) => of(`f${nr}`))
  expect(parts.flat().toSorted()).toEqual(problems.map(({ id }) => id))
  expect(parts.map(({ length }) => length)).toEqual([2, 2, 1, 1])
  expect([...of('others'), ...parts[1]!].toSorted()).toEqual(problems.map(({ id }) => id))
  await expect(run({ ...fold, id: 'f', folds: 9, fold: 8 })).rejects.toThrow(
    'f: this part has none of 6 problems, in 9 folds',
  )
  await expect(run({ ...fold, id: 'f', fold: 5 })).rejects.toThrow('f.fold: there are only 4 folds')
})

it('data.fold keeps problems that ask the same in one part', async () => {
  const asked = [...problems, ...problems].map(({ question }, place) => ({
    id: `q${place}`,
    question: place < problems.length ? question : ` ${question.replaceAll(' ', '\n ')} `,
    answer: '1',
  }))
  put('repeated.jsonl', asked)
  const fold = { stage: 'data.fold', folds: 2, seed: 3 }
  const ran = await run(
    { ...fold, id: 'once', problems: 'problems.jsonl', fold: 1 },
    { ...fold, id: 'first', problems: 'repeated.jsonl', fold: 1 },
    { ...fold, id: 'second', problems: 'repeated.jsonl', fold: 2 },
    { ...fold, id: 'others', problems: 'repeated.jsonl', fold: 1, take: 'others' },
  )
  const placesIn = (stage: string): number[] =>
    rowsOf<{ id: string }>(ran, `${stage}/problems.jsonl`).map(({ id }) => Number(id.slice(1)))
  // As they are dealt where no question occurs twice.
  expect(placesIn('once')).toEqual([0, 1, 4])
  expect(placesIn('first')).toEqual([...placesIn('once'), ...placesIn('once').map((at) => at + 6)])
  expect(placesIn('others')).toEqual(placesIn('second'))
  expect([...placesIn('first'), ...placesIn('second')].toSorted((a, b) => a - b)).toEqual(
    asked.map((_, place) => place),
  )
})
