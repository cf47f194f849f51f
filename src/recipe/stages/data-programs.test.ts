import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, type Problem } from '../../core/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-programs-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const good = {
  id: 'good',
  question: 'Ann has 3 bags of 4 apples and eats 2. How many are left?',
  answer: '10',
  solution: 'Ann has <<3*4=12>>12 apples.\nSo <<12-2=10>>10 are left.\n#### 10',
}
const bad = { ...good, id: 'bad', solution: 'There are <<3*4=12>>12.\n#### 10' }

describe('data.programs', () => {
  it('gives problems their programs, and accounts for the others', async () => {
    const rows = [good, bad].map((row) => `${JSON.stringify(row)}\n`).join('')
    writeFileSync(join(directory, 'mine.jsonl'), rows)
    const stages = [{ id: 'programs', stage: 'data.programs', problems: 'mine.jsonl' }]
    const recipe = { name: 'test', description: 'of programs', seeds: [1], stages }
    const notes: string[] = []
    const { runDirectory } = await drain(
      runRecipe(parseRecipe(JSON.stringify(recipe), join(directory, 'test.yaml')), {
        runsDirectory: join(directory, 'runs'),
      }),
      (event) => {
        if (event.type === 'note') notes.push(event.message)
      },
    )
    const read = (name: string): string =>
      readFileSync(join(runDirectory, 'programs', name), 'utf8')
    const problems = read('problems.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Problem)
    const program =
      'def solution():\n    apples = 3 * 4\n    result = apples - 2\n    return result'
    expect(problems).toEqual([{ ...good, solutionsByStyle: { program } }, bad])
    expect(JSON.parse(read('report.json'))).toEqual({
      input: 2,
      kept: 1,
      dropped: { otherResult: 1 },
    })
    expect(notes).toContain(
      '1 of 2 problems have a program that gives their answer (50.0 %); dropped: 1 otherResult',
    )
  })
})
