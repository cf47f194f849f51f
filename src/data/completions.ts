/** Completions from a file of any kind that records come in. */
import { z } from 'zod'
import { completionSchema, DataError, type Completion } from '../core/index.ts'
import { checkRecord, readRecords, type RecordEntry } from './read/records.ts'
import { shapeOf } from './shape/shapes.ts'
import { sourceName, type RecordSource } from './read/source.ts'

/**
 * Yields the completions of a file, rows of `{problemId, index?, text}`. A `null` text is an empty
 * one: it counts, without an answer. Rows without an index are counted as they come, problem by
 * problem.
 * @throws DataError when the file's first row is plainly something else
 */
export async function* readCompletions(
  source: RecordSource,
): AsyncGenerator<RecordEntry<Completion>, void, void> {
  const name = sourceName(source)
  const counts = new Map<string, number>()
  let isFirst = true
  for await (const entry of readRecords(source, z.unknown())) {
    if ('error' in entry) {
      yield entry
      continue
    }
    const row = entry.value
    if (isFirst) checkKind(name, row)
    isFirst = false
    const isWithoutIndex = isObject(row) && (row['index'] ?? undefined) === undefined
    const value = isWithoutIndex ? indexed(row, counts) : row
    yield checkRecord(name, { ...entry, value }, completionSchema)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function indexed(
  row: Record<string, unknown>,
  counts: Map<string, number>,
): Record<string, unknown> {
  const key = JSON.stringify([row['problemId'], row['modelId'], row['seed']])
  const index = counts.get(key) ?? 0
  counts.set(key, index + 1)
  return { ...row, index }
}

/** @throws DataError when a row holds no completion but is of a known shape */
function checkKind(name: string, row: unknown): void {
  if (!isObject(row) || Object.hasOwn(row, 'problemId')) return
  const shape = shapeOf(row)
  if (shape === null) return
  throw new DataError(
    `${name} looks like ${shape.name} (${shape.of}), not like completions {problemId, text}`,
    {
      hint: shape.isPlain
        ? 'It holds problems. Name the file of their completions.'
        : `Turn it into completions: reckoner data import ${name} --out imported.`,
    },
  )
}
