/**
 * What the fast tier says of a generated program, CPython says too; `RECKONER_FUZZ` sets how many
 * programs are compared.
 */
import { expect, test } from 'vitest'
import { evaluateProgram } from '../../src/execute/fast/evaluate.ts'
import { missingModules } from '../../src/execute/fast/fast.ts'
import { defaultLimits, openSandbox, type Outcome, type Program } from '../../src/execute/index.ts'
import { sliceOf } from '../support/slice-of.ts'
import { subsetProgram } from './subset/programs.ts'

const all = Array.from({ length: Number(process.env['RECKONER_FUZZ'] ?? 2_000) }, (_, at) => at)
/** Each commit draws one slice of eight. */
const indices = sliceOf(all, 8)
const count = indices.length
const limits = { outputBytes: defaultLimits.outputBytes, missingModules: new Set(missingModules()) }

/** The programs that the fast tier gives an outcome for, which is kept in `outcomes`. */
function* judged(outcomes: Outcome[]): Generator<Program> {
  for (const index of indices) {
    const code = subsetProgram(1, index)
    const outcome = evaluateProgram(code, limits)
    if (outcome === null) continue
    outcomes.push(outcome)
    yield { id: String(index), code }
  }
}

test(
  `agrees with CPython on ${count} programs of the subset`,
  { timeout: 60_000 + 5 * count },
  async () => {
    await using sandbox = openSandbox({ sandbox: 'pyodide', workers: 2 })
    const outcomes: Outcome[] = []
    const different: unknown[] = []
    let compared = 0
    for await (const { id, tier: _, ...expected } of sandbox.execute(judged(outcomes))) {
      const outcome = outcomes[compared++]
      if (JSON.stringify(outcome) !== JSON.stringify(expected))
        different.push({ code: subsetProgram(1, Number(id)), outcome, expected })
      if (different.length >= 10) break
    }
    expect(different).toEqual([])
    expect(compared / count).toBeGreaterThan(0.6)
    const raised = outcomes.filter(({ status }) => status === 'error').length / compared
    expect(raised).toBeGreaterThan(0.15)
    expect(raised).toBeLessThan(0.6)
  },
)

test('a program depends on its seed and its index only', () => {
  expect(subsetProgram(1, 7)).toBe(subsetProgram(1, 7))
  expect(new Set([subsetProgram(1, 7), subsetProgram(1, 8), subsetProgram(2, 7)]).size).toBe(3)
})
