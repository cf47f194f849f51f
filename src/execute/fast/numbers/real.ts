/**
 * Powers, exponentials and logarithms of floats, as the floats that every careful C library
 * returns.
 *
 * The functions compute far more digits than a float holds and round once. musl and glibc share
 * ARM's optimized routines, whose results are less than a stated part of an ulp from the exact
 * value: pow 0.52 to 0.54 (its own comment: 0.509 and more for large results), exp 0.511, log 0.52,
 * log2 0.547. Where the exact value is farther from the middle of two floats than what these exceed
 * 0.5 by, only the nearest float is within the bound, so that is what they return. Anything closer
 * to a middle is given up.
 */

import { bitLength, decompose, scaleToFloat } from './exact-float.ts'
import { giveUp } from '../signals.ts'

/** Fraction bits of the fixed-point numbers. */
const precision = 192
const one = 1n << 192n
const half = one >> 1n
const shift = 192n

/** A positive number `mantissa · 2^exponent`, right to many more bits than 64. */
interface Wide {
  readonly mantissa: bigint
  readonly exponent: number
}

const ln2 = 2n * inverseHyperbolicTangent(one / 3n)

/**
 * Returns `base ** exponent` for a positive finite base that is not 1, and a finite exponent that
 * is not 0.
 */
export function power(base: number, exponent: number): number {
  return round(widePower(base, exponent), powerGuard(base, exponent))
}

/**
 * Returns `int(base ** exponent)` for the same arguments. Where the power lies in the middle of two
 * floats, libraries return one or the other, which mostly have the same integer part.
 */
export function truncatedPower(base: number, exponent: number): number {
  const wide = widePower(base, exponent)
  const drop = BigInt(Math.max(bitLength(wide.mantissa) - 53, 0))
  if (isRoundingSure(wide, powerGuard(base, exponent))) return Math.trunc(round(wide, 1n << 60n))
  const scale = wide.exponent + Number(drop)
  const below = Math.trunc(scaleToFloat(wide.mantissa >> drop, scale))
  const above = Math.trunc(scaleToFloat((wide.mantissa >> drop) + 1n, scale))
  return below === above && scale > -900 && scale < 900 ? below : giveUp()
}

/** The error of pow grows with the exponent of the result. */
function powerGuard(base: number, exponent: number): bigint {
  return Math.abs(exponent * Math.log2(base)) < 40 ? 64n : 16n
}

function widePower(base: number, exponent: number): Wide {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 2 ** 20)
    return integerPower(base, exponent)
  const { mantissa, exponent: scale } = decompose(exponent)
  const product = naturalLogarithm(base) * mantissa
  return exponential(
    scale >= 0 ? product << BigInt(Math.min(scale, 64)) : product >> BigInt(-scale),
  )
}

/** Returns `e ** value` for a finite value that is not 0. */
export function exp(value: number): number {
  const { mantissa, exponent } = decompose(value)
  if (exponent > 0) giveUp()
  return round(exponential((mantissa << shift) >> BigInt(-exponent)), 64n)
}

/** Returns the natural logarithm of a positive finite value that is not 1. */
export function log(value: number): number {
  return signed(naturalLogarithm(value), 40n)
}

/** Returns the logarithm of a positive finite value to base 2. */
export function log2(value: number): number {
  const logarithm = naturalLogarithm(value)
  return logarithm === 0n ? 0 : signed((logarithm << shift) / ln2, 16n)
}

function signed(fixed: bigint, guard: bigint): number {
  const size = round({ mantissa: fixed < 0n ? -fixed : fixed, exponent: -precision }, guard)
  return fixed < 0n ? -size : size
}

/**
 * Returns the nearest normal float, or gives up within `1 / guard` ulp of the middle of two and
 * outside of the normal floats.
 */
function round(value: Wide, guard: bigint): number {
  const drop = bitLength(value.mantissa) - 53
  const top = value.exponent + drop + 52
  // Near the ends of the range C libraries report overflow and underflow, each in its own words.
  if (top > 1020 || top < -1020) giveUp()
  if (!isRoundingSure(value, guard)) giveUp()
  return scaleToFloat(value.mantissa, value.exponent)
}

/** Returns whether the value is at least `1 / guard` ulp from the middle of two floats. */
function isRoundingSure({ mantissa }: Wide, guard: bigint): boolean {
  const drop = bitLength(mantissa) - 53
  if (drop <= 0) return true
  const unit = 1n << BigInt(drop)
  const distance = (mantissa & (unit - 1n)) - (unit >> 1n)
  return (distance < 0n ? -distance : distance) * guard >= unit
}

/** Multiplies out `base ** exponent`, keeping 256 bits; exact as long as they suffice. */
function integerPower(base: number, exponent: number): Wide {
  const { mantissa, exponent: scale } = decompose(base)
  let square: Wide = { mantissa, exponent: scale }
  let result: Wide = { mantissa: 1n, exponent: 0 }
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, square)
    square = multiply(square, square)
    if (Math.abs(square.exponent) > 2 ** 30) giveUp()
  }
  if (exponent > 0) return result
  const length = bitLength(result.mantissa) + 256
  return { mantissa: (1n << BigInt(length)) / result.mantissa, exponent: -length - result.exponent }
}

function multiply(a: Wide, b: Wide): Wide {
  const mantissa = a.mantissa * b.mantissa
  const exponent = a.exponent + b.exponent
  const excess = bitLength(mantissa) - 256
  return excess > 0
    ? { mantissa: mantissa >> BigInt(excess), exponent: exponent + excess }
    : { mantissa, exponent }
}

/**
 * Returns `ln value` in fixed point: the logarithm of a mantissa near 1, and so many times `ln 2`.
 */
function naturalLogarithm(value: number): bigint {
  const { mantissa, exponent } = decompose(value)
  let length = bitLength(mantissa)
  // A mantissa between 3/4 and 3/2 keeps the series short.
  if (mantissa < 3n << BigInt(length - 2)) length--
  const scaled = mantissa << BigInt(precision - length)
  return (
    2n * inverseHyperbolicTangent(((scaled - one) << shift) / (scaled + one)) +
    BigInt(exponent + length) * ln2
  )
}

/** Returns `artanh z` in fixed point by its series, for `|z|` up to 1/3. */
function inverseHyperbolicTangent(z: bigint): bigint {
  const square = (z * z) >> shift
  let sum = 0n
  let term = z
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    sum += term / k
    term = (term * square) >> shift
  }
  return sum
}

/**
 * Returns `e ** value` for `value` in fixed point: the series of a small rest, squared back, times
 * a power of two.
 */
function exponential(value: bigint): Wide {
  if (bitLength(value) > precision + 11) giveUp()
  const count = (value + (value < 0n ? -half : half)) / ln2
  const halvings = 10n
  const rest = (value - count * ln2) >> halvings
  let sum = one
  let term = one
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = ((term * rest) >> shift) / k
    sum += term
  }
  for (let k = 0n; k < halvings; k++) sum = (sum * sum) >> shift
  return { mantissa: sum, exponent: Number(count) - precision }
}
