import { describe, expect, it } from 'vitest'
import { DataError } from '../core/index.ts'
import { loadProblems, readProblems } from './problems.ts'
import type { NamedBytes } from './read/source.ts'
import { isColumnPath, type SolutionColumns } from './solution-columns.ts'

const source = (...rows: unknown[]): NamedBytes => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))
  }
  return { name: 'pairs.jsonl', chunks: chunks() }
}
const load = (columns: SolutionColumns, ...rows: unknown[]): ReturnType<typeof loadProblems> =>
  loadProblems(source(...rows), undefined, columns)

describe('the columns of further solutions', () => {
  const answer = 'It is 2/2=<<2/2=1>>1.\n#### 1'

  it('are read from rows of any shape, with the problem unchanged otherwise', async () => {
    const columns = { human: 'answer', socratic: 'more.socratic' }
    const row = { question: 'How many?', answer, more: { socratic: 'How? ** 1\n#### 1' } }
    expect(await load(columns, row)).toEqual([
      {
        id: 'pairs-0',
        question: 'How many?',
        answer: '1',
        solution: answer,
        solutionsByStyle: { human: answer, socratic: 'How? ** 1\n#### 1' },
      },
    ])
    const [plain] = await load({}, row)
    expect(plain).not.toHaveProperty('solutionsByStyle')
  })

  it('come beside those that a row of our own has, and may be lists of steps', async () => {
    const own = { id: 'a', question: 'q', answer: '7', solutionsByStyle: { concise: '#### 7' } }
    const row = { ...own, steps: ['So it is 7.', '#### 7'] }
    expect(await load({ fineGrained: 'steps' }, row)).toEqual([
      { ...own, solutionsByStyle: { concise: '#### 7', fineGrained: 'So it is 7.\n#### 7' } },
    ])
  })

  it('may be missing, null or blank in some rows, but not in all', async () => {
    const rows = [
      { id: 'a', question: 'q', answer: '7', terse: '7' },
      { id: 'b', question: 'q', answer: '7', terse: null },
      { id: 'c', question: 'q', answer: '7', terse: ' \n' },
      { id: 'd', question: 'q', answer: '7' },
    ]
    const problems = await load({ concise: 'terse' }, ...rows)
    expect(problems.map(({ solutionsByStyle }) => solutionsByStyle)).toEqual([
      { concise: '7' },
      undefined,
      undefined,
      undefined,
    ])
    await expect(load({ concise: 'terse' }, ...rows.slice(1))).rejects.toThrow(
      'pairs.jsonl: no row has a text in "terse", the column of the solutions "concise"',
    )
    expect(await load({ concise: 'terse' })).toEqual([])
  })

  it('that hold no text are faults of their row', async () => {
    const rows = [
      { id: 'a', question: 'q', answer: '7', terse: 7 },
      { id: 'b', question: 'q', answer: '7', terse: { text: 'x' } },
      { id: 'c', question: 'q', answer: '7', terse: '7' },
    ]
    const entries = []
    for await (const entry of readProblems(source(...rows), undefined, { concise: 'terse' }))
      entries.push('error' in entry ? entry.error.message : entry.value.id)
    expect(entries).toEqual([
      'pairs.jsonl:1: terse: expected a solution as text or a list of texts, found the number 7',
      'pairs.jsonl:2: terse: expected a solution as text or a list of texts, found an object',
      'c',
    ])
    await expect(load({ concise: 'terse' }, rows[0])).rejects.toThrow(DataError)
  })

  it.each([
    ['solution', true],
    ['a.b', true],
    ['a[0].b', true],
    ['a[].b', false],
    ['', false],
    ['a..b', false],
  ])('the path %j to one value: %s', (path, isPath) => {
    expect(isColumnPath(path)).toBe(isPath)
  })
})

it('solutions by style of a row that are null are left out', async () => {
  const row = {
    id: 'a',
    question: 'q',
    answer: '7',
    solutionsByStyle: { concise: '7', long: null },
  }
  expect(await load({}, row)).toEqual([{ ...row, solutionsByStyle: { concise: '7' } }])
  await expect(load({}, { ...row, solutionsByStyle: ['7'] })).rejects.toThrow('solutionsByStyle')
})
