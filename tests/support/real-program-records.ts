/**
 * Programs of real models with the gold answer of their problem, and whether it is right by what
 * the file itself records.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, Program } from '../../src/execute/index.ts'
import { harnessedPrograms, modelOutputs, type RealProgramFile } from './real-programs.ts'

export interface ProgramRecord {
  programs: readonly Program[]
  /** The gold answer: a number, or the letter of the right choice. */
  gold: string
  /** Where the answer is a choice. */
  options?: readonly string[]
  /** What the file holds as its result: a number, a text, a letter. `undefined` where nothing. */
  recorded?: string | null | undefined
  /** What the file holds as the program's value, where that is not the result. */
  value?: string | undefined
}

interface Row {
  index: number
  answer?: number | string
  gold?: string
  options?: string[]
  executed?: number | string | null
  generated_prediction?: string
  prediction?: string
  pred?: string
}

export function programRecords(file: RealProgramFile): ProgramRecord[] {
  const programs = new Map<string, Program[]>()
  for (const program of harnessedPrograms(file)) {
    const index = program.id.split(':')[1]!
    programs.set(index, [...(programs.get(index) ?? []), program])
  }
  return readFileSync(join(modelOutputs, `${file}_dev.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as Row
      const { index, answer, gold, options, executed, prediction, pred } = row
      const recorded = executed === undefined ? (prediction ?? pred) : executed
      return {
        programs: programs.get(String(index))!,
        gold: String(answer ?? gold),
        ...(options && { options }),
        value: row.generated_prediction,
        recorded: recorded === undefined || recorded === null ? recorded : String(recorded),
      }
    })
}

/** Whether the file's own result is right, by its authors' tolerance. */
export function isRecordedRight({ gold, options, recorded }: ProgramRecord): boolean {
  if (recorded === null || recorded === undefined) return false
  return options ? recorded === gold : Math.abs(number(recorded) - number(gold)) < 1e-3
}

const number = (text: string): number => Number(text.replaceAll(',', ''))

/**
 * The letter of the option whose number is nearest to a program's value. The authors of Program of
 * Thoughts have a model choose it; PAL leaves it open.
 */
export function nearestChoice(value: number | null, options: readonly string[]): string | null {
  if (value === null) return null
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const option of options) {
    const [, letter = '', text = ''] = /^\(?([A-E])\)\s*(.*)$/.exec(option) ?? []
    const found = /-?\d[\d,]*(?:\.\d+)?(?:\s*\/\s*\d+)?/.exec(text)?.[0].replaceAll(',', '')
    if (found === undefined) continue
    const [over = '', under = '1'] = found.split('/')
    const distance = Math.abs(Number(over) / Number(under) - value)
    if (distance < least) [best, least] = [letter, distance]
  }
  return best
}

/** The number that a program gives, by itself or as the first of a few; `null` where it is none. */
export function numberOf({ status, text }: Pick<Outcome, 'status' | 'text'>): number | null {
  if (status !== 'ok') return null
  const plain = /^[[({]?\s*(?:[\w ]+:\s*)?(-?[\d.]+(?:e[-+]?\d+)?(?:\/\d+)?)\s*(?:[,\])}]|$)/.exec(
    text!,
  )?.[1]
  if (plain === undefined) return null
  const [over = '', under = '1'] = plain.split('/')
  const value = Number(over) / Number(under)
  return Number.isFinite(value) ? value : null
}

/** The number that most programs of a problem give, rounded to two decimals. */
export function commonNumber(values: readonly (number | null)[]): number | null {
  const counts = new Map<number, number>()
  for (const value of values) {
    if (value === null) continue
    const rounded = Math.round(value * 100) / 100
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
