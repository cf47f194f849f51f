/**
 * Numeric evaluation of an expression at a point, in any real arithmetic, with a bound on the
 * error.
 */
import type { Rational } from '../../core/pure.ts'
import { Fault, spend, type Budget } from '../budget.ts'
import { whole, type Evaluation } from './evaluation.ts'
import { integer, operands, type Expression, type Series } from './expression.ts'
import { exactValue, words } from './exact.ts'
import { functions } from './functions.ts'
import {
  add,
  divide,
  exp,
  integerPower,
  isReal,
  ln,
  modulus,
  multiply,
  negate,
  real,
  rounded,
  sqrt,
  undefinedValue,
  type Complex,
} from './complex.ts'

/** Powers by squaring up to this exponent; greater ones by exponential and logarithm. */
const largestPower = 1e6

/**
 * Returns the value at a point; a NaN where the expression is not defined there.
 * @throws Fault for what has no value (a matrix, a symbol without one) and when the budget is
 * spent.
 */
export function numericValue<R>(node: Expression, at: Evaluation<R>): Complex<R> {
  const { field, point } = at
  const { reals } = field
  reals.charge(4, 'arithmetic', at.budget)
  switch (node.kind) {
    case 'number':
      return node.value.denominator === 1n && Math.abs(Number(node.value.numerator)) < 2 ** 53
        ? real(field, reals.fromNumber(Number(node.value.numerator)))
        : rounded(field, converted(node.value, at))
    case 'constant':
      return constantValue(node.name, at)
    case 'symbol': {
      const value = point.get(node.name)
      if (!value) throw new Fault('syntax', `"${node.name}" has no value`)
      return value
    }
    case 'sum': {
      let total = numericValue(node.terms[0] ?? integer(0n), at)
      for (const term of node.terms.slice(1)) total = add(field, total, numericValue(term, at))
      return total
    }
    case 'product': {
      let total = numericValue(node.factors[0] ?? integer(1n), at)
      for (const factor of node.factors.slice(1))
        total = multiply(field, total, numericValue(factor, at))
      return total
    }
    case 'power':
      return powerValue(node.base, node.exponent, at)
    case 'root':
      return rootValue(node.radicand, node.degree, at)
    case 'series':
      return seriesValue(node, at)
    case 'matrix':
    case 'plusMinus':
      throw new Fault('syntax', `a ${node.kind} has no single value`)
    default:
      return operationValue(node, at)
  }
}

/** Numbers of many digits take time to be converted. */
function converted<R>(value: Rational, { field, budget }: Evaluation<R>): R {
  const size = words(value.numerator) + words(value.denominator)
  if (size > 2) spend(budget, 20 * size + (size * size) / 8)
  return field.reals.of(value)
}

function operationValue<R>(node: Expression, at: Evaluation<R>): Complex<R> {
  const { field } = at
  const values = operands(node).map((operand) => numericValue(operand, at))
  const [a, b] = values
  if (!a) throw new Fault('syntax', 'an operand is missing')
  switch (node.kind) {
    case 'negative':
      return negate(field, a)
    case 'percent':
      return divide(field, a, whole(100, at))
    case 'degrees':
      return divide(field, multiply(field, a, rounded(field, field.reals.pi)), whole(180, at))
    case 'quotient':
      return b ? divide(field, a, b) : a
    case 'call':
      field.reals.charge(1, 'function', at.budget)
      return functions[node.name](values, at)
    case 'application':
      return unknownFunction(node.name, values, at)
    default:
      throw new Fault('syntax', `a ${node.kind} has no value`)
  }
}

function constantValue<R>(name: 'pi' | 'e' | 'i' | 'infinity', at: Evaluation<R>): Complex<R> {
  const { field } = at
  const { reals } = field
  if (name === 'pi') return rounded(field, reals.pi)
  if (name === 'e') {
    reals.charge(1, 'function', at.budget)
    return exp(field, whole(1, at))
  }
  if (name === 'i') return { re: reals.zero, im: reals.one, error: reals.zero }
  return undefinedValue(field)
}

