/** What stages read from each other's artifacts and write into their own. */
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Completion, Problem, TrainingRow } from '../../core/index.ts'
import { completionSchema, ConfigError, trainingRowSchema } from '../../core/index.ts'
import { collectJsonl, loadProblems, readJsonl } from '../../data/index.ts'
import type { StageContext } from '../stage.ts'

/** The file an input names: itself, or the file of the usual name in an artifact's directory. */
export function inputFile(path: string, usualName: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, usualName) : path
}

export const readProblemsInput = (path: string): Promise<Problem[]> => loadProblems(inputFile(path, 'problems.jsonl'))

export const readRowsInput = (path: string): Promise<TrainingRow[]> =>
  collectJsonl(readJsonl(inputFile(path, 'rows.jsonl'), trainingRowSchema))

export const readCompletionsInput = (path: string): Promise<Completion[]> =>
  collectJsonl(readJsonl(inputFile(path, 'completions.jsonl'), completionSchema))

/** What a set of completions was drawn from, kept beside them so that results can name it. */
const drawnFromSchema = z.strictObject({
  label: z.string(),
  seed: z.number(),
  numGenerations: z.number(),
  temperature: z.number(),
  promptFormat: z.strictObject({ name: z.string(), template: z.string() }).optional(),
})
export type DrawnFrom = z.infer<typeof drawnFromSchema>

/** @throws ConfigError when the stage that made `directory` draws no completions */
export async function readDrawnFrom(directory: string): Promise<DrawnFrom> {
  try {
    return drawnFromSchema.parse(JSON.parse(await readFile(join(directory, 'drawn-from.json'), 'utf8')))
  } catch (error) {
    throw new ConfigError(`${directory} holds no completions of a model`, {
      cause: error,
      hint: 'Name a stage of the kind sample or infer.greedy.',
    })
  }
}

/** What the completions of a stage are called; `undefined` for those of a file. */
export async function labelOf(path: string): Promise<string | undefined> {
  const isArtifact = existsSync(join(path, 'drawn-from.json'))
  return isArtifact ? (await readDrawnFrom(path)).label : undefined
}

/** Writes one file of the artifact whole. */
export async function writeOut(context: Pick<StageContext, 'out'>, name: string, text: string | Uint8Array): Promise<void> {
  const writer = await context.out.writer(name)
  await writer.write(text)
  await writer.commit()
}

export const jsonLines = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join('')

const measuresSchema = z.record(z.string(), z.number())

/** Numbers about what a stage made, for studies to set results against: rows, distinct paths, the loss of a model. */
export const writeMeasures = (context: Pick<StageContext, 'out'>, measures: Record<string, number>): Promise<void> =>
  writeOut(context, 'measures.json', `${JSON.stringify(measures)}\n`)

/** @throws ConfigError when the stage that made `directory` measures nothing */
export async function readMeasures(directory: string): Promise<Record<string, number>> {
  try {
    return measuresSchema.parse(JSON.parse(await readFile(join(directory, 'measures.json'), 'utf8')))
  } catch (error) {
    throw new ConfigError(`${directory} holds no measures`, {
      cause: error,
      hint: 'Name a stage of the kind curate.rft or evaluate.loss.',
    })
  }
}
