import { describe, expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { Fault } from '../budget.ts'
import { symbol, type Expression } from './expression.ts'
import { exactValue } from './exact.ts'
import { matrixValue } from './matrix.ts'

const matrix = (...rows: number[][]): Expression =>
  expressionOf(
    String.raw`\begin{pmatrix}${rows.map((row) => row.join(' & ')).join(String.raw`\\`)}\end{pmatrix}`,
  )
const sum = (...terms: Expression[]): Expression => ({ kind: 'sum', terms })
const product = (...factors: Expression[]): Expression => ({ kind: 'product', factors })

function shown(node: Expression): (number | null)[][] | null {
  const rows = matrixValue(node)
  return (
    rows &&
    rows.map((row) =>
      row.map((cell) => {
        const value = exactValue(cell, new Map(), { left: 10_000 })
        return value && Number(value.numerator) / Number(value.denominator)
      }),
    )
  )
}

const a = matrix([1, 2], [3, 4])
const b = matrix([0, 1], [1, 0])

describe('matrixValue', () => {
  it('adds, negates, scales and divides cell by cell', () => {
    expect(shown(sum(a, b))).toEqual([
      [1, 3],
      [4, 4],
    ])
    expect(shown({ kind: 'negative', operand: b })).toEqual([
      [0, -1],
      [-1, 0],
    ])
    expect(shown(product(expressionOf('3'), a))).toEqual([
      [3, 6],
      [9, 12],
    ])
    expect(shown({ kind: 'quotient', numerator: a, denominator: expressionOf('2') })).toEqual([
      [0.5, 1],
      [1.5, 2],
    ])
  })

  it('multiplies in the order of the factors, wherever the numbers stand', () => {
    expect(shown(product(a, b))).toEqual([
      [2, 1],
      [4, 3],
    ])
    expect(shown(product(b, expressionOf('2'), a))).toEqual([
      [6, 8],
      [2, 4],
    ])
  })

  it('is null for what is no matrix, and where sizes do not fit', () => {
    const row = matrix([1, 2])
    expect(matrixValue(symbol('x'))).toBeNull()
    expect(matrixValue(sum(a, row))).toBeNull()
    expect(matrixValue(product(row, row))).toBeNull()
    expect(matrixValue({ kind: 'quotient', numerator: a, denominator: b })).toBeNull()
  })

  it('refuses a power whose cells are larger than what is walked', () => {
    const large = matrix([1, 2, 3], [4, 5, 6], [7, 8, 9])
    expect(() => matrixValue(product(...Array.from({ length: 12 }, () => large)))).toThrow(Fault)
  })
})
