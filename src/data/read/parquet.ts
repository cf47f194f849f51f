/** Rows of Parquet files, a row group at a time, within limits that a file cannot lift. */
import type { FileMetaData } from 'hyparquet'
import { DataError } from '../../core/index.ts'
import { checkGroup, decompressors } from './parquet-limits.ts'

/**
 * Yields the rows of a Parquet file; `line` is the row's number from 1. @throws DataError when it
 * is damaged, or larger than the limits
 */
export async function* readParquet(
  path: string,
): AsyncGenerator<{ line: number; value: unknown }, void, void> {
  let row = 0
  for await (const records of rowGroups(path)) {
    for (const record of records) yield { line: ++row, value: plain(record) }
  }
}

async function* rowGroups(path: string): AsyncGenerator<Record<string, unknown>[], void, void> {
  try {
    const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } =
      await import('hyparquet')
    const file = await asyncBufferFromFile(path)
    const metadata: FileMetaData = await parquetMetadataAsync(file)
    let rowStart = 0
    for (const group of metadata.row_groups) {
      await checkGroup(file, group, metadata.schema)
      const rowEnd = rowStart + Number(group.num_rows)
      yield await parquetReadObjects({
        file,
        metadata,
        compressors: decompressors,
        rowStart,
        rowEnd,
        geoparquet: false,
      })
      rowStart = rowEnd
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const hint =
      error instanceof DataError && error.hint
        ? error.hint
        : 'The file may be damaged or cut short. If pandas can read it, convert it: pandas.read_parquet(…).to_json("records.jsonl", orient="records", lines=True).'
    throw new DataError(`${path}: the Parquet file cannot be read: ${reason}`, {
      cause: error,
      hint,
    })
  }
}

/**
 * Returns a value as JSON would have it: whole numbers of 64 bits as numbers or, where those are
 * not exact, as text; times as text.
 */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value !== 'object') return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
}
