/** The text of an expression: the same for trees that are the same, for keys and for reasons. */
import { formatRational } from '../../core/pure.ts'
import type { Expression } from './expression.ts'

/**
 * Returns a text with every operation in parentheses; equal exactly for equal trees, apart from how
 * decimals were written.
 */
export function printExpression(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return formatRational(node.value)
    case 'constant':
    case 'symbol':
      return node.name
    case 'sum':
      return `(${node.terms.map(printExpression).join('+')})`
    case 'product':
      return `(${node.factors.map(printExpression).join('*')})`
    case 'negative':
      return `-${printExpression(node.operand)}`
    case 'quotient':
      return `(${printExpression(node.numerator)}/${printExpression(node.denominator)})`
    case 'power':
      return `(${printExpression(node.base)}^${printExpression(node.exponent)})`
    case 'root':
      return `root(${printExpression(node.radicand)},${printExpression(node.degree)})`
    case 'call':
    case 'application':
      return `${node.name}(${node.args.map(printExpression).join(',')})`
    case 'percent':
      return `${printExpression(node.operand)}%`
    case 'degrees':
      return `${printExpression(node.operand)}°`
    case 'plusMinus':
      return `${node.sign === 1 ? '±' : '∓'}${printExpression(node.operand)}`
    case 'series':
      return `${node.operation}(${node.variable},${printExpression(node.from)},${printExpression(node.to)},${printExpression(node.body)})`
    case 'matrix':
      return `[${node.rows.map((row) => `[${row.map(printExpression).join(',')}]`).join(',')}]`
  }
}
