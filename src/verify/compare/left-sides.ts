/**
 * What stands left of an equals sign: the name of the answer, a calculation of it, or half of an
 * equation.
 */
import type { Answer, RelationAnswer } from '../answer.ts'
import { freeSymbols, operands, type Expression } from '../expression/expression.ts'
import { every, type Context } from './context.ts'

/**
 * The side that says what is asked for: the last one behind a name, or of a calculation such as
 * `3·4 = 12`, which under a strict policy must be true; the first one of `2 = x`.
 */
export function assignedValue({ sides }: RelationAnswer, context: Context): Answer | null {
  const [first, last] = [sides[0], sides.at(-1)]
  if (!first || !last) return null
  if (
    first.kind === 'text' &&
    first.fault !== null &&
    context.policy.leftExpressions === 'required'
  )
    return null
  if (isName(first) || isNamedConstant(first)) {
    const isConsistent = (): boolean =>
      every(sides.slice(1), (side) => context.compare(side, last, context)) === 'equal'
    return sides.length === 2 || context.policy.calculations === 'any' || isConsistent()
      ? last
      : null
  }
  // `sin θ = 3/5` says what the sine is.
  const isCall =
    first.kind === 'scalar' &&
    first.expression.kind === 'call' &&
    first.expression.name !== 'abs' &&
    sides.length === 2
  if (isCall && isConstant(last) && !isConstant(first)) return last
  if (isConstant(first) && isConstant(last) && !isLiteral(first)) {
    const isTrue =
      context.policy.calculations === 'any' || context.compare(first, last, context) === 'equal'
    return isTrue ? last : null
  }
  if (
    context.policy.leftExpressions === 'optional' &&
    first.kind === 'scalar' &&
    isAskedFor(first.expression) &&
    isValue(last)
  )
    return last
  return isConstant(first) &&
    sides.length === 2 &&
    last.kind === 'scalar' &&
    last.expression.kind === 'symbol'
    ? first
    : null
}

/** A number that is not zero: `x + y - 1 = 0` is an equation. */
const isValue = (answer: Answer): boolean =>
  answer.kind === 'scalar' &&
  isConstant(answer) &&
  !(answer.expression.kind === 'number' && answer.expression.value.numerator === 0n)

/**
 * Whether an expression may be what was asked for, as in `m + n = 293` and `x^2 + y^2 = 5`, rather
 * than half of an equation to solve, of a line or of a curve, as in `2x = 5` and `2x + z = 1`: in
 * one symbol, or in coordinates, it has no coefficients and is not linear in one.
 */
function isAskedFor(left: Expression): boolean {
  const names = [...freeSymbols(left)]
  if (names.length === 0) return false
  const isEquation = names.length === 1 || names.every((name) => /^[xyz]$/.test(name))
  return !isEquation || (isBare(left) && (names.length > 1 || !isLinear(left)))
}

/** Whether numbers occur only as exponents and as the 1 of reciprocals. */
function isBare(node: Expression): boolean {
  if (node.kind === 'number') return false
  if (node.kind === 'power' && node.exponent.kind === 'number') return isBare(node.base)
  if (node.kind === 'quotient' && isOne(node.numerator)) return isBare(node.denominator)
  return operands(node).every(isBare)
}

const isOne = (node: Expression): boolean =>
  node.kind === 'number' && node.value.numerator === 1n && node.value.denominator === 1n

const isLinear = (node: Expression): boolean =>
  node.kind === 'symbol' ||
  ((node.kind === 'sum' || node.kind === 'negative') && operands(node).every(isLinear))

/** A bare number: `0 = 0` is no calculation of 0. */
function isLiteral(answer: Answer): boolean {
  if (answer.kind !== 'scalar') return false
  const { expression } = answer
  return (
    expression.kind === 'number' ||
    (expression.kind === 'negative' && expression.operand.kind === 'number')
  )
}

/** An eccentricity may be called e. */
const isNamedConstant = (side: Answer): boolean =>
  side.kind === 'scalar' &&
  side.expression.kind === 'constant' &&
  side.expression.name !== 'infinity'

const isConstant = (answer: Answer): boolean =>
  answer.kind !== 'scalar' || freeSymbols(answer.expression).size === 0

/**
 * Whether a left side names and does not restrict: a symbol, `f(x)`, a tuple of symbols, a label,
 * or lengths and areas such as `AB`, `|AB|`, `NO/BO`.
 */
export function isName(side: Answer): boolean {
  if (side.kind === 'text' || side.kind === 'choice') return true
  if (side.kind === 'collection') return side.label !== undefined || side.items.every(isName)
  if (side.kind === 'ratio')
    return side.terms.some((term) => freeSymbols(term).size > 0) && side.terms.every(isMeasure)
  if (side.kind !== 'scalar') return false
  const { expression } = side
  const isNamed = expression.kind === 'symbol' || expression.kind === 'application'
  return (
    isNamed ||
    isMeasure(expression) ||
    isDerivative(expression) ||
    isIncrement(expression) ||
    isFunctionValue(expression)
  )
}

/** `\Delta t`. */
function isIncrement(node: Expression): boolean {
  if (node.kind !== 'product' || node.factors.length !== 2) return false
  const [delta, of] = node.factors
  return delta?.kind === 'symbol' && delta.name === 'Delta' && of?.kind === 'symbol'
}

/** `\phi(12)` and `N(3)`, which read as products. */
function isFunctionValue(node: Expression): boolean {
  if (node.kind !== 'product' || node.factors.length !== 2) return false
  const [name, argument] = node.factors
  return (
    name?.kind === 'symbol' &&
    /^(?:[A-Z]|[a-z]{2,})$/.test(name.name) &&
    argument?.kind === 'number'
  )
}

/** `dy/dx`. */
function isDerivative(node: Expression): boolean {
  if (node.kind !== 'quotient') return false
  const startsWithD = (part: Expression): boolean =>
    part.kind === 'product' &&
    part.factors.length === 2 &&
    part.factors.every(({ kind }) => kind === 'symbol') &&
    part.factors[0]?.kind === 'symbol' &&
    part.factors[0].name === 'd'
  return startsWithD(node.numerator) && startsWithD(node.denominator)
}

function isMeasure(node: Expression): boolean {
  switch (node.kind) {
    case 'symbol':
      return /^[A-Z]/.test(node.name) || node.name.includes(' ')
    case 'application':
      return true
    case 'product':
    case 'quotient':
      return operands(node).every(isMeasure)
    case 'call':
      return (
        (node.name === 'abs' || node.name === 'conjugate') &&
        node.args.every((each) => isMeasure(each) || isMonomial(each))
      )
    case 'power':
      return isMeasure(node.base)
    default:
      return false
  }
}

/** A symbol or a product of symbols: `|ab| = 28` states a value like `|z| = 28`. */
const isMonomial = (node: Expression): boolean =>
  node.kind === 'symbol' ||
  (node.kind === 'product' && node.factors.every(({ kind }) => kind === 'symbol'))