function powerValue<R>(base: Expression, exponent: Expression, at: Evaluation<R>): Complex<R> {
  const { field } = at
  const { reals } = field
  const a = numericValue(base, at)
  const exact = exactExponent(exponent, at.budget)
  if (exact?.numerator === 0n && !reals.less(a.error, modulus(field, a)))
    return undefinedValue(field)
  if (exact?.denominator === 1n && Math.abs(Number(exact.numerator)) <= largestPower) {
    reals.charge(8 * Math.log2(2 + Math.abs(Number(exact.numerator))), 'arithmetic', at.budget)
    return integerPower(field, a, Number(exact.numerator))
  }
  if (
    exact &&
    exact.denominator % 2n === 1n &&
    exact.denominator < 1000n &&
    isReal(field, a) &&
    reals.isNegative(a.re)
  ) {
    const size = realPower(negate(field, a), numericValue(exponent, at), at)
    return exact.numerator % 2n === 0n ? size : negate(field, size)
  }
  if (exact?.numerator === 1n && exact.denominator === 2n) {
    reals.charge(10, 'arithmetic', at.budget)
    return sqrt(field, a)
  }
  const b = numericValue(exponent, at)
  if (
    reals.isZero(modulus(field, a)) &&
    isReal(field, b) &&
    !reals.isNegative(b.re) &&
    !reals.isZero(b.re)
  )
    return real(field, reals.zero)
  const wholeExponent = isReal(field, b) && integralExponent(b, at)
  if (wholeExponent !== false && Math.abs(wholeExponent) <= largestPower)
    return integerPower(field, a, wholeExponent)
  return realPower(a, b, at)
}

/** Symbols in an exponent may stand for integers. */
function integralExponent<R>(b: Complex<R>, { field: { reals } }: Evaluation<R>): number | false {
  const value = reals.toNumber(b.re)
  return (
    Number.isInteger(value) && reals.isZero(reals.subtract(b.re, reals.fromNumber(value))) && value
  )
}

function exactExponent(
  exponent: Expression,
  budget: Budget,
): { numerator: bigint; denominator: bigint } | null {
  if (exponent.kind === 'number') return exponent.value
  return exponent.kind === 'symbol' ? null : exactValue(exponent, noPoint, budget)
}
const noPoint: ReadonlyMap<string, never> = new Map<string, never>()

function realPower<R>(a: Complex<R>, b: Complex<R>, at: Evaluation<R>): Complex<R> {
  at.field.reals.charge(2, 'function', at.budget)
  return exp(at.field, multiply(at.field, b, ln(at.field, a)))
}

/** The real root of a negative number where the degree is odd. */
function rootValue<R>(radicand: Expression, degree: Expression, at: Evaluation<R>): Complex<R> {
  const { field } = at
  const value = numericValue(radicand, at)
  const exact = exactExponent(degree, at.budget)
  field.reals.charge(10, 'arithmetic', at.budget)
  if (exact?.denominator === 1n && exact.numerator === 2n) return sqrt(field, value)
  if (field.reals.isZero(modulus(field, value))) return value
  const exponent = divide(field, whole(1, at), numericValue(degree, at))
  const isOdd = exact?.denominator === 1n && exact.numerator % 2n !== 0n
  if (isOdd && isReal(field, value) && field.reals.isNegative(value.re))
    return negate(field, realPower(negate(field, value), exponent, at))
  return realPower(value, exponent, at)
}

const maxTerms = 2_000

function seriesValue<R>(node: Series, at: Evaluation<R>): Complex<R> {
  const { field } = at
  const [from, to] = [node.from, node.to].map((bound) =>
    field.reals.toNumber(numericValue(bound, at).re),
  )
  if (from === undefined || to === undefined || !Number.isInteger(from) || !Number.isInteger(to))
    return undefinedValue(field)
  if (to - from > maxTerms) throw new Fault('limit', 'a series has too many terms')
  let total = whole(node.operation === 'sum' ? 0 : 1, at)
  const point = new Map(at.point)
  for (let index = from; index <= to; index++) {
    spend(at.budget, 10)
    point.set(node.variable, whole(index, at))
    const term = numericValue(node.body, { ...at, point })
    total = node.operation === 'sum' ? add(field, total, term) : multiply(field, total, term)
  }
  return total
}

/**
 * A smooth function of the arguments that belongs to the name: equal for equal arguments, and for
 * hardly any others.
 */
function unknownFunction<R>(
  name: string,
  args: readonly Complex<R>[],
  at: Evaluation<R>,
): Complex<R> {
  const { field } = at
  field.reals.charge(args.length, 'function', at.budget)
  let seed = 7
  for (const character of name) seed = (seed * 31 + (character.codePointAt(0) ?? 0)) % 10_007
  let value = whole(1 + seed, at)
  for (const argument of args) {
    const bent = functions.sin([multiply(field, argument, whole(1.375, at))], at)
    value = add(
      field,
      multiply(field, value, whole(0.75, at)),
      add(field, bent, multiply(field, argument, whole(0.3125, at))),
    )
  }
  return value
}
