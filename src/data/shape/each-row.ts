/** Records that hold several problems, as a row for each of them. */
import type { RecordEntry } from '../read/records.ts'
import { problemRows } from './shapes.ts'

/**
 * Yields the entries of a file; in place of a record with several problems, a row for each of them,
 * with the same line.
 */
export async function* eachRow(
  entries: AsyncIterable<RecordEntry<unknown>>,
): AsyncGenerator<RecordEntry<unknown>, void, void> {
  for await (const entry of entries) {
    if ('error' in entry) yield entry
    else for (const value of problemRows(entry.value)) yield { ...entry, value }
  }
}
