import { expect, it } from 'vitest'
import {
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'

useOfflineCommands()

const program = 'def solution():\n    return 3 * 4'
const problems = [
  { id: 'a', question: 'q a', answer: '12', solution: '#### 12', solutionsByStyle: { program } },
  { id: 'b', question: 'q b', answer: '1', solution: '#### 1' },
]

it('curate gold writes rows of solutions, of programs, and of the same questions only', async () => {
  const file = put('problems.jsonl', ...problems)
  const runs = ['--runs', path('runs')]
  const [texts, programs, same] = ['texts', 'programs', 'same'].map((name) => path(`${name}.jsonl`))
  const gold = (...args: string[]) => run('curate', 'gold', '--problems', file, ...runs, ...args)
  expect(await gold('--out', texts!)).toBe(0)
  expect(rowsOf(texts!).map(({ problemId, prompt }) => [problemId, prompt])).toEqual([
    ['a', 'Question: q a\nAnswer:\n'],
    ['b', 'Question: q b\nAnswer:\n'],
  ])
  expect(await gold('--styles', 'program', '--out', programs!)).toBe(0)
  expect(rowsOf(programs!)).toEqual([
    {
      prompt: 'Question: q a\nProgram:\n',
      promptFormat: 'program',
      completion: program,
      problemId: 'a',
      source: 'gold',
      style: 'program',
    },
  ])
  expect(await gold('--problems-of', programs!, '--out', same!)).toBe(0)
  expect(rowsOf(same!).map(({ problemId }) => problemId)).toEqual(['a'])
  expect(await gold('--styles', 'verse')).toBe(2)
  expect(printed.error).toContain('none of the problems has a solution of the style "verse"')
}, 60_000)
