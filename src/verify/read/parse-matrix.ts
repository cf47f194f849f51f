/** Matrices, determinants and systems of equations from LaTeX environments. */
import { listAnswer, type Answer } from '../answer.ts'
import { attempt, Fault } from '../budget.ts'
import { integer, negative, type Expression } from '../expression/expression.ts'
import { ofBoundedSize } from '../expression/tree-size.ts'
import type { Parsed, Reader } from './reader.ts'
import { proseOf, textKey } from './special-answers.ts'
import type { Token } from './tokens.ts'

/** Larger matrices are refused, and larger determinants are not expanded. */
const maxCells = 256
const maxDeterminant = 4

/**
 * Returns a matrix, the expanded determinant of a `vmatrix`, or the lines of `cases` and aligned
 * equations as a list.
 */
export function parseEnvironment(reader: Reader, token: Token & { type: 'environment' }): Parsed {
  const { rows, text: name } = token
  if (rows.length === 0 || rows.reduce((count, row) => count + row.length, 0) > maxCells)
    throw new Fault('limit', 'a matrix is empty or too large')
  if (/^[dr]?cases$/.test(name)) return listAnswer(rows.map((row) => line(reader, row, 'cases')))
  if (/^(?:align(?:ed|at|edat)?|gather(?:ed)?|multline|split|equation|eqnarray)$/.test(name))
    return listAnswer(rows.map((row) => line(reader, row, 'aligned')))
  if (!/^(?:[pbBvV]?matrix|smallmatrix|array)$/.test(name))
    throw new Fault('syntax', `the environment ${name.slice(0, 20)} is not known`)
  if (isSystem(rows)) return listAnswer(rows.map((row) => line(reader, row, 'cases')))
  const width = rows[0]?.length ?? 0
  const cells = rows.map((row) => row.map((cell) => scalarCell(reader, cell)))
  if (cells.some((row) => row.length !== width))
    throw new Fault('syntax', 'the rows of a matrix differ in length')
  return name === 'vmatrix' ? determinant(cells) : { kind: 'matrix', rows: cells }
}

const relationSign =
  /[=<>]|\\(?:le|leq|leqslant|ge|geq|geqslant|ne|neq|lt|gt|in|approx|equiv)(?![A-Za-z])/

/**
 * Rows of equations in an array or matrix, as behind a brace, are a system, or cases where a
 * condition stands beside each value.
 */
const isSystem = (rows: readonly (readonly string[])[]): boolean =>
  rows.every((row) => row.some((cell) => relationSign.test(cell)))

const withoutEnd = (cell: string): string => cell.trim().replace(/(?<!\\)[.,;]$/, '')

/** An equation; or, in `cases`, a value with its condition. */
function line(reader: Reader, cells: readonly string[], name: string): Answer {
  const [value = '', last = ''] = cells
  const condition = withoutEnd(last)
  const isPlain =
    name === 'aligned' || cells.length !== 2 || /^[=<>]/.test(condition) || relationSign.test(value)
  if (isPlain) return reader.grammar.text(withoutEnd(cells.join(' ')), reader.budget)
  const bare = condition
    .replace(/^\\(?:text|mbox|textrm)\s?\{\s?(?:if|when|for|where)?\s?\}/, '')
    .trim()
  const formula = attempt(() => reader.grammar.text(bare, reader.budget))
  const read = formula?.kind === 'relation' || formula?.kind === 'conditions' ? formula : null
  const key = textKey(proseOf(condition))
  return {
    kind: 'collection',
    open: '(',
    close: ')',
    items: [
      reader.grammar.text(withoutEnd(value), reader.budget),
      read ?? { kind: 'text', key, fault: null, alternative: null },
    ],
  }
}

function scalarCell(reader: Reader, cell: string): Expression {
  const value = reader.grammar.text(cell, reader.budget)
  if (value.kind !== 'scalar') throw new Fault('syntax', 'a cell of a matrix is not a number')
  return value.expression
}

function determinant(rows: readonly (readonly Expression[])[]): Expression {
  const [first = []] = rows
  if (rows.length !== first.length || rows.length > maxDeterminant)
    throw new Fault('limit', 'a determinant is not square or too large')
  if (rows.length === 1) return first[0] ?? integer(0n)
  const terms = first.map((entry, column): Expression => {
    const minor = determinant(rows.slice(1).map((row) => row.filter((_, at) => at !== column)))
    const term: Expression = { kind: 'product', factors: [entry, minor] }
    return column % 2 === 1 ? negative(term) : term
  })
  return ofBoundedSize({ kind: 'sum', terms })
}
