/** Commands whose output is files of records that one stage makes. */
import { join } from 'node:path'
import { z } from 'zod'
import { readRecords } from '../data/index.ts'
import { ensureDirectory } from '../store/index.ts'
import { checkInputs, writeRecords } from './jsonl-io.ts'
import { planOneStage, runOneStage, type OneStage } from './one-stage.ts'
import { print } from './output.ts'

export interface StageOutput {
  /** Where the records go; standard output unless given. */
  out?: string | undefined
  runs: string
  json?: boolean | undefined
}

/**
 * Runs a stage without a seed, and writes the records of one of its files where it is told; with
 * `plan`, prints what the stage would ask of servers instead.
 */
export async function writeStageRecords(
  { kind, fields, file }: Pick<OneStage, 'kind' | 'fields'> & { file: string },
  { out, runs, json, budget, plan }: StageOutput & Pick<OneStage, 'budget'> & { plan?: boolean },
): Promise<void> {
  const stage = { kind, fields, seed: 0, set: [], runs, json, budget }
  if (plan) return planOneStage(stage)
  const directory = await runOneStage(stage)
  await copyRecords(join(directory, file), out)
}

/** The files of stages that make texts. */
const textFiles = ['documents.jsonl', 'annotated.jsonl', 'corpus.jsonl'] as const

/** How help texts name them. */
export const textFilesHelp =
  'directory for documents.jsonl, annotated.jsonl (the same with rationales between <BOT> and <EOT>) and corpus.jsonl (each text in both ways, for `train.pretrain`); other files in it are not changed'

/**
 * Runs a stage that makes texts, and writes its files into a directory. @throws ConfigError where
 * one of them would replace an input
 */
export async function writeStageTexts(
  { kind, fields, inputs = [] }: Pick<OneStage, 'kind' | 'fields'> & { inputs?: string[] },
  { out, runs, json }: StageOutput & { out: string },
): Promise<void> {
  for (const file of textFiles) checkInputs(inputs, join(out, file))
  await ensureDirectory(out)
  const directory = await runOneStage({ kind, fields, seed: 0, set: [], runs, json })
  for (const file of textFiles) await copyRecords(join(directory, file), join(out, file))
  if (!json) await print(`texts: ${textFiles.map((file) => join(out, file)).join(', ')}\n`)
}

const copyRecords = (from: string, to: string | undefined): Promise<void> =>
  writeRecords(to, async (write) => {
    for await (const entry of readRecords(from, z.unknown())) {
      if ('error' in entry) throw entry.error
      await write(entry.value)
    }
  })
