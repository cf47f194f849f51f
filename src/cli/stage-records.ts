/** Commands whose output is a file of records that one stage makes. */
import { join } from 'node:path'
import { z } from 'zod'
import { readRecords } from '../data/index.ts'
import { writeRecords } from './jsonl-io.ts'
import { runOneStage, type OneStage } from './one-stage.ts'

export interface StageOutput {
  /** Where the records go; standard output unless given. */
  out?: string | undefined
  runs: string
  json?: boolean | undefined
}

/** Runs a stage without a seed, and writes the records of one of its files where it is told. */
export async function writeStageRecords(
  { kind, fields, file }: Pick<OneStage, 'kind' | 'fields'> & { file: string },
  { out, runs, json }: StageOutput,
): Promise<void> {
  const directory = await runOneStage({ kind, fields, seed: 0, set: [], runs, json })
  await writeRecords(out, async (write) => {
    for await (const entry of readRecords(join(directory, file), z.unknown())) {
      if ('error' in entry) throw entry.error
      await write(entry.value)
    }
  })
}
