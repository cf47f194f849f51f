import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drain, type TrainingRow } from '../../core/index.ts'
import type { RepairReport } from '../../curate/index.ts'
import { parseRecipe } from '../load.ts'
import { runRecipe } from '../run.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-repairs-'))
  const ids = ['a', 'b', 'c', 'd']
  write(
    'train.jsonl',
    ids.map((id, at) => ({ id, question: `What is ${at} and 2?`, answer: `${at + 2}` })),
  )
  write('rows.jsonl', ids.map(rowOf))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const write = (name: string, records: readonly object[]): void =>
  writeFileSync(join(directory, name), records.map((each) => `${JSON.stringify(each)}\n`).join(''))
const program = (at: number): string =>
  `def solution():\n    first = ${at}\n    second = 2\n    result = first + second\n    return result`
const rowOf = (problemId: string, at: number): object => ({
  prompt: 'q',
  completion: program(at),
  problemId,
})

const recipeOf = (fields: object): ReturnType<typeof parseRecipe> => {
  const stage = { id: 'repairs', stage: 'curate.repairs', rows: 'rows.jsonl', ...fields }
  return parseRecipe(
    JSON.stringify({
      name: 'test',
      description: 'of repairs',
      seeds: [1],
      stages: [{ problems: 'train.jsonl', ...stage }],
    }),
    join(directory, 'test.yaml'),
  )
}

async function run(
  fields: object = {},
): Promise<{ rows: TrainingRow[]; report: RepairReport; notes: string[] }> {
  const notes: string[] = []
  const { runDirectory } = await drain(
    runRecipe(recipeOf(fields), { runsDirectory: join(directory, 'runs') }),
    (event) => {
      if (event.type === 'note') notes.push(`${event.level}: ${event.message}`)
    },
  )
  const read = (file: string): string => readFileSync(join(runDirectory, 'repairs', file), 'utf8')
  const rows = read('rows.jsonl').trimEnd().split('\n')
  return {
    rows: rows.map((line) => JSON.parse(line) as TrainingRow),
    report: JSON.parse(read('report.json')) as RepairReport,
    notes,
  }
}

describe('curate.repairs', () => {
  it('makes rows of a faulty program, its error and the correct one', async () => {
    const { rows, report, notes } = await run({ kinds: ['missingColon'] })
    expect(rows[1]).toEqual({
      prompt: `Question: What is 1 and 2?\nProgram:\n${program(1).replace('():', '()')}\nError: SyntaxError: expected ':' (line 1)\nProgram:\n`,
      completion: program(1),
      problemId: 'b',
      source: 'injected',
      promptFormat: 'repair',
    })
    expect(rows.map(({ problemId }) => problemId)).toEqual(['a', 'b', 'c', 'd'])
    expect(report).toMatchObject({ input: 4, kept: 4, dropped: {}, rows: 4 })
    expect(report.byKind).toEqual({ missingColon: 4 })
    expect(report.byClass).toEqual({ SyntaxError: 4 })
    expect(notes).toContain('info: 4 rows of 4 wanted, with errors of 1 class')
  })

  it('accounts for rows that give none', async () => {
    write('rows.jsonl', [
      rowOf('a', 0),
      rowOf('b', 7),
      rowOf('other', 1),
      { prompt: 'q', completion: 'It is 4.\n#### 4', problemId: 'c' },
      { prompt: 'q', completion: 'class A:\n    x = 5\nprint(A.x)', problemId: 'd' },
    ])
    const { rows, report } = await run({ faultsPerRow: 3 })
    const lost = Object.values(report.dropped).reduce((sum, count) => sum + count, 0)
    expect(report.input).toBe(15)
    expect(report.kept + lost).toBe(15)
    expect(report.dropped).toMatchObject({ notCorrect: 3, unknownProblem: 3, unreadable: 3 })
    expect(new Set(rows.map(({ prompt }) => prompt)).size).toBe(3)
    expect(rows.every(({ prompt }) => /\nError: \w+: /.test(prompt))).toBe(true)
  })

  it('follows the failures of the student, and refuses those of other problems', async () => {
    const observed = { rows: 'rows.jsonl', observed: 'drawn.jsonl', faultsPerRow: 5 }
    const drawn = ['a', 'b'].map((problemId) => ({
      problemId,
      index: 0,
      text: 'def solution()\n    return 3',
    }))
    write('drawn.jsonl', drawn)
    const { report } = await run(observed)
    expect(report.observed).toEqual({ classes: { SyntaxError: 2 }, unreached: 0 })
    expect(report.byClass['SyntaxError']! / report.kept).toBeGreaterThan(0.6)
    write('drawn.jsonl', [...drawn, { ...drawn[0], problemId: 'of a test set' }])
    await expect(run(observed)).rejects.toThrow('not one of the problems to learn from')
  })

  it('has wrong answers where they are asked for', async () => {
    const { rows, report } = await run({ kinds: ['wrongOperator'], includeWrongAnswers: true })
    expect(report.byClass).toEqual({ wrongAnswer: report.kept })
    expect(rows[1]!.prompt).toMatch(/\nError: WrongAnswer: the answer is not -?\d+\nProgram:\n$/)
  })

  it('refuses rows without correct programs, and settings that are none', async () => {
    write('rows.jsonl', [rowOf('a', 5), { prompt: 'q', completion: 'Four.', problemId: 'b' }])
    await expect(run()).rejects.toThrow('none of 2 rows has a correct program')
    write('rows.jsonl', [])
    await expect(run()).rejects.toThrow('there are no rows with programs')
    for (const fields of [
      { completionsAre: 'texts' },
      { kinds: [] },
      { kinds: ['typo'] },
      { kinds: ['missingColon', 'missingColon'] },
      { faultsPerRow: 0 },
    ])
      expect(() => recipeOf(fields), JSON.stringify(fields)).toThrow(/repairs/)
  })
})
