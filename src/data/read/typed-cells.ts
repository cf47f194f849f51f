/** Cells of tables as numbers and truth values: a table holds nothing but texts. */
import type { z } from 'zod'

/** The cells of one row by their columns; an empty cell is `null`. */
export type Cells = Readonly<Record<string, unknown>>

/**
 * Returns a row whose cells are read as a schema asks for them, going by what it refused: the text
 * of a number (in JSON's syntax) or of a truth value (in any case) becomes that value, and an empty
 * cell is absent. All others stay as they are, so `007` stays a text where a text is asked for.
 */
export function typedCells(row: Cells, { issues }: z.ZodError): Record<string, unknown> {
  const typed: Record<string, unknown> = { ...row }
  for (const issue of issues) {
    const [column, ...more] = issue.path
    if (issue.code !== 'invalid_type' || typeof column !== 'string' || more.length > 0) continue
    const cell = row[column]
    if (cell === null) delete typed[column]
    if (typeof cell !== 'string') continue
    if (issue.expected === 'number') typed[column] = numberIn(cell) ?? cell
    if (issue.expected === 'boolean') typed[column] = truthValueIn(cell) ?? cell
  }
  return typed
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

function numberIn(cell: string): number | null {
  const text = cell.trim()
  const value = jsonNumber.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : null
}

/** Returns the truth value that a cell holds, `null` where it holds none. */
export function truthValueIn(cell: string): boolean | null {
  const text = cell.trim().toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : null
}
