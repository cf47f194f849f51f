/** Arithmetic of matrices of expressions. */
import { integer, negative, quotient, some, type Expression } from './expression.ts'
import { ofBoundedSize } from './tree-size.ts'

type Rows = readonly (readonly Expression[])[]

/** Larger products are refused. */
const maxCells = 256

/**
 * Returns the matrix that an expression of matrices and numbers comes to, or `null` where it is
 * none or does not fit.
 */
export function matrixValue(node: Expression): Rows | null {
  switch (node.kind) {
    case 'matrix':
      return node.rows
    case 'negative': {
      const inner = matrixValue(node.operand)
      return inner && mapCells(inner, negative)
    }
    case 'quotient': {
      const inner = isScalar(node.denominator) ? matrixValue(node.numerator) : null
      return inner && mapCells(inner, (cell) => quotient(cell, node.denominator))
    }
    case 'sum':
      return node.terms.map(matrixValue).reduce((total, term) => total && term && sum(total, term))
    case 'product':
      return product(node.factors)
    default:
      return null
  }
}

const isScalar = (node: Expression): boolean => !some(node, ({ kind }) => kind === 'matrix')

const mapCells = (rows: Rows, change: (cell: Expression) => Expression): Rows =>
  rows.map((row) => row.map(change))

function sum(a: Rows, b: Rows): Rows | null {
  if (a.length !== b.length || a[0]?.length !== b[0]?.length) return null
  return a.map((row, i) =>
    row.map((cell, j): Expression => ({ kind: 'sum', terms: [cell, b[i]?.[j] ?? integer(0n)] })),
  )
}

function product(factors: readonly Expression[]): Rows | null {
  const scalars = factors.filter(isScalar)
  const matrices = factors.filter((factor) => !isScalar(factor)).map(matrixValue)
  const multiplied = matrices.reduce((left, right) => left && right && times(left, right))
  if (!multiplied || scalars.length === 0) return multiplied ?? null
  return mapCells(multiplied, (cell) => ({ kind: 'product', factors: [...scalars, cell] }))
}

function times(a: Rows, b: Rows): Rows | null {
  const width = b[0]?.length ?? 0
  if (a[0]?.length !== b.length || a.length * width * b.length > maxCells) return null
  return a.map((row) =>
    Array.from({ length: width }, (_, column): Expression => {
      const terms = row.map((cell, k): Expression => ({
        kind: 'product',
        factors: [cell, b[k]?.[column] ?? integer(0n)],
      }))
      return ofBoundedSize({ kind: 'sum', terms })
    }),
  )
}
