/** What stages read from each other's artifacts and write into their own. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Completion, Problem, TrainingRow } from '../../core/index.ts'
import { completionSchema, trainingRowSchema } from '../../core/index.ts'
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
export const drawnFromSchema = z.strictObject({
  label: z.string(),
  seed: z.number(),
  numGenerations: z.number(),
  temperature: z.number(),
})
export type DrawnFrom = z.infer<typeof drawnFromSchema>

/** Writes one file of the artifact whole. */
export async function writeOut(context: Pick<StageContext, 'out'>, name: string, text: string | Uint8Array): Promise<void> {
  const writer = await context.out.writer(name)
  await writer.write(text)
  await writer.commit()
}

export const jsonLines = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join('')
