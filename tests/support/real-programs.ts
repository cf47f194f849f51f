/** Programs that real models wrote, where the data is: set RECKONER_DATA, or put it at ../shared/data. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from '../../src/execute/index.ts'
import { extractProgram } from '../../src/verify/index.ts'

const directory = join(process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'model_outputs')

export const areRealProgramsThere = existsSync(directory)

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

/** The programs of a file, as `reckoner verify --programs` finds them; named by file, record and place in it. */
export function realPrograms(file: RealProgramFile): Program[] {
  return readFileSync(join(directory, `${file}_dev.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const record = JSON.parse(line) as { index: number } & Record<string, string | string[]>
      const texts = [record[files[file]]!].flat()
      return texts.map((text, place) => ({ id: `${file}:${record.index}:${place}`, code: extractProgram(text) ?? '' }))
    })
}
