/** The table of models by what they solve at once, by a vote, and with any sample. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { drain } from '../../core/index.ts'
import type { StageResults } from '../../evaluate/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe } from '../run.ts'
import { defineStage } from '../stage.ts'
import { jsonLines, writeOut } from './files.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-sampling-'))
  const problems = ['p0', 'p1'].map((id) => ({ id, question: 'q', answer: '42' }))
  writeFileSync(join(directory, 'problems.jsonl'), jsonLines(problems))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Writes the answers of each problem as completions. */
const draw = defineStage({
  version: 1,
  description: 'Writes completions.',
  settings: z.strictObject({ label: z.string(), answers: z.array(z.array(z.number())) }),
  label: 'label',
  inputs: {},
  makes: ['completions'],
  perSeed: true,
  // eslint-disable-next-line require-yield -- there is nothing to say
  async *run({ settings: { answers }, seed, out }) {
    const completions = answers.flatMap((own, problem) =>
      own.map((answer, index) => ({ problemId: `p${problem}`, index, text: `#### ${answer}` })),
    )
    const numGenerations = answers[0]!.length
    await writeOut({ out }, 'completions.jsonl', jsonLines(completions))
    const drawn = { seed, numGenerations, temperature: numGenerations - 1 }
    await writeOut({ out }, 'drawn-from.json', JSON.stringify(drawn))
  },
})

const greedy = { id: 'greedy', stage: 'toy.draw', label: 'G', answers: [[42], [7]] }
const sampled = {
  id: 'sampled',
  stage: 'toy.draw',
  label: 'G',
  answers: [
    [42, 42, 7],
    [7, 7, 42],
  ],
}

async function tableOf(...drawn: { id: string }[]): Promise<string[][]> {
  const study = {
    id: 'table',
    stage: 'study.sampling',
    name: 'models',
    problems: 'problems.jsonl',
    completions: drawn.map(({ id }) => id),
  }
  const text = JSON.stringify({
    name: 't',
    description: 'd',
    seeds: [1],
    stages: [...drawn, study],
  })
  const registry = { ...stages, 'toy.draw': draw }
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  const task = runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry)
  const { runDirectory } = await drain(task)
  const file = join(runDirectory, 'table', 'results.json')
  const { tables } = JSON.parse(readFileSync(file, 'utf8')) as StageResults
  return tables![0]!.rows.map((row) => row.map(({ text: shown }) => shown.replace(/ \[.*/, '')))
}

it('greedy completions and samples of one label share a row', async () => {
  expect(await tableOf(greedy, sampled)).toEqual([['G', '50.0 %', '3', '50.0 %', '100.0 %']])
})

it('a model without the one or the other has none of it', async () => {
  const other = { ...sampled, id: 'other', label: 'H' }
  expect(await tableOf(greedy, other)).toEqual([
    ['G', '50.0 %', '–', '–', '–'],
    ['H', '–', '3', '50.0 %', '100.0 %'],
  ])
})

it('refuses two sets that would share a place', async () => {
  const four = {
    ...sampled,
    id: 'four',
    answers: [
      [42, 42, 7, 7],
      [7, 7, 7, 7],
    ],
  }
  await expect(tableOf(sampled, four)).rejects.toThrow('"G" has two sets of samples')
})
