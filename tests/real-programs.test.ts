/**
 * Programs of real models, run within the harnesses that they were written for and judged, against
 * what their authors recorded. `docs/real-programs.md` has the accuracies, and the cause of every
 * disagreement. Skipped where the data folder is absent.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingModules } from '../src/execute/fast/fast.ts'
import { openSandbox, type Program, type Sandbox } from '../src/execute/index.ts'
import { verifyProgram, withGold } from '../src/verify/index.ts'
import {
  commonNumber,
  isRecordedRight,
  nearestChoice,
  numberOf,
  programRecords,
  type ProgramRecord,
} from './support/real-program-records.ts'
import {
  areRealProgramsThere,
  modelOutputs,
  type RealProgramFile,
} from './support/real-programs.ts'
import { sliceOf } from './support/slice-of.ts'

/** The sandbox `default` has sympy only where a user has added it. */
const hasSympy = !missingModules().includes('sympy')

/** How many records are right: by us without and with sympy, and by what the file records. */
interface Expected {
  file: RealProgramFile
  records: number
  ours: [without: number, withSympy: number]
  recorded: number
  /** Right by us alone, and by the record alone, with sympy. */
  only: [ours: number, recorded: number]
}

const numeric: readonly Expected[] = [
  { file: 'gsm8k_pot_codex_fewshot', records: 659, ours: [472, 472], recorded: 472, only: [0, 0] },
  { file: 'gsm8k_pot_codex_zeroshot', records: 659, ours: [394, 394], recorded: 394, only: [0, 0] },
  { file: 'svamp_pot_codex_fewshot', records: 500, ours: [420, 420], recorded: 421, only: [0, 1] },
  { file: 'svamp_pot_codex_zeroshot', records: 500, ours: [334, 334], recorded: 341, only: [0, 7] },
  {
    file: 'multiarith_pot_codex_zeroshot',
    records: 309,
    ours: [283, 283],
    recorded: 284,
    only: [0, 1],
  },
  { file: 'gsm8k_tora_70b', records: 659, ours: [551, 555], recorded: 558, only: [1, 4] },
  { file: 'gsm8k_tora_code_34b', records: 659, ours: [514, 517], recorded: 530, only: [0, 13] },
]

const skipped = !areRealProgramsThere

describe.skipIf(skipped)('programs of real models', { timeout: 300_000 }, () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ limits: { timeoutMs: 20_000 } })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())

  it.each(sliceOf(numeric, 4))('$file', async ({ file, records, ours, recorded, only }) => {
    const rows = programRecords(file)
    const right = await Promise.all(rows.map((row) => isRight(row, sandbox)))
    const theirs = rows.map(isRecordedRight)
    expect(rows.length).toBe(records)
    expect(theirs.filter(Boolean).length).toBe(recorded)
    expect(right.filter(Boolean).length).toBe(ours[hasSympy ? 1 : 0])
    const disagreements = [
      right.filter((is, index) => is && !theirs[index]).length,
      right.filter((is, index) => !is && theirs[index]).length,
    ]
    if (hasSympy) expect(disagreements).toEqual(only)
  })

  it.each(sliceOf(choices, 4))('$file', async ({ file, ours }) => {
    const right = await Promise.all(
      programRecords(file).map(async ({ programs, options, gold }) => {
        const outcomes = await Promise.all(programs.map((program) => sandbox.run(program)))
        return nearestChoice(commonNumber(outcomes.map(numberOf)), options!) === gold
      }),
    )
    expect(right.filter(Boolean).length).toBe(ours[hasSympy ? 1 : 0])
  })

  it.each(['gsm8k_tora_70b', 'gsm8k_tora_code_34b'] as const)(
    '%s: a program prints what its trajectory captured',
    async (file) => {
      const lines = readFileSync(join(modelOutputs, `${file}_dev.jsonl`), 'utf8')
        .trimEnd()
        .split('\n')
      const texts = new Map(
        lines.map((line) => {
          const { index, trajectory } = JSON.parse(line) as { index: number; trajectory: string }
          return [`${file}:${index}:0`, trajectory]
        }),
      )
      const programs = programRecords(file).flatMap(({ programs }) => programs)
      const different: string[] = []
      const compare = async (program: Program): Promise<void> => {
        const captured = /```output\n([^]*?)\n?```/.exec(texts.get(program.id)!)?.[1]?.trim()
        const { stdout, error } = await sandbox.run(program)
        if (!hasSympy && error?.message === "No module named 'sympy'") return
        const isSame = error ? captured?.includes(error.type) : captured === stdout.trim()
        if (isSame !== true) different.push(program.id)
      }
      await Promise.all(programs.map(compare))
      // Its model ran away into one endless line, and nothing was captured.
      expect(different).toEqual([`${file}:146:0`])
    },
  )
})

/** Programs whose value is mapped to one of five options. */
const choices: readonly { file: RealProgramFile; ours: [without: number, withSympy: number] }[] = [
  { file: 'aqua_pot_codex_fewshot', ours: [29, 49] },
  { file: 'aqua_pot_codex_selfconsistency', ours: [43, 65] },
  { file: 'aqua_pot_codex_zeroshot', ours: [36, 36] },
  { file: 'aqua_pal_codex', ours: [49, 49] },
]

/** Whether a program gives the gold answer, as `reckoner verify --programs` judges it. */
async function isRight({ programs, gold }: ProgramRecord, sandbox: Sandbox): Promise<boolean> {
  const [program] = programs
  const problem = withGold({ id: 'p', question: 'q', answer: gold })
  const completion = { problemId: 'p', index: 0, text: `\`\`\`python\n${program!.code}\n\`\`\`` }
  const { verdict } = await verifyProgram(completion, problem, sandbox, {
    prelude: program!.prelude,
  })
  return verdict === 'correct'
}
