/**
 * Writes floats as decimal text: shortest as `repr` does, or exactly rounded to a number of digits.
 */

import { exactFraction } from '../numbers/exact-float.ts'
import { giveUp } from '../signals.ts'

/**
 * Returns what `repr` writes: the shortest digits that read back as `value`, which are the ones
 * JavaScript finds.
 */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (Object.is(value, -0)) return '-0.0'
  if (size < 1e16 && Number.isInteger(value)) return `${value}.0`
  if (size >= 1e-4 && size < 1e16) return String(value)
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  return `${mantissa}e${exponentText(Number(exponent))}`
}

/** Returns an exponent as C writes it: signed and with two digits or more. */
export function exponentText(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, '0')
  return `${exponent < 0 ? '-' : '+'}${digits}`
}

/**
 * Returns the digits of `|value| · 10^digits`, rounded to the nearest integer and halves to even.
 */
function scaledInteger(value: number, digits: number): bigint {
  const { numerator, denominator } = exactFraction(Math.abs(value))
  const scale = 10n ** BigInt(Math.abs(digits))
  return digits >= 0
    ? roundHalfEven(numerator * scale, denominator)
    : roundHalfEven(numerator, denominator * scale)
}

/**
 * Returns `numerator / denominator` rounded to an integer, halves to even; both must be positive or
 * zero.
 */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const twice = 2n * (numerator - quotient * denominator)
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return isUp ? quotient + 1n : quotient
}

/**
 * Returns `|value|` with `digits` digits after the point, as C's `%.*f` writes it; `value` must be
 * finite.
 */
export function fixedText(value: number, digits: number): string {
  if (digits > 400) giveUp()
  const text = scaledInteger(value, digits)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Returns the first `count` significant digits of `|value|`, rounded, and the decimal exponent of
 * the first of them.
 */
export function significantDigits(
  value: number,
  count: number,
): { readonly digits: string; readonly exponent: number } {
  if (count > 400) giveUp()
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 }
  // The exponent of the shortest text can be one too large where that rounds up to a power of ten.
  const guess = Number(value.toExponential().split('e')[1]) - 1
  for (let exponent = guess; ; exponent++) {
    const digits = scaledInteger(value, count - 1 - exponent).toString()
    if (digits.length === count) return { digits, exponent }
  }
}

/**
 * Returns `round(value, digits)`: the float nearest to the decimal that `value` rounds to; `value`
 * must be finite.
 */
export function roundFloat(value: number, digits: number): number {
  if (digits > 323) return value
  if (digits < -308) return value < 0 || Object.is(value, -0) ? -0 : 0
  const text = scaledInteger(value, digits).toString()
  const rounded = Number(`${text}e${-digits}`)
  if (!Number.isFinite(rounded)) giveUp()
  return value < 0 || Object.is(value, -0) ? -rounded : rounded
}
