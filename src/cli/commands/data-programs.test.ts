import { describe, expect, it } from 'vitest'
import {
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'

useOfflineCommands()

const solution = 'Tom has 3*4=<<3*4=12>>12 apples.\n#### 12'
const problem = { question: 'Tom has 3 bags of 4 apples. How many?', answer: '12', solution }

describe('data programs', () => {
  it('writes all problems, and lists those without a program with the reasons', async () => {
    const file = put(
      'problems.jsonl',
      { id: 'a', ...problem, solutionsByStyle: { concise: '#### 12' } },
      { id: 'b', ...problem, solution: 'It is 12.\n#### 12' },
      { id: 'c', question: 'How many?', answer: '1' },
    )
    const [out, dropped] = [path('out.jsonl'), path('dropped.jsonl')]
    expect(await run('data', 'programs', file, '--out', out, '--dropped', dropped)).toBe(0)
    const program = 'def solution():\n    result = 3 * 4\n    return result'
    expect(rowsOf(out).map(({ id, solutionsByStyle }) => [id, solutionsByStyle])).toEqual([
      ['a', { concise: '#### 12', program }],
      ['b', undefined],
      ['c', undefined],
    ])
    expect(rowsOf(dropped)).toEqual([
      { id: 'b', reason: 'noEquations', solution: 'It is 12.\n#### 12' },
      { id: 'c', reason: 'noSolution' },
    ])
    expect(printed.stderr).toContain(
      '1 of 3 problems have a program that gives their answer (33.3 %); dropped: 1 noEquations, 1 noSolution',
    )
  })

  it('prints the account as JSON, and writes comments', async () => {
    const file = put('commented.jsonl', { id: 'a', ...problem })
    const out = path('commented-out.jsonl')
    expect(await run('data', 'programs', file, '--out', out, '--comments', '--json')).toBe(0)
    expect(JSON.parse(printed.stdout)).toEqual({ input: 1, kept: 1, dropped: {} })
    expect(JSON.stringify(rowsOf(out))).toContain('# Tom has 3*4= apples')
  })

  it('refuses a file of dropped problems that replaces another', async () => {
    const file = put('kept.jsonl', { id: 'a', ...problem })
    expect(await run('data', 'programs', file, '--dropped', file)).toBe(2)
    expect(printed.error).toContain('kept.jsonl is given both as an input and as the output')
    expect(await run('data', 'programs', file, '--dropped', '-')).toBe(2)
    expect(rowsOf(file)).toHaveLength(1)
  })
})
