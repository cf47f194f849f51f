/** Comparing matrices and vectors cell by cell. */
import { scalarAnswer, type Answer, type CollectionAnswer, type MatrixAnswer } from '../answer.ts'
import { integer, negative, type Expression } from '../expression/expression.ts'
import type { Outcome } from '../expression/identity.ts'
import { every, type Context } from './context.ts'

type Rows = MatrixAnswer['rows']

/**
 * Compares a matrix with another, with a tuple or nested lists of the same entries, or with a
 * combination of i, j and k.
 */
export function compareMatrices(a: MatrixAnswer, b: Answer, context: Context): Outcome {
  const rows = rowsOf(b, a.rows)
  if (!rows || rows.length !== a.rows.length) return 'different'
  return every(a.rows, (row, i) => {
    const other = rows[i] ?? []
    if (other.length !== row.length) return 'different'
    return every(row, (cell, j) =>
      context.compare(scalarAnswer(cell), scalarAnswer(other[j] ?? cell), context),
    )
  })
}

/** A tuple may be a row or a column. */
function rowsOf(answer: Answer, like: Rows): Rows | null {
  if (answer.kind === 'relation' && answer.operators.every((operator) => operator === '=')) {
    const last = answer.sides.at(-1)
    return last ? rowsOf(last, like) : null
  }
  if (answer.kind === 'matrix') return answer.rows
  if (answer.kind === 'scalar') {
    if (like.length === 1 && like[0]?.length === 1) return [[answer.expression]]
    const isColumn = (like.length === 2 || like.length === 3) && like[0]?.length === 1
    return isColumn ? (basisRows(answer.expression)?.slice(0, like.length) ?? null) : null
  }
  if (answer.kind !== 'collection' || !isVector(answer)) return null
  const nested = answer.items.map((item) =>
    item.kind === 'collection' && isVector(item) ? scalars(item.items) : null,
  )
  if (nested.length > 0 && nested.every((row) => row !== null)) return nested
  const entries = scalars(answer.items)
  if (!entries) return null
  return like.length === 1 ? [entries] : entries.map((entry) => [entry])
}

/** `(1, 2)`, `[1, 2]` or `⟨1, 2⟩`, but no half-open interval, set or list. */
const isVector = ({ open, close }: CollectionAnswer): boolean =>
  ['()', '[]', '<>'].includes(open + close)

function scalars(items: readonly Answer[]): Expression[] | null {
  const found = items.map((item) => (item.kind === 'scalar' ? item.expression : null))
  return found.some((each) => each === null) ? null : found.filter((each) => each !== null)
}

/** `i + 2j + 3k` as a column. */
function basisRows(node: Expression): Rows | null {
  const terms = node.kind === 'sum' ? node.terms : [node]
  const column: Expression[] = [integer(0n), integer(0n), integer(0n)]
  for (const term of terms) {
    const isNegative = term.kind === 'negative'
    const bare = isNegative ? term.operand : term
    const factors = bare.kind === 'product' ? bare.factors : [bare]
    const unit = factors.at(-1)
    const name = unit?.kind === 'constant' || unit?.kind === 'symbol' ? unit.name : ''
    const index = ['i', 'j', 'k'].indexOf(name)
    if (index < 0) return null
    const coefficient: Expression =
      factors.length === 1 ? integer(1n) : { kind: 'product', factors: factors.slice(0, -1) }
    column[index] = isNegative ? negative(coefficient) : coefficient
  }
  return column.map((entry) => [entry])
}
