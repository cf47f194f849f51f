/**
 * Inputs of a wrong kind are refused before any work, whatever names them: a stage, a file of its
 * artifact, a file, a directory.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import { parseRecipe } from './load.ts'
import { planRecipe } from './plan.ts'
import { stages } from './stages/index.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-kinds-'))
  const records: Record<string, object> = {
    problems: { id: 'a', question: 'One?', answer: '1' },
    gsm8k: { question: 'One?', answer: '#### 1' },
    completions: { problemId: 'a', index: 0, text: '#### 1' },
    rows: { prompt: 'One?', completion: '1' },
    corpus: { text: 'One and one.' },
    other: { something: 'else' },
  }
  for (const [name, record] of Object.entries(records))
    writeFileSync(join(directory, `${name}.jsonl`), `\n${JSON.stringify(record)}\n`)
  writeFileSync(join(directory, 'empty.jsonl'), '')
  mkdirSync(join(directory, 'artifact'))
  writeFileSync(join(directory, 'artifact', 'problems.jsonl'), '')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const recipe = (stage: string): string => `name: kinds
description: Inputs of every kind.
seeds: [1]
stages:
  - { id: test, stage: data.problems, count: 2 }
  - { id: drawn, stage: infer.greedy, model: base-1m, problems: test, label: base }
  - { id: rows, stage: curate.rft, problems: test, completions: drawn }
  - { id: tuned, stage: train.sft, model: base-1m, data: rows, epochs: 1, batchSize: 1, learningRate: 0.1 }
  - { id: last, ${stage} }
`
const plan = (stage: string) =>
  planRecipe(parseRecipe(recipe(stage), join(directory, 'kinds.yaml')))
const sft = 'stage: train.sft, epochs: 1, batchSize: 1, learningRate: 0.1'
const problemsShape = 'problems {id, question, answer, solution?}, or rows of GSM8K or MATH'
const modelShape = 'a model directory in Hugging Face layout'

it.each([
  ['evaluate', 'stage: evaluate, problems: test, completions: [drawn]'],
  ['a curation', 'stage: curate.rft, problems: test, completions: [drawn, completions.jsonl]'],
  ['an account', 'stage: curate.rft, problems: test, completions: drawn, asManyRowsAs: rows'],
  ['files of an artifact', `${sft}, model: tuned, data: rows/rows.jsonl`],
  ['files of an artifact that have no kind', `${sft}, model: tuned, data: rows/else.jsonl`],
  ['rows', `${sft}, model: base-1m, data: [rows, rows.jsonl]`],
  ['problems of GSM8K', 'stage: data.problems, file: gsm8k.jsonl'],
  ['a directory of problems', 'stage: data.problems, file: artifact'],
  [
    'completions as texts to read',
    'stage: train.pretrain, model: base-1m, corpus: completions.jsonl, epochs: 1, batchSize: 1, learningRate: 1',
  ],
  ['a file that says nothing of itself', 'stage: data.problems, file: empty.jsonl'],
  [
    'records of no known kind, which the stage will name',
    'stage: data.problems, file: other.jsonl',
  ],
])('takes %s', async (_, stage) => {
  const { stages } = await plan(stage)
  expect(stages.at(-1)!.id).toMatch(/^last(@1)?$/)
})

it.each([
  [
    'a model where completions are due',
    'stage: evaluate, problems: test, completions: [drawn, tuned]',
    `last.completions: needs completions {problemId, index, text}, but "tuned" makes ${modelShape}`,
  ],
  [
    'problems where rows are due',
    `${sft}, model: base-1m, data: test`,
    `last.data: needs training rows {prompt, completion}, but "test" makes ${problemsShape}`,
  ],
  [
    'completions where a model is due',
    `${sft}, model: drawn, data: rows`,
    `last.model: needs ${modelShape}, but "drawn" makes completions {problemId, index, text}`,
  ],
  [
    'rows where completions are due',
    'stage: study.difference, name: n, problems: test, completions: [drawn], minus: [rows]',
    'last.minus: needs completions {problemId, index, text}, but "rows" makes training rows {prompt, completion}; measures: numbers that a stage reports, such as distinct paths; a curation report',
  ],
  [
    'another file of an artifact',
    `${sft}, model: base-1m, data: test/problems.jsonl`,
    `last.data: needs training rows {prompt, completion}, but "test/problems.jsonl" makes ${problemsShape}`,
  ],
  [
    'a file of a stage that is taken whole',
    'stage: evaluate, problems: test, completions: [drawn/completions.jsonl]',
    'last.completions: needs completions {problemId, index, text}, but "drawn/completions.jsonl" names a file of a stage; name the stage alone',
  ],
  [
    'a file of problems',
    `${sft}, model: base-1m, data: [rows, problems.jsonl]`,
    `last.data: needs training rows {prompt, completion}, but "problems.jsonl" holds ${problemsShape}`,
  ],
  [
    'a file of documents',
    `${sft}, model: base-1m, data: corpus.jsonl`,
    'last.data: needs training rows {prompt, completion}, but "corpus.jsonl" holds documents {text}',
  ],
  [
    'a directory of something else',
    `${sft}, model: base-1m, data: artifact`,
    `last.data: needs training rows {prompt, completion}, but "artifact" is a directory without rows.jsonl; it holds ${problemsShape}`,
  ],
  [
    'a file where a model is due',
    `${sft}, model: rows.jsonl, data: rows`,
    `last.model: needs ${modelShape}, but "rows.jsonl" is a file`,
  ],
])('refuses %s', async (_, stage, message) => {
  const error = await plan(stage).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigError)
  const [place, ...rest] = (error as ConfigError).message.split(/(?<=kinds\.yaml:9:\d+): /)
  expect(place).toMatch(/kinds\.yaml:9:\d+$/)
  expect(rest.join('')).toBe(message)
})

it('names every one that is wrong, and who makes what is needed', async () => {
  await expect(plan(`${sft}, model: test, data: drawn`)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^[^\n]*last\.model: needs [^\n]*\n[^\n]*last\.data: needs [^\n]*$/,
    ) as string,
    hint: 'model: made by model.fresh, train.pretrain, train.sft, train.evaluator, train.choose, infer.choose (here: tuned, last); rows: made by curate.gold, curate.rft, curate.repairs, curate.rationales (here: rows)',
  })
})

it('is declared by every stage', () => {
  for (const { inputs, makes } of Object.values(stages)) {
    expect(makes!.length).toBeGreaterThan(0)
    for (const { takes, kind } of Object.values(inputs))
      expect(kind === 'model').toBe(takes === 'model')
    expect(Object.values(inputs).every(({ takes }) => takes !== undefined)).toBe(true)
  }
})
