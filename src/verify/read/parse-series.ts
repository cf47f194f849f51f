/** Finite sums and products: `\sum_{k=1}^{n} k²`. */
import { Fault } from '../budget.ts'
import { mapOperands, symbol, type Expression } from '../expression/expression.ts'
import { accept, expect, next, scalarOf, type Reader } from './reader.ts'
import { script } from './script.ts'
import { startsFactor, startsUnit } from './starts-factor.ts'

/**
 * Reads bounds and body; the bounds may come in either order. @throws Fault without both, and for
 * infinite series.
 */
export function parseSeries(reader: Reader, operation: 'sum' | 'product'): Expression {
  let from: { variable: string; bound: Expression } | null = null
  let to: Expression | null = null
  while (!from || !to) {
    if (accept(reader, '_')) from = lowerBound(reader)
    else if (accept(reader, '^')) to = script(reader)
    else throw new Fault('syntax', `a ${operation} has no bounds`)
  }
  const factors = [scalarOf(reader.grammar.factor(reader))]
  while (
    accept(reader, '\\cdot', '*', '\\times') !== null ||
    (startsFactor(reader) && !startsUnit(reader))
  )
    factors.push(scalarOf(reader.grammar.factor(reader)))
  const [first] = factors
  const body: Expression = factors.length === 1 && first ? first : { kind: 'product', factors }
  const { variable, bound } = from
  return {
    kind: 'series',
    operation,
    variable,
    from: bound,
    to,
    body: variable === 'i' ? withIndexI(body) : body,
  }
}

function lowerBound(reader: Reader): { variable: string; bound: Expression } {
  expect(reader, '{')
  const variable = next(reader)
  if (variable.type !== 'word') throw new Fault('syntax', 'a series has no index')
  expect(reader, '=')
  const bound = scalarOf(reader.grammar.sum(reader))
  expect(reader, '}')
  return { variable: variable.text, bound }
}

/** Under an index `i`, the letter is no imaginary unit. */
function withIndexI(node: Expression): Expression {
  if (node.kind === 'constant' && node.name === 'i') return symbol('i')
  return mapOperands(node, withIndexI)
}
