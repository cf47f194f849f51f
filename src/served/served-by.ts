/** Which servers have answered a stage, and what they were paid, as its kept replies tell. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { KeptRecords } from '../store/index.ts'
import { abilitiesSchema } from './probe.ts'
import { maybeJson } from './maybe-json.ts'
import type { KeptItem } from './sender.ts'
import { statementSchema } from './statement.ts'
import { addUsage, noUsage, type Usage } from './usage.ts'

/** Ids of what is kept beside the replies. */
export const ABOUT = 'server'
export const MODEL = 'model'
export const PROBED = 'probes'

/** What is known of the servers of a model, once they were asked. */
export const aboutSchema = z.object({
  statements: z.array(statementSchema),
  abilities: abilitiesSchema,
  /** Tokens of the longest prompt that it was asked to find that out. */
  overhead: z.number(),
})
export type About = z.output<typeof aboutSchema>

/** The file of an artifact that says which servers its stage has asked. */
export const servedByFile = 'served-by.json'

const servedBySchema = z.array(aboutSchema.extend({ model: z.string().optional() }))
export type ServedBy = z.output<typeof servedBySchema>

/** Returns what an artifact says of the servers that its stage has asked. */
export async function readServedBy(directory: string): Promise<ServedBy> {
  const text = await readFile(join(directory, servedByFile), 'utf8').catch(() => '[]')
  return servedBySchema.safeParse(maybeJson(text)).data ?? []
}

const keptName = /^replies-[0-9a-f]{16}\.jsonl$/

/** Opens the replies that are kept under a name of 16 hexadecimal digits. @throws StoreError */
export const keptReplies = (directory: string, name: string): KeptRecords =>
  new KeptRecords(join(directory, `replies-${name}.jsonl`))

/** Returns what was learned of the servers whose replies are kept in a directory. */
export function serversIn(directory: string): ServedBy {
  return keptIn(directory).flatMap((path) => {
    using kept = new KeptRecords(path)
    const about = aboutSchema.safeParse(kept.get(ABOUT)).data
    const model = kept.get(MODEL)
    return about ? [{ ...(typeof model === 'string' && { model }), ...about }] : []
  })
}

const keptIn = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => keptName.test(name))
    .toSorted()
    .map((name) => join(directory, name))

/** Returns what the replies that are kept in a directory have cost. */
export function paidIn(directory: string): Usage {
  let sum: Usage = noUsage
  for (const path of keptIn(directory)) {
    using kept = new KeptRecords(path)
    for (const record of kept.values()) {
      const usage = (record as Partial<KeptItem> | null)?.usage
      if (usage) sum = addUsage(sum, usage)
    }
  }
  return sum
}
