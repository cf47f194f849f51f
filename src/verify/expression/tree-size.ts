/** The size of an expression as a tree, counted once for each part that is shared. */
import { Fault } from '../budget.ts'
import { operands, type Expression } from './expression.ts'

/** Larger expressions are refused: everything that walks a tree takes time in proportion. */
const maxSize = 4_000

const sizes = new WeakMap<Expression, number>()

function sizeOf(node: Expression): number {
  const known = sizes.get(node)
  if (known !== undefined) return known
  let size = 1
  for (const operand of operands(node)) size += sizeOf(operand)
  sizes.set(node, size)
  return size
}

/**
 * Returns the expression. Products of matrices and determinants share parts, so that a short text
 * can make a very large tree. @throws Fault
 */
export function ofBoundedSize(node: Expression): Expression {
  if (sizeOf(node) > maxSize) throw new Fault('limit', 'the expression is too large')
  return node
}
