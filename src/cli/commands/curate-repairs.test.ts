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

it('curate repairs runs programs within their harness', async () => {
  const problems = put('problems.jsonl', { id: 'p', question: 'How many?', answer: '3' })
  const rows = put('rows.jsonl', {
    prompt: 'Question: How many?\nProgram:\n',
    completion: 'def solver():\n    first = one()\n    last = 2\n    return first + last',
    problemId: 'p',
  })
  const given = ['--problems', problems, '--rows', rows]
  const harness = ['--prelude', 'def one():\n    return 1', '--epilogue', 'ans = solver()']
  const out = path('repairs.jsonl')
  expect(await run('curate', 'repairs', ...given, ...harness, '--out', out)).toBe(0)
  expect(rowsOf(out)).toMatchObject([{ problemId: 'p', promptFormat: 'repair' }])
  // Without it, the program gives no answer, and there is nothing to make faulty.
  expect(await run('curate', 'repairs', ...given, '--out', out)).toBe(2)
  expect(printed.error).toContain('correct program')
}, 60_000)
