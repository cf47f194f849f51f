/** Labelled completions from a file of any kind that records come in. */
import { labelledCompletionSchema, type LabelledCompletion } from '../core/index.ts'
import { readRecords } from './read/records.ts'
import type { RecordSource } from './read/source.ts'

/** Returns the rows of a file that must be whole. @throws DataError for the first wrong row */
export async function loadLabelledCompletions(source: RecordSource): Promise<LabelledCompletion[]> {
  const rows: LabelledCompletion[] = []
  for await (const entry of readRecords(source, labelledCompletionSchema)) {
    if ('error' in entry) throw entry.error
    rows.push(entry.value)
  }
  return rows
}
