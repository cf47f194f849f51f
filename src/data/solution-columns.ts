/** Worked solutions of several styles, from the columns of a file that hold them. */
import { DataError, describeValue } from '../core/index.ts'
import { followPath, parseFieldPath, type FieldPath } from './shape/field-path.ts'
import { linesOf } from './shape/import.ts'

/** Where the solutions of each style are in a record, as paths such as `a.b` or `steps[0]`. */
export type SolutionColumns = Readonly<Record<string, string>>

/** Whether a text is a path to one value of a record. */
export function isColumnPath(text: string): boolean {
  return parseFieldPath(text)?.lists.length === 0
}

/** Reads the solutions of records, and knows which styles none of them had. */
export interface SolutionReader {
  /**
   * Returns the solutions of a record by style; a style whose column is missing, `null` or blank
   * is absent. A list of texts, such as steps, is one text with a line for each. @throws DataError
   * beginning with `where` for a column that holds anything else
   */
  read(record: unknown, where: string): Record<string, string>
  /** Returns the styles, with their columns, of which no record read so far had a solution. */
  unseen(): [style: string, column: string][]
}

/** Returns a reader of the columns, whose paths `isColumnPath` accepts. */
export function solutionReader(columns: SolutionColumns): SolutionReader {
  const paths = Object.entries(columns).map(([style, column]): [string, FieldPath] => [
    style,
    parseFieldPath(column)!,
  ])
  const seen = new Set<string>()
  return {
    read(record, where) {
      const solutions = paths.flatMap(([style, path]): [string, string][] => {
        const text = solutionAt(path, record, where)
        return text.trim() === '' ? [] : [[style, text]]
      })
      for (const [style] of solutions) seen.add(style)
      return Object.fromEntries(solutions)
    },
    unseen: () => Object.entries(columns).filter(([style]) => !seen.has(style)),
  }
}

/** @throws DataError when something else stands there than a text or texts */
function solutionAt(path: FieldPath, record: unknown, where: string): string {
  const result = followPath(path, record)
  if ('fault' in result) throw new DataError(`${where}: ${result.fault}`)
  const value = result.found[0]?.value ?? ''
  const text = typeof value === 'string' ? value : linesOf(value)
  if (text !== null) return text
  throw new DataError(
    `${where}: ${path.text}: expected a solution as text or a list of texts, found ${describeValue(value)}`,
  )
}
