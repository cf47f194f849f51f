/** The stage `evaluate.steps` with judges that need no model. Others are in `tests/e2e/`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { drain } from '../../core/index.ts'
import type { TableResult } from '../../evaluate/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe, type RunResult } from '../run.ts'
import { jsonLines } from './files.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-steps-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const put = (name: string, rows: readonly unknown[]): void =>
  writeFileSync(join(directory, name), jsonLines(rows))

async function run(...stages: object[]): Promise<RunResult> {
  const text = JSON.stringify({ name: 'steps', description: 'd', seeds: [1], stages })
  const recipe = parseRecipe(text, join(directory, 'a.yaml'))
  return drain(runRecipe(recipe, { runsDirectory: join(directory, 'runs') }))
}

const measured = (judge: string, steps = 'steps.jsonl') => ({
  id: judge,
  stage: 'evaluate.steps',
  steps,
  judge,
  label: `by ${judge}`,
})

/** The cells of a table's only row, by the columns' titles. */
function cellsOf(tables: readonly TableResult[], label: string, title: string) {
  const { columns, rows } = tables.find((each) => each.label === label && each.title === title)!
  expect(rows).toHaveLength(1)
  return Object.fromEntries(columns.map((column, place) => [column.title, rows[0]![place]!]))
}

/** Solutions with a false equation in the second step, and as many without. */
const solutions = Array.from({ length: 40 }, (_, place) => ({
  id: `s${place}`,
  problem: `What is ${place} and 2?`,
  steps: ['There are 2 + 2 = 4.', place % 2 ? 'So 4 + 1 = 6.' : 'So 4 + 1 = 5.', 'That is all.'],
  label: place % 2 ? 1 : -1,
}))

it('equations find the first error that is one of arithmetic; random ones do not', async () => {
  put('steps.jsonl', solutions)
  const { results, runDirectory } = await run(measured('equations'), measured('random'))
  const tables = results.tables!
  expect(tables.map(({ label, title }) => [label, title])).toEqual(
    ['equations', 'random'].flatMap((label) =>
      [
        'Steps that are right and wrong',
        'Where the first error is',
        'Whether there is an error, and where',
      ].map((title) => [label, title]),
    ),
  )
  const right = cellsOf(tables, 'equations', 'Steps that are right and wrong')
  expect(right).toMatchObject({
    judge: { text: 'by equations' },
    steps: { value: 100 },
    right: { value: 0.8 },
    AUC: { value: 1 },
    'AUC within problems': { value: 1 },
    'problems with both': { value: 20 },
  })
  const where = cellsOf(tables, 'equations', 'Where the first error is')
  expect(where).toMatchObject({ solutions: { value: 20 }, found: { value: 1 } })
  expect(where['by chance']!.value).toBeCloseTo(1 / 3, 12)
  const whether = cellsOf(tables, 'equations', 'Whether there is an error, and where')
  expect(whether).toMatchObject({ threshold: { value: 0 }, F1: { value: 1 } })
  expect(whether['with an error']!.value! + whether['without']!.value!).toBe(20)
  expect(cellsOf(tables, 'random', 'Steps that are right and wrong')['AUC']!.value).toBeLessThan(
    0.8,
  )
  const scores = readFileSync(join(runDirectory, 'equations/step-scores.jsonl'), 'utf8').split('\n')
  expect(JSON.parse(scores[1]!)).toEqual({ id: 's1', steps: [1, 0, 1], candidates: [] })
})

it('candidates are chosen among, and what is known of them is said', async () => {
  const candidate = (text: string, rating: number | null) => ({ next_response: text, rating })
  put('steps.jsonl', [
    {
      problem: 'One?',
      previous_steps: ['It is 2 + 2.'],
      candidates: [
        candidate('So 2 + 2 = 4.', 1),
        candidate('So 2 + 2 = 5.', -1),
        candidate('Hm.', null),
      ],
    },
    { problem: 'Two?', previous_steps: [], candidates: [candidate('3 + 3 = 6.', 1)] },
  ])
  const { results } = await run(measured('equations'))
  expect(results.tables!.map(({ title }) => title)).toEqual([
    'Steps that are right and wrong',
    'Which of several steps is best',
  ])
  expect(cellsOf(results.tables!, 'equations', 'Which of several steps is best')).toMatchObject({
    choices: { value: 1 },
    'best is good': { value: 1 },
    'by chance': { value: 0.5 },
  })
})

it('says before anything runs which models are missing, and which are too many', async () => {
  put('steps.jsonl', solutions)
  put('problems.jsonl', [{ id: 'a', question: 'One?', answer: '1' }])
  const scorer = 'base-250k'
  const faults = await run(
    measured('likelihood'),
    measured('rationales'),
    { ...measured('equations'), scorer },
    { ...measured('evaluator'), scorer, rationales: scorer },
  ).then(
    () => '',
    (error: unknown) => String(error),
  )
  expect(faults).toContain('likelihood.judge: likelihood needs a model: name it in `scorer`')
  expect(faults).toContain('rationales.judge: rationales needs a model: name it in `rationales`')
  expect(faults).toContain('equations.scorer: is asked for nothing where the judge is equations')
  expect(faults).toContain('evaluator.rationales: is asked for nothing where the judge is')
  await expect(run(measured('random', 'problems.jsonl'))).rejects.toThrow(
    /random\.steps: .*problems\.jsonl.* holds problems/,
  )
})

it('names the row that is wrong', async () => {
  put('steps.jsonl', [...solutions, { ...solutions[0]!, id: 'x', label: 3 }])
  await expect(run(measured('random'))).rejects.toThrow('steps.jsonl:41: "label" must be -1')
})

it('steps of one kind have no area, and the rest is said', async () => {
  put('steps.jsonl', [{ ...solutions[0]!, steps: ['one'] }])
  const { results } = await run(measured('random'))
  expect(results.tables!.map(({ title }) => title)).toEqual(['Steps that are right and wrong'])
  const cells = cellsOf(results.tables!, 'random', 'Steps that are right and wrong')
  expect(cells).toMatchObject({ steps: { value: 1 }, right: { value: 1 }, AUC: { text: '–' } })
})
