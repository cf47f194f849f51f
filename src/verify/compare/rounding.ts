/** Decimals that stand for another value because they are its correct rounding. */
import { exactValue, lowestTerms, multiply, negate } from '../expression/exact.ts'
import { difference, freeSymbols, number, type Expression } from '../expression/expression.ts'
import { complexField, isReal } from '../expression/complex.ts'
import { numericValue } from '../expression/numeric.ts'
import { decimals } from '../expression/reals.ts'
import type { Rational } from '../../core/pure.ts'
import { attempt, spend, type Budget } from '../budget.ts'
import type { Context } from './context.ts'

/** A decimal literal has at least this many significant digits to stand for what it rounds. */
const fewestDigits = 4

/** From here on, a literal may be a double printed in full, off by one in its last digit. */
const doubleDigits = 15

/** No double is printed with more. */
const mostDoubleDigits = 17

/**
 * Whether `written` is a decimal literal that rounds `value` correctly, and `value` has no finite
 * decimal itself.
 */
export function isRounding(written: Expression, value: Expression, { budget }: Context): boolean {
  const literal = literalOf(written, budget)
  if (!literal || literal.digits < fewestDigits || freeSymbols(value).size > 0) return false
  const other = literalOf(value, budget)
  const exact = attempt(() => exactValue(value, new Map(), budget))
  if (exact && isDouble(literal) && !(other && isDouble(other)) && isNearly(literal.value, exact))
    return true
  if (other) return false
  if (exact && isTerminating(lowestTerms(exact, budget))) return false
  const field = complexField(decimals(60, { occurred: false }), 'real')
  const at = { field, point: new Map(), logarithm: 'common', budget } as const
  const distance = attempt(() => numericValue(difference(value, number(literal.value)), at))
  if (!distance || !isReal(field, distance) || !field.reals.isFinite(distance.re)) return false
  const allowed = field.reals.multiply(
    field.reals.of(literal.lastPlace),
    field.reals.fromNumber(literal.digits >= doubleDigits ? 1 : 0.5),
  )
  return !field.reals.less(allowed, field.reals.abs(distance.re))
}

/** What sums of doubles lose, as in 3.999999999999999 for 4: less than 1 part in 10^14. */
const lostByDoubles = 10n ** 14n

function isNearly(a: Rational, b: Rational): boolean {
  const [x, y] = [a.numerator * b.denominator, b.numerator * a.denominator]
  const [error, size] = [x > y ? x - y : y - x, y < 0n ? -y : y]
  return error * lostByDoubles <= size
}

const isDouble = ({ digits }: Literal): boolean =>
  digits >= doubleDigits && digits <= mostDoubleDigits

interface Literal {
  value: Rational
  /** The value of one unit in the last digit. */
  lastPlace: Rational
  digits: number
}

/** A decimal as it was written: with a sign, as a percentage, or times a power of ten. */
function literalOf(node: Expression, budget: Budget): Literal | null {
  switch (node.kind) {
    case 'number':
      if (node.places === null) return null
      spend(budget, node.places / 4)
      return {
        value: node.value,
        lastPlace: { numerator: 1n, denominator: 10n ** BigInt(node.places) },
        digits: node.digits,
      }
    case 'negative': {
      const inner = literalOf(node.operand, budget)
      return inner && { ...inner, value: negate(inner.value) }
    }
    case 'percent':
      return scaled(literalOf(node.operand, budget), { numerator: 1n, denominator: 100n }, budget)
    case 'product': {
      const [first, power, ...rest] = node.factors
      const isPower =
        power?.kind === 'power' &&
        power.base.kind === 'number' &&
        power.base.value.numerator === 10n
      const factor =
        first && isPower && rest.length === 0
          ? attempt(() => exactValue(power, new Map(), budget))
          : null
      return first && factor ? scaled(literalOf(first, budget), factor, budget) : null
    }
    default:
      return null
  }
}

function scaled(literal: Literal | null, factor: Rational, budget: Budget): Literal | null {
  const value = literal && multiply(literal.value, factor, budget)
  const lastPlace = literal && multiply(literal.lastPlace, factor, budget)
  return value && lastPlace && { value, lastPlace, digits: literal.digits }
}

/** Whether a fraction has a finite decimal: only twos and fives divide its denominator. */
function isTerminating({ denominator: whole }: Rational): boolean {
  let denominator = whole
  if (denominator > 10n ** 40n) return false
  while (denominator % 2n === 0n) denominator /= 2n
  while (denominator % 5n === 0n) denominator /= 5n
  return denominator === 1n
}
