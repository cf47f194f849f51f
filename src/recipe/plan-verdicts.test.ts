/** Completions are graded once for all that want the same verdicts, whatever a recipe says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadRecipe, parseRecipe } from './load.ts'
import { planRecipe } from './plan.ts'
import type { PlannedStage } from './planned-stage.ts'
import { shippedRecipes } from './shipped.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-verdicts-'))
  writeFileSync(join(directory, 'own.jsonl'), '{"problemId":"a","index":0,"text":"#### 1"}\n')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function planned(...stages: string[]): Promise<PlannedStage[]> {
  const text = `name: verdicts
description: Stages that take verdicts.
seeds: [1, 2]
stages:
  - { id: test, stage: data.problems, count: 2 }
  - { id: rows, stage: curate.gold, problems: test }
  - { id: sft, stage: train.sft, model: base-1m, data: rows, epochs: 1, batchSize: 1, learningRate: 1 }
  - { id: drawn, stage: infer.greedy, model: sft, problems: test, label: sft }
${stages.map((stage) => `  - { ${stage} }\n`).join('')}`
  return (await planRecipe(parseRecipe(text, join(directory, 'verdicts.yaml')))).stages
}
const graders = (stages: readonly PlannedStage[]): string[] =>
  stages.filter(({ identity }) => identity.stage === 'verify').map(({ id }) => id)

it('all that want the same verdicts share them, and have them as an input', async () => {
  const stages = await planned(
    'id: scores, stage: evaluate, problems: test, completions: drawn',
    'id: kept, stage: curate.rft, problems: test, completions: drawn',
    'id: gain, stage: study.difference, name: gain, problems: test, completions: drawn, minus: drawn',
  )
  expect(graders(stages)).toEqual(['drawn.verdicts@1', 'drawn.verdicts@2'])
  const [first, second] = ['drawn.verdicts@1', 'drawn.verdicts@2'].map(
    (id) => stages.find((stage) => stage.id === id)!.key,
  )
  const inputsOf = (id: string) => stages.find((stage) => stage.id === id)!.identity.inputs
  expect(inputsOf('scores')['completions.verdicts']).toEqual([first, second])
  expect(inputsOf('gain')['minus.verdicts']).toEqual([first, second])
  expect(inputsOf('kept@2')['completions.verdicts']).toEqual([second])
  const place = (id: string) => stages.findIndex((stage) => stage.id === id)
  expect(place('drawn.verdicts@1')).toBeLessThan(place('scores'))
})

it('another policy is another grading', async () => {
  const stages = await planned(
    'id: lenient, stage: evaluate, problems: test, completions: drawn',
    'id: strict, stage: evaluate, problems: test, completions: drawn, policy: reward',
  )
  expect(graders(stages)).toEqual([
    'drawn.verdicts@1',
    'drawn.verdicts@2',
    'drawn.verdicts-2@1',
    'drawn.verdicts-2@2',
  ])
})

it('a stage verify of the recipe is taken, wherever it is written', async () => {
  const verify = 'id: graded, stage: verify, problems: test, completions: drawn'
  const evaluate = 'id: scores, stage: evaluate, problems: test, completions: drawn'
  expect(graders(await planned(verify, evaluate))).toEqual(['graded@1', 'graded@2'])
  const keys = (await planned(evaluate, verify))
    .filter(({ identity }) => identity.stage === 'verify')
    .map(({ key }) => key)
  expect(new Set(keys).size).toBe(2)
})

it('settings that have no default reach the verdicts, and change no others', async () => {
  const evaluate = 'id: scores, stage: evaluate, problems: test, completions: drawn'
  const graded = async (more: string) =>
    (await planned(`${evaluate}${more}`)).find(({ identity }) => identity.stage === 'verify')!
  const [plain, harnessed] = [await graded(''), await graded(', epilogue: ans = solver()')]
  expect(plain.identity.settings).not.toHaveProperty('epilogue')
  expect(harnessed.identity.settings).toHaveProperty('epilogue', 'ans = solver()')
  expect(harnessed.key).not.toBe(plain.key)
})

it("a file's completions are graded too", async () => {
  const stages = await planned(
    'id: kept, stage: curate.rft, problems: test, completions: [own.jsonl, drawn]',
  )
  expect(graders(stages)).toEqual(['own.verdicts', 'drawn.verdicts@1', 'drawn.verdicts@2'])
})

it.each(shippedRecipes())('%s grades each set of completions once', async (name) => {
  const { stages } = await planRecipe(await loadRecipe(name))
  const graded = stages.filter(({ identity }) => identity.stage === 'verify')
  const completions = graded.map(({ identity }) => identity.inputs['completions']![0]!)
  expect(new Set(completions).size).toBe(completions.length)
})
