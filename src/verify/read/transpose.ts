/** Transposes of matrices and vectors: `\begin{pmatrix}1 & 2\end{pmatrix}^T`, `(1, 2)^{\top}`. */
import type { Expression } from '../expression/expression.ts'
import { peek, type Parsed, type Reader } from './reader.ts'

const mark = /^(?:T|t|\\top|\\intercal|\\transpose)$/

/**
 * Returns the transpose and passes over its mark, which stands behind `^`; `null` where none does,
 * or on a number.
 */
export function transposed(reader: Reader, node: Parsed): Parsed | null {
  if (node.kind !== 'matrix' && node.kind !== 'collection') return null
  const isGroup = peek(reader)?.text === '{'
  const sign = peek(reader, isGroup ? 1 : 0)
  if (!sign || !mark.test(sign.text) || (isGroup && peek(reader, 2)?.text !== '}')) return null
  const rows = rowsOf(node)
  if (!rows) return null
  reader.position += isGroup ? 3 : 1
  return {
    kind: 'matrix',
    rows: (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? row[0]!)),
  }
}

/** The rows of a matrix; a vector in brackets is one row, so that its transpose is a column. */
function rowsOf(node: Parsed): readonly (readonly Expression[])[] | null {
  if (node.kind === 'matrix') return node.rows
  const isVector =
    node.kind === 'collection' &&
    ['()', '[]', '<>'].includes(node.open + node.close) &&
    node.items.length > 1
  if (!isVector) return null
  const entries = node.items.map((item) =>
    item.kind === 'scalar' && item.unit === null ? item.expression : null,
  )
  return entries.every((entry) => entry !== null) ? [entries] : null
}
