/**
 * The sandboxes give the value, or the error, that CPython gives: on generated programs and on
 * those of real models.
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { execute, sandboxes, type Program, type SandboxName } from '../../src/execute/index.ts'
import { goldenForm, goldenOutcomes } from '../support/golden-outcomes.ts'
import {
  allRealPrograms,
  areRealProgramsThere,
  harnessedPrograms,
  realProgramFiles,
} from '../support/real-programs.ts'
import { sliceOf } from '../support/slice-of.ts'
import { generatedProgram } from './generated/programs.ts'

const names = Object.keys(sandboxes) as SandboxName[]

/** Each commit draws one slice of so many. */
const slices = 160

const realPrograms = areRealProgramsThere ? allRealPrograms() : []

/** A program, and what it came to in the reference. */
type Compared = Program & { expected: string }

/** One line for each program that came to something else than in the reference. */
async function differences(programs: readonly Compared[], sandbox: SandboxName): Promise<string[]> {
  const different: string[] = []
  let index = 0
  for await (const verdict of execute(programs, { sandbox, limits: { timeoutMs: 10_000 } })) {
    const [ours, theirs] = [goldenForm(verdict), programs[index++]!.expected]
    if (ours !== theirs) different.push(`${verdict.id}: ${theirs} became ${ours}`)
  }
  expect(index).toBe(programs.length)
  return different
}

async function isMissing(name: SandboxName): Promise<boolean> {
  const checks = await Promise.all(sandboxes[name].map((tier) => tier.check()))
  return checks.some(({ stands }) => !stands)
}

/**
 * Sums of floats are rounded once at the end from 3.12 on; the linux tier runs what Python the
 * machine has.
 */
const dependsOnVersion = (name: SandboxName): boolean => name === 'linux'

describe.each(names)('sandbox %s', { timeout: 300_000 }, async (name) => {
  const skipped = await isMissing(name)

  it.skipIf(skipped || dependsOnVersion(name))(
    'agrees with CPython on generated programs',
    async () => {
      const { outcomes } = goldenOutcomes('generated')
      const programs = outcomes.map((expected, index) => ({
        id: String(index),
        code: generatedProgram(1, index),
        expected,
      }))
      expect(await differences(sliceOf(programs, slices), name)).toEqual([])
    },
  )

  it.skipIf(skipped || !areRealProgramsThere || dependsOnVersion(name))(
    'agrees with CPython on what real models wrote',
    async () => {
      const golden = goldenOutcomes('real')
      const digest = createHash('sha256').update(realPrograms.map(({ code }) => code).join(''))
      expect(digest.digest('hex')).toBe(golden.programs)
      const compared = realPrograms.map((program, index) => ({
        ...program,
        expected: golden.outcomes[index]!,
      }))
      const drawn = sliceOf(compared, slices)
      const known = knownDifferences.filter((line) =>
        drawn.some(({ id }) => line.startsWith(`${id}: `)),
      )
      expect(await differences(drawn, name)).toEqual(known)
    },
  )
})

it.skipIf(!areRealProgramsThere)(
  'programs within their harnesses come to what they do in CPython, but for packages',
  { timeout: 300_000 },
  async () => {
    const { outcomes } = goldenOutcomes('harnessed')
    const programs = realProgramFiles
      .flatMap(harnessedPrograms)
      .map((program, index) => ({ ...program, expected: outcomes[index]! }))
      // The reference was on a busy machine.
      .filter(({ expected }) => expected !== '!Timeout')
    expect(programs.length).toBeGreaterThan(8_000)
    const found = await differences(sliceOf(programs, slices), 'default')
    const unexplained = found.filter((line) => !line.endsWith('became !ModuleNotFoundError'))
    const known = [
      ...knownDifferences.map((line) => line.replace(':mended', '')),
      // Without sympy, the import of a name that it lacks is not seen to fail.
      'aqua_pot_codex_selfconsistency:104:0: !ImportError became !NoAnswer',
    ]
    expect(unexplained.filter((line) => !known.includes(line))).toEqual([])
  },
)

/** The last digit of a tangent: the C library of Pyodide is musl, that of the reference glibc. */
const knownDifferences = [
  'aqua_pot_codex_selfconsistency:34:15:mended: 7.005265949644415 became 7.005265949644416',
]
