/** What results say of answers that a strategy chose, and what the strategy chose from. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { after, before, runStages } from '../../../tests/support/known-accuracy.ts'
import { drain } from '../../core/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe } from '../run.ts'
import { defineStage } from '../stage.ts'
import { writeOut, jsonLines } from './files.ts'
import { stages } from './index.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-infer-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

it('samples at temperature 1 are not taken for greedy completions', async () => {
  const drawn = { ...before, share: 0.3, numGenerations: 4 } // at temperature 1
  const taken = {
    id: 'taken',
    stage: 'infer',
    strategy: 'greedy',
    label: 'sampled',
    problems: 'test',
    completions: 'before',
  }
  const greedy = { ...after, share: 0.3 } // at temperature 0
  const evaluate = {
    id: 'all',
    stage: 'evaluate',
    problems: 'test',
    completions: ['taken', 'after'],
    examples: 0,
  }
  await expect(runStages(directory, {}, drawn, taken, greedy, evaluate)).rejects.toThrow(
    'the strategy greedy takes completions at temperature 0, and these were drawn at 1',
  )
})

it('a vote over programs is over what they compute', async () => {
  const programs = ['x = 6 * 7\nprint(x)', 'y = 40\nprint(y + 2)', 'print(5)']
  const drawn = defineStage({
    version: 1,
    description: 'Programs.',
    settings: z.strictObject({ label: z.string() }),
    label: 'label',
    inputs: {},
    makes: ['completions'],
    perSeed: false,
    async *run({ out }) {
      await writeOut(
        { out },
        'completions.jsonl',
        jsonLines(programs.map((text, index) => ({ problemId: 'p', index, text }))),
      )
      await writeOut({ out }, 'drawn-from.json', '{"seed":1,"numGenerations":3,"temperature":1}')
      yield { type: 'note', level: 'info', message: 'drawn' }
    },
  })
  writeFileSync(join(directory, 'problems.jsonl'), '{"id":"p","question":"q","answer":"42"}\n')
  const text = `name: programs
description: Votes.
seeds: [1]
stages:
  - { id: drawn, stage: toy.programs, label: own }
  - { id: vote, stage: infer, strategy: majorityVote, completionsAre: programs, problems: problems.jsonl, completions: drawn, label: own }
  - { id: all, stage: evaluate, problems: problems.jsonl, completions: [drawn, vote], completionsAre: programs, examples: 0 }
`
  const registry = { ...stages, 'toy.programs': drawn }
  const recipe = parseRecipe(text, join(directory, 'a.yaml'), { stages: registry })
  const { results } = await drain(
    runRecipe(recipe, { runsDirectory: join(directory, 'runs') }, registry),
  )
  const votes = results.metrics.filter(({ strategy }) => strategy === 'majorityVote')
  // Two of three programs give 42: the evaluation's own vote is right, that of `infer` takes
  // `print(5)`.
  expect(votes.map(({ name, value }) => [name, value])).toEqual([
    ['maj@3', 1],
    ['accuracy', 1],
  ])
})
