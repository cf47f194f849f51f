/**
 * Training rows from a file of any kind that records come in, in the project's own format or a
 * public shape.
 */
import { z } from 'zod'
import { DataError, trainingRowSchema, type TrainingRow } from '../core/index.ts'
import { eachRow } from './shape/each-row.ts'
import { importRecord } from './shape/import.ts'
import { fileStem, tellOnce, type Teller } from './problems.ts'
import { problemPrompt } from './prompt-format.ts'
import { checkRecord, readRecords } from './read/records.ts'
import { truthValueIn } from './read/typed-cells.ts'
import { describeRow, mappingOf, shapeOf } from './shape/shapes.ts'
import { sourceName, type RecordSource } from './read/source.ts'

/**
 * Returns the rows of a file that must be whole: `{prompt, completion}`, or a public shape with a
 * question and a worked solution, or else completions, one row each; completions that are empty
 * teach nothing and are left out. @throws DataError for the first row that is wrong, or is labelled
 * as right or wrong
 */
export async function loadTrainingRows(
  source: RecordSource,
  tell: Teller = () => {},
): Promise<TrainingRow[]> {
  const name = sourceName(source)
  const rows: TrainingRow[] = []
  const told = tellOnce(name, tell)
  for await (const entry of eachRow(readRecords(source, z.unknown()))) {
    if ('error' in entry) throw entry.error
    const { line, value: row } = entry
    const shape = isOwn(row) ? null : shapeOf(row)
    if (shape === null) {
      const checked = checkRecord(name, entry, trainingRowSchema)
      if ('error' in checked) throw isOwn(row) ? checked.error : unknownRow(`${name}:${line}`, row)
      if (isLabelled(row, entry.ofTable)) throw labelledRow(`${name}:${line}`)
      rows.push(checked.value)
      continue
    }
    told(shape)
    const imported = importRecord(mappingOf(shape), row, {
      where: `${name}:${line}`,
      defaultId: `${fileStem(name)}-${line - 1}`,
    })
    rows.push(...rowsOf(imported, `${name}:${line}`))
  }
  return rows
}

/** Prompts and completions as texts are rows as they are, whatever else is there. */
const isOwn = (row: unknown): row is Record<string, unknown> =>
  typeof row === 'object' &&
  row !== null &&
  'prompt' in row &&
  typeof row.prompt === 'string' &&
  'completion' in row

/** A label says whether the completion is right: training on it would teach wrong solutions too. */
function isLabelled(row: unknown, ofTable = false): boolean {
  const label = isOwn(row) ? row['label'] : undefined
  return typeof label === 'boolean' || (ofTable && truthValueIn(String(label)) !== null)
}

const labelledRow = (where: string): DataError =>
  new DataError(
    `${where}: it is a labelled completion {prompt, completion, label}, and may be a wrong solution`,
    {
      hint: 'Train an evaluator on these: reckoner train evaluator --help. To learn to write solutions, make rows with `reckoner curate rft`.',
    },
  )

function rowsOf(
  { problem, completions, turns }: ReturnType<typeof importRecord>,
  where: string,
): TrainingRow[] {
  if (!problem)
    throw new DataError(
      `${where}: a row of completions has no question, so it cannot be a training row`,
    )
  const texts =
    problem.solution === undefined ? completions.map(({ text }) => text) : [problem.solution]
  if (texts.length === 0)
    throw new DataError(
      `${where}: the row has neither a solution nor a completion, so it cannot be a training row`,
    )
  return texts
    .filter((text) => text.trim() !== '')
    .map((text) => ({
      prompt: problemPrompt(problem.question),
      completion: text.trim(),
      problemId: problem.id,
      ...(turns && { turns: [...turns] }),
    }))
}

const unknownRow = (where: string, row: unknown): DataError =>
  new DataError(`${where}: ${describeRow(row)}`, {
    hint: 'Training rows are {prompt, completion}, or have a shape of docs/data.md: alpaca, sharegpt, messages, openmathinstruct2, …',
  })
