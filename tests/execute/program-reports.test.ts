/**
 * Programs as models write them, after public reports, and programs whose values their authors
 * recorded: how many come out right.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../src/execute/index.ts'
import { extractProgram, verifyProgram, withGold } from '../../src/verify/index.ts'

const directory = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const reports = join(directory, 'program_reports_dev.jsonl')

const linesOf = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)

interface ExecRow {
  mode: 'exec'
  code: string
  right: { status: string | string[]; text?: string; etype?: string | null }
  topic: string
  note?: string
}

interface VerifyRow {
  mode: 'verify'
  text: string
  answer: string
  right: string
  topic: string
  note?: string
}

let sandbox: Sandbox
beforeAll(() => {
  sandbox = openSandbox()
})
afterAll(() => sandbox[Symbol.asyncDispose]())

async function isExecuted({ code, right }: ExecRow): Promise<boolean> {
  const { status, text, error } = await sandbox.run({ id: 'p', code })
  const isText = right.text === undefined || right.text === text
  return (
    [right.status].flat().includes(status) && isText && (right.etype ?? error?.type) === error?.type
  )
}

async function isGraded({ text, answer, right }: VerifyRow): Promise<boolean> {
  const problem = withGold({ id: 'p', question: '', answer })
  const { verdict } = await verifyProgram({ problemId: 'p', index: 0, text }, problem, sandbox)
  return (
    right === verdict || right === 'any' || (right === 'incorrect-or-none' && verdict !== 'correct')
  )
}

/** Returns what did not come out as it should, and of how many. */
async function wrongOf<T extends { topic: string }>(
  rows: readonly T[],
  isRight: (row: T) => Promise<boolean>,
): Promise<string[]> {
  const results = await Promise.all(rows.map(isRight))
  return rows.filter((_, index) => !results[index]).map(({ topic }) => topic)
}

describe.skipIf(!existsSync(reports))('reported programs', { timeout: 120_000 }, () => {
  const rows = existsSync(reports)
    ? linesOf<ExecRow | VerifyRow>(reports).filter(({ note }) => note === undefined)
    : []

  it('come to what they should', async () => {
    const executed = rows.filter((row) => row.mode === 'exec')
    const wrong = await wrongOf(executed, isExecuted)
    expect(wrong.length, wrong.join('; ')).toBeLessThanOrEqual(Math.ceil(executed.length * 0.025))
  })

  it('are found in chat texts, and graded', async () => {
    const graded = rows.filter((row) => row.mode === 'verify')
    const wrong = await wrongOf(graded, isGraded)
    expect(wrong.length, wrong.join('; ')).toBeLessThanOrEqual(graded.length * 0.02)
  })
})

interface Recorded {
  generated: string | string[]
  /**
   * What the authors' harness made of the program's value; `null` also where it was 0 or there was
   * none.
   */
  executed: number | string | null
}

const recordedFiles = [
  'gsm8k_pot_codex_fewshot',
  'gsm8k_pot_codex_zeroshot',
  'svamp_pot_codex_fewshot',
  'svamp_pot_codex_zeroshot',
  'multiarith_pot_codex_zeroshot',
]

/** The harness took the first of several values, and in some files left out the sign. */
function isRecorded(text: string, executed: number | string): boolean {
  const first = /^[([]?([^,)\]]*)/.exec(text)![1]!
  const value = Number(first)
  if (typeof executed === 'string') return text === executed
  const tolerance = 1e-6 * Math.max(1, Math.abs(executed))
  return Math.abs(value - executed) <= tolerance || Math.abs(-value - executed) <= tolerance
}

describe.skipIf(!existsSync(join(directory, 'model_outputs')))(
  'programs of real models',
  { timeout: 300_000 },
  () => {
    it('come to the values that were recorded', async () => {
      let compared = 0
      const different: string[] = []
      for (const file of recordedFiles) {
        const rows = linesOf<Recorded>(join(directory, 'model_outputs', `${file}_dev.jsonl`))
        const programs = rows.map(({ generated }, index) => ({
          id: `${file}:${index}`,
          code: extractProgram([generated].flat()[0]!) ?? '',
        }))
        let index = 0
        for await (const { id, text, error } of sandbox.execute(programs)) {
          const { executed } = rows[index++]!
          if (executed === null) continue
          compared++
          if (text === null || !isRecorded(text, executed))
            different.push(`${id}: ${executed} became ${text ?? error?.message}`)
        }
      }
      expect(compared).toBeGreaterThan(2_400)
      expect(1 - different.length / compared, different.join('\n')).toBeGreaterThan(0.99)
    })
  },
)
