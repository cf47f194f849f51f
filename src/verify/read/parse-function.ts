/** Applications of known functions, with the ways of writing their arguments. */
import { Fault } from '../budget.ts'
import {
  call,
  functionArity,
  quotient,
  type Expression,
  type FunctionName,
} from '../expression/expression.ts'
import { inverseFunctions } from './names.ts'
import { accept, deeper, peek, scalarOf, sees, type Reader } from './reader.ts'
import { group, script } from './script.ts'
import { startsFactor, startsUnit } from './starts-factor.ts'

/**
 * Reads what follows a function's name: `(x)`, `{x}`, `2x` up to the next function or operator; a
 * power, as in `sin² x`, where `sin⁻¹` is the inverse; and the base of a logarithm.
 * @throws Fault where the number of arguments is wrong.
 */
export function parseFunction(reader: Reader, name: FunctionName): Expression {
  return deeper(reader, () => {
    let base: Expression | null = null
    let power: Expression | null = null
    for (let mark = accept(reader, '_', '^'); mark !== null; mark = accept(reader, '_', '^')) {
      if (mark === '^') power = script(reader)
      else if (name === 'log' || name === 'ln') base = script(reader)
      else throw new Fault('syntax', `${name} has no subscript`)
    }
    const inverse = power && isMinusOne(power) ? inverseFunctions.get(name) : undefined
    const args = readArguments(reader, functionArity[name])
    const applied = applyFunction(inverse ?? name, args, base)
    return power && !inverse ? { kind: 'power', base: applied, exponent: power } : applied
  })
}

export const isMinusOne = (node: Expression): boolean =>
  node.kind === 'negative' && node.operand.kind === 'number' && node.operand.value.numerator === 1n

function applyFunction(
  name: FunctionName,
  args: readonly Expression[],
  base: Expression | null,
): Expression {
  const arity = functionArity[name]
  if (args.length === 0 || (arity !== Infinity && args.length !== arity))
    throw new Fault(
      'syntax',
      `${name} takes ${arity} argument${arity === 1 ? '' : 's'}, not ${args.length}`,
    )
  const [first] = args
  if (base && first) return quotient(call('ln', first), call('ln', base))
  return { kind: 'call', name, args }
}

function readArguments(reader: Reader, arity: number): Expression[] {
  if (sees(reader, '(', '[', '\\{')) return bracketed(reader)
  if (sees(reader, '{')) {
    if (arity === 1) return [group(reader)]
    return bracketed(reader)
  }
  return [bareArgument(reader)]
}

function bracketed(reader: Reader): Expression[] {
  const inner = reader.grammar.primary(reader)
  if (inner.kind !== 'collection') return [scalarOf(inner)]
  return inner.items.map((item) => {
    if (item.kind !== 'scalar') throw new Fault('syntax', 'an argument is not a number')
    return item.expression
  })
}

/** `sin 2x cos y`: factors side by side, up to a sign, a bracket or another function. */
function bareArgument(reader: Reader): Expression {
  const isNegative = accept(reader, '-') !== null
  const factors = [scalarOf(reader.grammar.factor(reader))]
  while (startsFactor(reader) && !startsUnit(reader) && !endsArgument(reader))
    factors.push(scalarOf(reader.grammar.factor(reader)))
  const [first] = factors
  const product: Expression = factors.length === 1 && first ? first : { kind: 'product', factors }
  return isNegative ? { kind: 'negative', operand: product } : product
}

function endsArgument(reader: Reader): boolean {
  const token = peek(reader)
  if (token?.type === 'symbol') return true
  const name = token?.text.replace('\\', '') ?? ''
  return /^(?:arc)?(?:sin|cos|tan|cot|sec|csc|ln|log|exp|lg)h?$/.test(name)
}
