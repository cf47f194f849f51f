/** Steps that people judged, from a file of any kind that records come in. */
import { z } from 'zod'
import { DataError, type LabelledSteps } from '../core/index.ts'
import { fileStem, type Teller } from './problems.ts'
import { checkRecord, lineError, readRecords, type RecordEntry } from './read/records.ts'
import { sourceName, type RecordSource } from './read/source.ts'
import { describeRow } from './shape/shapes.ts'
import { stepShapeOf, type UnnamedSteps } from './shape/step-shapes.ts'

/** Solutions with more steps are garbage: each step is read after all those before it. */
const mostSteps = 1000

/**
 * Returns the labelled steps of a file that must be whole: in our own layout, or in one of those in
 * which they are published. A row without an id is named after the file and its line, from 0; where
 * a row holds several records, their number follows. `tell` hears, once, how the rows were
 * understood. @throws DataError for the first wrong row, for an id that occurs again, and where
 * there are no steps at all
 */
export async function loadLabelledSteps(
  source: RecordSource,
  tell: Teller = () => {},
): Promise<LabelledSteps[]> {
  const name = sourceName(source)
  const records: LabelledSteps[] = []
  const lines = new Map<string, number>()
  let isTold = false
  for await (const entry of readRecords(source, z.unknown())) {
    if ('error' in entry) throw entry.error
    const { line } = entry
    const { rows, is } = readRow(name, entry)
    if (!isTold && is !== null) tell(`${name} looks like ${is}`)
    isTold = true
    const defaultId = defaultIdOf(name, line)
    for (const [place, row] of rows.entries()) {
      const id = (row.id ?? defaultId) + (rows.length > 1 ? `/${place + 1}` : '')
      const first = lines.get(id)
      if (first !== undefined)
        throw lineError(name, line, `the id "${id}" is already on line ${first}`)
      if (row.steps.length > mostSteps)
        throw lineError(name, line, `it holds ${row.steps.length} steps, more than ${mostSteps}`)
      lines.set(id, line)
      records.push({ ...row, id })
    }
  }
  if (records.length === 0) throw new DataError(`${name} holds no labelled steps`)
  return records
}

const defaultIdOf = (name: string, line: number): string => `${fileStem(name)}-${line - 1}`

/** What a row holds, and whose layout it has; `null` for our own. */
function readRow(
  name: string,
  entry: RecordEntry<unknown> & { value: unknown },
): { rows: UnnamedSteps[]; is: string | null } {
  const { line, value } = entry
  const shape = stepShapeOf(value)
  if (shape === null)
    throw lineError(name, line, describeRow(value), 'docs/data.md lists the layouts that are read.')
  const row = shape.rename?.(value as Record<string, unknown>, defaultIdOf(name, line)) ?? value
  const checked = checkRecord(name, { ...entry, value: row }, shape.schema)
  if ('error' in checked) throw checked.error
  const is = shape.name === 'labelled-steps' ? null : `${shape.name} (${shape.of})`
  return { rows: checked.value, is }
}
