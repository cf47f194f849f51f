/** Shipped examples: each is right, is shaped as its task is, and is found by its name. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadTrainingRows, problemPrompt, stepRules, type StepTask } from '../data/index.ts'
import { choicesIn, equationsHold, gradeOne, withGold } from '../verify/index.ts'
import { describeStage } from './describe-stage.ts'
import { parseRecipe } from './load.ts'
import { planRecipe, type Plan } from './plan.ts'
import { examplesPath, shippedExamples } from './shipped-examples.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-shipped-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const rowSchema = z.strictObject({
  problemId: z.string(),
  prompt: z.string(),
  completion: z.string(),
  answer: z.string(),
})
type Row = z.infer<typeof rowSchema>
const rowsOf = (task: string): Row[] =>
  readFileSync(examplesPath(task), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => rowSchema.parse(JSON.parse(line)))
const questionOf = ({ prompt }: Row): string =>
  prompt.slice('Question: '.length, -'\nAnswer:\n'.length)

/** How many options a problem has; none where it has to be calculated. */
const options: Record<StepTask, number> = {
  gsm8k: 0,
  math: 0,
  'mmlu-pro': 10,
  arc: 4,
  ecqa: 5,
  hellaswag: 4,
  proofwriter: 3,
}
const tasks = Object.keys(options) as StepTask[]

describe('shipped examples', () => {
  it('are there for every task that has rules of steps', () => {
    expect(shippedExamples.toSorted()).toEqual(tasks.toSorted())
    expect(Object.keys(stepRules).toSorted()).toEqual(tasks.toSorted())
  })

  it('are different problems with ids of their own', async () => {
    const rows = tasks.flatMap(rowsOf)
    expect(rows).toHaveLength(4 * tasks.length)
    expect(new Set(rows.map(({ problemId }) => problemId)).size).toBe(rows.length)
    expect(new Set(rows.map(questionOf)).size).toBe(rows.length)
    const loaded = await Promise.all(tasks.map((task) => loadTrainingRows(examplesPath(task))))
    expect(loaded.flat().map((row, at) => ({ ...row, answer: rows[at]!.answer }))).toEqual(rows)
  })

  it.each(tasks)('%s: every solution is correct and calculates correctly', async (task) => {
    for (const row of rowsOf(task)) {
      const { problemId, completion: text, answer } = row
      const question = questionOf(row)
      expect(problemPrompt(question)).toBe(row.prompt)
      const problem = withGold({ id: problemId, question, answer })
      const verdict = await gradeOne({ problemId, index: 0, text }, problem, {})
      expect(verdict).toMatchObject({ problemId, verdict: 'correct' })
      expect(text.split('\n').at(-1)).toContain(answer)
      // Of formulas, it reads parts that are no equations by themselves.
      expect(task === 'math' || equationsHold(text)).toBe(true)
    }
  })

  it.each(tasks)('%s: the last of several steps states the answer', (task) => {
    const { split, hasAnswer, isEnded } = stepRules[task]
    for (const { completion } of rowsOf(task)) {
      const steps = split(completion)
      expect(steps.length).toBeGreaterThanOrEqual(3)
      expect(hasAnswer(steps.at(-1)!)).toBe(true)
      expect(hasAnswer(steps.slice(0, -1).join(''))).toBe(false)
      for (const step of steps.slice(0, -1)) expect(isEnded(step)).toBe(true)
    }
  })

  it.each(tasks)('%s: questions have the options of the task, and answers vary', (task) => {
    const rows = rowsOf(task)
    for (const row of rows) expect(choicesIn(questionOf(row))?.length ?? 0).toBe(options[task])
    expect(new Set(rows.map(({ answer }) => answer)).size).toBeGreaterThanOrEqual(3)
  })

  it.each(['arc', 'ecqa', 'hellaswag'] as const)('%s: a step for each option', (task) => {
    for (const { completion, answer } of rowsOf(task)) {
      const steps = stepRules[task].split(completion)
      expect(steps).toHaveLength(options[task] + 1)
      expect(steps.at(-1)).toBe(`The answer is: ${answer}`)
    }
  })
})

const recipe = (examples: string, before = ''): string => `name: shots
description: Examples of every kind.
seeds: [1]
stages:
  - { id: test, stage: data.problems, count: 2 }
${before}  - { id: drawn, stage: infer.greedy, model: base-1m, problems: test, label: base, examples: ${examples} }
`
const plan = (examples: string, before?: string): Promise<Plan> =>
  planRecipe(parseRecipe(recipe(examples, before), join(directory, 'shots.yaml')))
const drawnIn = ({ stages }: Plan) => stages.find(({ id }) => id.startsWith('drawn'))!
const pathIn = (planned: Plan): unknown => {
  const [input] = drawnIn(planned).inputs['examples']!
  return input
}

describe('examples of a recipe', () => {
  it('are shipped ones by name, and their content is in the key', async () => {
    const named = await plan('arc')
    expect(pathIn(named)).toEqual({ path: examplesPath('arc', directory) })
    copyFileSync(examplesPath('arc', directory), join(directory, 'own.jsonl'))
    expect(drawnIn(await plan('own.jsonl')).key).toBe(drawnIn(named).key)
    writeFileSync(join(directory, 'own.jsonl'), '{"prompt":"One?","completion":"1"}\n')
    expect(drawnIn(await plan('own.jsonl')).key).not.toBe(drawnIn(named).key)
    expect(drawnIn(await plan('ecqa')).key).not.toBe(drawnIn(named).key)
  })

  it('are a stage, a file or an artifact of that name, where there is one', async () => {
    const stage = '  - { id: math, stage: curate.gold, problems: test }\n'
    expect(pathIn(await plan('math', stage))).toMatchObject({ path: '', from: { id: 'math' } })
    writeFileSync(join(directory, 'gsm8k'), '{"prompt":"One?","completion":"1"}\n')
    expect(pathIn(await plan('gsm8k'))).toEqual({ path: join(directory, 'gsm8k') })
    mkdirSync(join(directory, 'ecqa'))
    expect(pathIn(await plan('ecqa'))).toEqual({ path: examplesPath('ecqa') })
    writeFileSync(join(directory, 'ecqa', 'rows.jsonl'), '')
    expect(pathIn(await plan('ecqa'))).toEqual({ path: join(directory, 'ecqa') })
  })

  it('of an unknown name are refused, with the names that there are', async () => {
    const hint = `shipped examples (${shippedExamples.join(', ')})`
    await expect(plan('acr')).rejects.toMatchObject({
      message: expect.stringContaining('; did you mean "arc"?') as string,
      hint: `Name ${hint}, a stage of this recipe or an existing path.`,
    })
    await expect(plan('./arc')).rejects.toThrow('there is no')
  })

  it('are listed where stages are described', () => {
    const [, , examples] = describeStage('infer.steps').inputs
    expect(examples).toMatchObject({ namedBy: 'a stage, a path or shipped examples' })
    for (const name of shippedExamples) expect(examples!.description).toContain(name)
  })
})
