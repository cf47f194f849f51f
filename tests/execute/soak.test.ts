/**
 * A long mixture: honest programs among those that hang, fill memory, poison and exit.
 * RECKONER_SOAK gives their number.
 */
import { expect, it } from 'vitest'
import { rng } from '../../src/core/index.ts'
import { openSandbox, type Program } from '../../src/execute/index.ts'
import { goldenForm, goldenOutcomes } from '../support/golden-outcomes.ts'
import { descendants } from '../support/process-tree.ts'
import { generatedProgram } from './generated/programs.ts'
import { hostilePrograms } from './hostile/index.ts'

const count = Number(process.env.RECKONER_SOAK ?? 1_000)
const { outcomes } = goldenOutcomes('generated')
const harmful = hostilePrograms.filter(({ kind }) => kind !== 'escape')

/** The program at a place, and what it must come to where that is known. */
function mixture(index: number): { program: Program; expected?: string } {
  const random = rng('soak', 1, index)
  if (random.next() < 0.05) {
    const { id, code } = random.pick(harmful)
    return { program: { id: `${index} ${id}`, code } }
  }
  const place = random.int(0, outcomes.length - 1)
  return {
    program: { id: `${index} generated/${place}`, code: generatedProgram(1, place) },
    expected: outcomes[place]!,
  }
}

function* mixtures(): Generator<Program> {
  for (let index = 0; index < count; index++) yield mixture(index).program
}

it(
  'has each verdict once and right, in order, and memory does not grow',
  { timeout: 60_000 + count * 30 },
  async () => {
    const limits = { timeoutMs: 500, memoryBytes: 96 * 2 ** 20 }
    const sandbox = openSandbox({ sandbox: 'pyodide', workers: 2, limits })
    const [wrong, resident]: [string[], number[]] = [[], []]
    let index = 0
    for await (const verdict of sandbox.execute(mixtures())) {
      const { program, expected } = mixture(index++)
      expect(verdict.id).toBe(program.id)
      if (expected !== undefined && goldenForm(verdict) !== expected)
        wrong.push(`${verdict.id}: ${expected} became ${goldenForm(verdict)}`)
      if (index % Math.ceil(count / 20) === 0)
        resident.push(descendants().reduce((sum, each) => sum + each.residentBytes, 0))
    }
    await sandbox[Symbol.asyncDispose]()
    expect(index).toBe(count)
    // A busy machine may stop an honest program at half a second; it must not change a value.
    expect(wrong.filter((line) => !line.endsWith('!Timeout'))).toEqual([])
    expect(wrong.length).toBeLessThanOrEqual(count / 200)
    const [early, late] = [resident.slice(2, 7), resident.slice(-5)].map(
      (part) => part.toSorted((a, b) => a - b)[2]!,
    )
    if (process.env.RECKONER_SOAK)
      console.log(`resident: ${resident.map((bytes) => (bytes / 2 ** 20).toFixed(0)).join(' ')} MB`)
    expect(late! / early!).toBeLessThan(1.3)
  },
)
