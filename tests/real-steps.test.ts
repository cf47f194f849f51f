/**
 * Steps that people labelled, in the layouts of ProcessBench, MR-GSM8K, PRM800K and natural
 * programs: every record is read, and its labels are those of the file. Skipped where the data
 * folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLabelledSteps } from '../src/data/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../shared/data')
const folder = join(data, 'process_labels')
const skipped = existsSync(folder) ? '' : ` (skipped: no data in ${data})`

const fileOf = (name: string): string => join(folder, `${name}_dev.jsonl`)
function rowsOf<Row>(name: string): Row[] {
  const lines = readFileSync(fileOf(name), 'utf8').trimEnd().split('\n')
  return lines.map((line): Row => JSON.parse(line))
}

describe.skipIf(skipped !== '')(`labelled steps of public files${skipped}`, () => {
  it.each([
    ['processbench_gsm8k', 218],
    ['processbench_math', 506],
  ])('%s', async (name, count) => {
    const rows = rowsOf<{ problem: string; steps: string[]; label: number }>(name)
    const read = await loadLabelledSteps(fileOf(name))
    expect(read).toHaveLength(count)
    for (const [place, { question, steps }] of read.entries()) {
      const { problem, steps: texts, label } = rows[place]!
      expect(question).toBe(problem)
      expect(steps.map(({ text }) => text)).toEqual(texts)
      expect(steps.findIndex((step) => step.label === 'wrong')).toBe(label)
      const right = steps.filter((step) => step.label === 'right').length
      expect(right).toBe(label === -1 ? texts.length : label)
    }
  })

  it('mr_gsm8k_wrong_solutions', async () => {
    const rows = rowsOf<{ first_error_step: number }>('mr_gsm8k_wrong_solutions')
    const read = await loadLabelledSteps(fileOf('mr_gsm8k_wrong_solutions'))
    expect(read).toHaveLength(210)
    expect(read.map(({ steps }) => 1 + steps.findIndex(({ label }) => label === 'wrong'))).toEqual(
      rows.map((row) => row.first_error_step),
    )
  })

  it.each([
    ['prm800k_phase1_test_steps', 1_013, [1_299, 508, 1_247, 210]],
    ['prm800k_phase1_train_steps_sample', 1_620, [2_219, 1_262, 2_586, 372]],
  ])('%s', async (name, count, ratings) => {
    const read = await loadLabelledSteps(fileOf(name))
    expect(read).toHaveLength(count)
    const candidates = read.flatMap((each) => each.candidates!)
    const numberOf = (rating: number | null): number =>
      candidates.filter((each) => each.rating === rating).length
    expect([1, 0, -1, null].map(numberOf)).toEqual(ratings)
  })

  it.each([
    ['natural_program_gsm8k_human', 46],
    ['natural_program_math_human', 45],
    ['natural_program_addsub_human', 62],
    ['natural_program_aqua_rat_human', 46],
  ])('%s', async (name, count) => {
    const rows = rowsOf<{ flag: number }>(name)
    const read = await loadLabelledSteps(fileOf(name))
    expect(read).toHaveLength(count)
    const labels = read.map(({ steps }) => steps.map(({ label }) => label).join())
    expect(labels).toEqual(rows.map(({ flag }) => (flag === 1 ? 'right' : 'wrong')))
  })
})
