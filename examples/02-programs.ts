/**
 * Running programs that a model wrote, and grading what they compute. Run: `npx tsx
 * examples/02-programs.ts`.
 */
import { execute, openSandbox } from 'reckoner/execute'
import { verifyProgram, withGold } from 'reckoner/verify'

const programs = [
  { id: 'right', code: 'def solution():\n    eggs = 16 - 3 - 4\n    return eggs * 2' },
  { id: 'wrong', code: 'ans = 16 / (3 - 3)' },
  { id: 'endless', code: 'while True: pass' },
  { id: 'curious', code: 'import os\nans = os.system("whoami")' },
]
for await (const { id, status, text, error } of execute(programs, { limits: { timeoutMs: 500 } })) {
  console.log(id, status, text ?? error?.type)
}

// A sandbox that stays open has its processes ready. `await using` closes it.
await using sandbox = openSandbox({ workers: 1 })
const problem = withGold({ id: 'p', question: 'How much is 20 % of 45?', answer: '9' })
const text = 'Let us compute it.\n```python\nprice = 45\nprint(price * 0.2)\n```'
const { verdict, reason } = await verifyProgram(
  { problemId: 'p', index: 0, text },
  problem,
  sandbox,
)
console.log(verdict, reason)
