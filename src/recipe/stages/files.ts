/** What stages read from each other's artifacts and write into their own. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Completion, Problem, TrainingRow, Verdict } from '../../core/index.ts'
import { ConfigError, verdictSchema, type RunEvent } from '../../core/index.ts'
import {
  loadProblems,
  loadTrainingRows,
  readCompletions,
  readRecords,
  type SolutionColumns,
  type Teller,
} from '../../data/index.ts'
import type { StageContext } from '../stage.ts'

/** The file an input names: itself, or the file of the usual name in an artifact's directory. */
export function inputFile(path: string, usualName: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, usualName) : path
}

/**
 * Reads problems; `tell` hears how the rows of a public shape were understood, and `columns` says
 * where they have further solutions.
 */
export const readProblemsInput = (
  path: string,
  tell?: Teller,
  columns?: SolutionColumns,
): Promise<Problem[]> => loadProblems(inputFile(path, 'problems.jsonl'), tell, columns)

/** Reads training rows; `tell` hears how the rows of a public shape were understood. */
export const readRowsInput = (path: string, tell?: Teller): Promise<TrainingRow[]> =>
  loadTrainingRows(inputFile(path, 'rows.jsonl'), tell)

/** Yields the completions of an input; `tell` hears of each line that holds none. */
export async function* completionsOfInput(
  path: string,
  tell: (fault: string) => void = () => {},
): AsyncGenerator<Completion, void, void> {
  for await (const entry of readCompletions(inputFile(path, 'completions.jsonl'))) {
    if ('value' in entry) yield entry.value
    else tell(entry.error.message)
  }
}

/** Returns how many records the completions of an input have; they are not checked. */
export async function countCompletions(path: string): Promise<number> {
  let count = 0
  for await (const _ of readRecords(inputFile(path, 'completions.jsonl'), z.unknown())) count++
  return count
}

/** Yields the verdicts that the stage `verify` wrote. */
export async function* verdictsOfInput(path: string): AsyncGenerator<Verdict, void, void> {
  for await (const entry of readRecords(inputFile(path, 'verdicts.jsonl'), verdictSchema)) {
    if ('error' in entry) throw entry.error
    yield entry.value
  }
}

/** What readers told, as notes of a stage. */
export function* notesOf(told: readonly string[]): Generator<RunEvent, void, void> {
  for (const message of told) yield { type: 'note', level: 'info', message }
}

const drawnFromFile = 'drawn-from.json'

/** How a set of completions was drawn, kept beside them. */
const drawnFromSchema = z.strictObject({
  seed: z.number(),
  numGenerations: z.number(),
  temperature: z.number(),
  /** What chose them from what was drawn. */
  strategy: z.string().optional(),
  promptFormat: z
    .strictObject({ name: z.string(), template: z.string(), isTurn: z.literal(true).optional() })
    .optional(),
  /** Absent where they are texts. */
  completionsAre: z.literal('programs').optional(),
})
export type DrawnFrom = z.infer<typeof drawnFromSchema>

/** @throws ConfigError when the stage that made `directory` draws no completions */
export async function readDrawnFrom(directory: string): Promise<DrawnFrom> {
  try {
    return drawnFromSchema.parse(JSON.parse(await readFile(join(directory, drawnFromFile), 'utf8')))
  } catch (error) {
    throw new ConfigError(`${directory} holds no completions of a model`, {
      cause: error,
      hint: 'Name a stage of the kind sample or infer.greedy.',
    })
  }
}

/** Whether the stage that made an input says that its completions are programs; files do not. */
export async function saysPrograms(path: string): Promise<boolean> {
  if (!existsSync(join(path, drawnFromFile))) return false
  return (await readDrawnFrom(path)).completionsAre === 'programs'
}

/** Which completions scores are of, kept beside them: what made the completions. */
const scoredFromSchema = z.strictObject({
  completions: z.string().optional(),
  /** Whether the scores took no evaluator. */
  free: z.boolean().default(false),
})
export type ScoredFrom = z.infer<typeof scoredFromSchema> & { completions: string }

/** Notes which stage made the completions that this one scores. */
export function writeScoredFrom(
  context: Pick<StageContext, 'out' | 'places'>,
  how: { free?: true } = {},
): Promise<void> {
  const { maker } = context.places['completions']![0]!
  const text = JSON.stringify({ completions: maker, ...how } satisfies z.input<
    typeof scoredFromSchema
  >)
  return writeOut(context, 'scored-from.json', `${text}\n`)
}

/** @throws ConfigError when the stage that made `directory` scores no completions of a stage */
export async function readScoredFrom(directory: string): Promise<ScoredFrom> {
  try {
    const text = await readFile(join(directory, 'scored-from.json'), 'utf8')
    return scoredFromSchema.required({ completions: true }).parse(JSON.parse(text))
  } catch (error) {
    throw new ConfigError(`${directory} holds no scores of a stage's completions`, {
      cause: error,
      hint: 'Name a stage of the kind score.evaluator, score.equations or score.likelihood.',
    })
  }
}

/** Writes one file of the artifact whole. */
export async function writeOut(
  context: Pick<StageContext, 'out'>,
  name: string,
  text: string | Uint8Array,
): Promise<void> {
  const writer = await context.out.writer(name)
  await writer.write(text)
  await writer.commit()
}

/**
 * Records that are made into one text before they are written: more than all would be longer than a
 * text may be.
 */
const RECORDS_AT_ONCE = 1000

/** Writes a file of records, one a line. */
export async function writeRecordsOut(
  context: Pick<StageContext, 'out'>,
  name: string,
  records: readonly unknown[],
): Promise<void> {
  const writer = await context.out.writer(name)
  for (let start = 0; start < records.length; start += RECORDS_AT_ONCE)
    await writer.write(jsonLines(records.slice(start, start + RECORDS_AT_ONCE)))
  await writer.commit()
}

/** Writes a file of the artifact with another's content, however large it is. */
export async function copyOut(
  context: Pick<StageContext, 'out'>,
  name: string,
  path: string,
): Promise<void> {
  const writer = await context.out.writer(name)
  for await (const chunk of createReadStream(path)) await writer.write(chunk as Uint8Array)
  await writer.commit()
}

export const jsonLines = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join('')

const measuresSchema = z.record(z.string(), z.number())

/**
 * Numbers about what a stage made, for studies to set results against: rows, distinct paths, the
 * loss of a model.
 */
export const writeMeasures = (
  context: Pick<StageContext, 'out'>,
  measures: Record<string, number>,
): Promise<void> => writeOut(context, 'measures.json', `${JSON.stringify(measures)}\n`)

/** @throws ConfigError when the stage that made `directory` measures nothing */
export async function readMeasures(directory: string): Promise<Record<string, number>> {
  try {
    return measuresSchema.parse(
      JSON.parse(await readFile(join(directory, 'measures.json'), 'utf8')),
    )
  } catch (error) {
    throw new ConfigError(
      `${directory} reports no measures, which are the numbers that studies plot`,
      {
        cause: error,
        hint: 'Name a stage of the kind curate.rft or evaluate.loss.',
      },
    )
  }
}
