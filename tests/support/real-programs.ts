/**
 * Programs that real models wrote, where the data is: set RECKONER_DATA, or put it at
 * ../shared/data.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from '../../src/execute/index.ts'
import { extractProgram } from '../../src/verify/index.ts'

export const modelOutputs = join(
  process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data'),
  'model_outputs',
)

export const areRealProgramsThere = existsSync(modelOutputs)

/** Files of programs, and the field that holds one or several. */
const files = {
  gsm8k_pot_codex_fewshot: 'generated',
  gsm8k_pot_codex_zeroshot: 'generated',
  svamp_pot_codex_fewshot: 'generated',
  svamp_pot_codex_zeroshot: 'generated',
  multiarith_pot_codex_zeroshot: 'generated',
  aqua_pot_codex_fewshot: 'generated',
  aqua_pot_codex_selfconsistency: 'generated',
  aqua_pot_codex_zeroshot: 'generated',
  aqua_pal_codex: 'generated',
  gsm8k_tora_70b: 'trajectory',
  gsm8k_tora_code_34b: 'trajectory',
} as const

export type RealProgramFile = keyof typeof files
export const realProgramFiles = Object.keys(files) as RealProgramFile[]

/**
 * The programs of a file, as `reckoner verify --programs` finds them; named by file, record and
 * place in it.
 */
export function realPrograms(file: RealProgramFile): Program[] {
  return readFileSync(join(modelOutputs, `${file}_dev.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const record = JSON.parse(line) as { index: number } & Record<string, string | string[]>
      const texts = [record[files[file]]!].flat()
      return texts.map((text, place) => ({
        id: `${file}:${record.index}:${place}`,
        code: extractProgram(text) ?? '',
      }))
    })
}

/** What Program of Thoughts puts before programs; the other harnesses put nothing there. */
const programOfThoughts = readFileSync(
  join(import.meta.dirname, '../../examples/harnesses/program-of-thoughts.py'),
  'utf8',
)

/** The programs of a file, within the harness that they were written for. */
export const harnessedPrograms = (file: RealProgramFile): Program[] =>
  realPrograms(file).map((program) =>
    file.includes('_pot_') ? { ...program, prelude: programOfThoughts } : program,
  )

/**
 * Those programs that their authors ran with more than is written in them, made whole: `math`
 * imported where it is used, and numpy, which most of them import and do not use, left out. Without
 * this they all end at their first line.
 */
export function mendedPrograms(): Program[] {
  return realProgramFiles.flatMap(realPrograms).flatMap(({ id, code }) => {
    const mended = withoutNumpy(withMath(code))
    return mended === code ? [] : [{ id: `${id}:mended`, code: mended }]
  })
}

const withMath = (code: string): string =>
  /\bmath\./.test(code) && !code.includes('import math') ? `import math\n${code}` : code
const withoutNumpy = (code: string): string => code.replaceAll(/^import numpy as np$/gm, '')

/** All of them, in the order of the golden outcomes. */
export const allRealPrograms = (): Program[] => [
  ...realProgramFiles.flatMap(realPrograms),
  ...mendedPrograms(),
]
