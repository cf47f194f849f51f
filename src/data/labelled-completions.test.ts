import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadLabelledCompletions } from './labelled-completions.ts'
import { loadTrainingRows } from './training-rows.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-labelled-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const fileOf = (...rows: object[]): string => {
  const path = join(directory, 'labelled.jsonl')
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}
const right = { prompt: 'q', completion: '2', label: true, problemId: 'a', source: 'm' }

it('reads labelled completions', async () => {
  expect(await loadLabelledCompletions(fileOf(right, { ...right, label: false }))).toEqual([
    right,
    { ...right, label: false },
  ])
})

it('names the first row that is wrong', async () => {
  await expect(
    loadLabelledCompletions(fileOf(right, { prompt: 'q', completion: '2' })),
  ).rejects.toThrow(/labelled\.jsonl:2: "label" is missing: it must be true or false$/)
  await expect(loadLabelledCompletions(fileOf({ ...right, label: 'yes' }))).rejects.toThrow(
    /labelled\.jsonl:1: "label"/,
  )
})

it('are no training rows: half of them are wrong solutions', async () => {
  await expect(loadTrainingRows(fileOf({ ...right, label: false }))).rejects.toMatchObject({
    message: expect.stringMatching(
      /labelled\.jsonl:1: it is a labelled completion \{prompt, completion, label\}, and may be a wrong solution$/,
    ) as string,
    hint: expect.stringContaining('reckoner train evaluator') as string,
  })
  const table = join(directory, 'labelled.csv')
  writeFileSync(table, 'prompt,completion,label\nq,2,False\n')
  await expect(loadTrainingRows(table)).rejects.toThrow(/it is a labelled completion/)
  // A label that is no verdict, as of a class, is nobody's business.
  const classed = { prompt: 'q', completion: '2', label: 'algebra' }
  expect(await loadTrainingRows(fileOf(classed))).toHaveLength(1)
})
