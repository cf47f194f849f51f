/** What each artifact cost to make, kept outside the artifact, which is the same on every run. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { StageCost } from '../core/index.ts'
import { writeFileAtomic } from './fs.ts'

const costRecordSchema = z.object({
  cost: z.object({
    seconds: z.number(),
    tokens: z.number(),
    promptTokens: z.number().default(0),
    dollars: z.number().default(0),
    completions: z.number(),
    flops: z.number().default(0),
    peakMemoryBytes: z.number(),
  }),
  /** Versions and machine the artifact was made with. */
  madeWith: z.record(z.string(), z.string()),
})
export type CostRecord = z.infer<typeof costRecordSchema>

export const noCost: Readonly<StageCost> = {
  seconds: 0,
  tokens: 0,
  promptTokens: 0,
  dollars: 0,
  completions: 0,
  flops: 0,
  peakMemoryBytes: 0,
}

/** The recorded cost of a key, or `undefined` when there is none to be read. */
export async function readCost(
  runsDirectory: string,
  key: string,
): Promise<CostRecord | undefined> {
  try {
    return costRecordSchema.parse(JSON.parse(await readFile(costFile(runsDirectory, key), 'utf8')))
  } catch {
    return undefined
  }
}

/** @throws StoreError */
export async function writeCost(
  runsDirectory: string,
  key: string,
  record: CostRecord,
): Promise<void> {
  await writeFileAtomic(costFile(runsDirectory, key), `${JSON.stringify(record, null, 2)}\n`)
}

function costFile(runsDirectory: string, key: string): string {
  return join(runsDirectory, 'costs', `${key}.json`)
}
