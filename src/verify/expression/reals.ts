/**
 * Real arithmetic at two kinds of precision behind one interface: doubles, and decimals of any
 * number of digits.
 */
import { Decimal } from 'decimal.js'
import type { Rational } from '../../core/pure.ts'
import { Fault, spend, type Budget } from '../budget.ts'

/**
 * Operations on real numbers of type `R`; what is undefined or too large becomes a NaN or an
 * infinity.
 */
export interface Reals<R> {
  /** Relative error of one operation. */
  readonly epsilon: number
  readonly zero: R
  readonly one: R
  readonly pi: R
  of(value: Rational): R
  fromNumber(value: number): R
  toNumber(value: R): number
  add(a: R, b: R): R
  subtract(a: R, b: R): R
  multiply(a: R, b: R): R
  divide(a: R, b: R): R
  negate(a: R): R
  abs(a: R): R
  sqrt(a: R): R
  exp(a: R): R
  ln(a: R): R
  sin(a: R): R
  cos(a: R): R
  /** The angle of the point (x, y), in (-π, π]. */
  atan2(y: R, x: R): R
  floor(a: R): R
  isFinite(a: R): boolean
  isZero(a: R): boolean
  isNegative(a: R): boolean
  less(a: R, b: R): boolean
  /** Takes note of a sum of two terms, of which one may be too small to change the other. */
  noteSum(a: R, b: R): void
  /** Takes the cost of `operations` of a kind from the budget. */
  charge(operations: number, kind: 'arithmetic' | 'function', budget: Budget): void
}

/** IEEE doubles. */
export const doubles: Reals<number> = {
  epsilon: 2 ** -52,
  zero: 0,
  one: 1,
  pi: Math.PI,
  of: toDouble,
  fromNumber: (value) => value,
  toNumber: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  atan2: Math.atan2,
  floor: Math.floor,
  isFinite: Number.isFinite,
  isZero: (a) => a === 0,
  isNegative: (a) => a < 0,
  less: (a, b) => a < b,
  noteSum: () => undefined,
  charge: (operations, kind, budget) => spend(budget, operations * (kind === 'function' ? 30 : 2)),
}

/** Returns the nearest double, also where numerator and denominator alone would overflow. */
export function toDouble({ numerator, denominator }: Rational): number {
  const top = Number(numerator)
  const bottom = Number(denominator)
  if (Number.isFinite(top) && Number.isFinite(bottom)) return top / bottom
  const shift = BigInt(
    Math.max(0, denominator.toString(2).length - 1000, numerator.toString(2).length - 1000),
  )
  const scaled = Number(denominator >> shift)
  return scaled === 0
    ? numerator < 0n
      ? -Infinity
      : Infinity
    : Number(numerator >> shift) / scaled
}

/** Sines of greater numbers, and exponentials of them, are not computed. */
const largestArgument = 1e15

/**
 * Set where a number was too small beside another to change it, so that the digits at hand cannot
 * tell the sum from its greater term.
 */
export interface Loss {
  occurred: boolean
}

function prepare(digits: number): { Real: Decimal.Constructor; pi: Decimal } {
  const Real = Decimal.clone({ precision: digits, maxE: 1e9, minE: -1e9 })
  return { Real, pi: Real.acos(-1) }
}
const prepared = new Map<number, ReturnType<typeof prepare>>()

/** Decimals of `digits` significant digits, by decimal.js. */
export function decimals(digits: number, loss: Loss): Reals<Decimal> {
  const { Real, pi } = prepared.get(digits) ?? prepare(digits)
  prepared.set(digits, { Real, pi })
  /** Rounding noise is about `digits` below; what is farther below was a number of its own. */
  const noise = digits + 8
  const small = (a: Decimal): Decimal => {
    if (a.abs().gt(largestArgument)) throw new Fault('limit', 'an argument is too large')
    return a
  }
  return {
    epsilon: 10 ** (2 - digits),
    zero: new Real(0),
    one: new Real(1),
    pi,
    of: ({ numerator, denominator }) => new Real(numerator.toString()).div(denominator.toString()),
    fromNumber: (value) => new Real(value),
    toNumber: (value) => value.toNumber(),
    add: (a, b) => a.add(b),
    subtract: (a, b) => a.sub(b),
    multiply: (a, b) => a.mul(b),
    divide: (a, b) => a.div(b),
    negate: (a) => a.neg(),
    abs: (a) => a.abs(),
    sqrt: (a) => a.sqrt(),
    exp: (a) => small(a).exp(),
    ln: (a) => a.ln(),
    sin: (a) => small(a).sin(),
    cos: (a) => small(a).cos(),
    atan2: (y, x) => Real.atan2(y, x),
    floor: (a) => a.floor(),
    isFinite: (a) => a.isFinite(),
    isZero: (a) => a.isZero(),
    isNegative: (a) => a.isNegative() && !a.isZero(),
    less: (a, b) => a.lt(b),
    noteSum: (a, b) => {
      if (Math.abs(a.e - b.e) > noise && !a.isZero() && !b.isZero()) loss.occurred = true
    },
    charge: (operations, kind, budget) =>
      spend(budget, operations * (kind === 'function' ? 180 * digits : 50)),
  }
}
