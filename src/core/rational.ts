/**
 * Exact rational numbers over bigint, bounded in size so that hostile input cannot make arithmetic
 * slow.
 */

/**
 * A fraction in lowest terms with a positive denominator, so that equal numbers have equal fields.
 */
export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Numerators and denominators with more decimal digits than this are refused. */
const maxDigits = 400
const limit = 10n ** BigInt(maxDigits)

/**
 * Returns `numerator / denominator` reduced, or `null` when the denominator is 0 or a part has more
 * than 400 digits.
 */
export function rational(numerator: bigint, denominator = 1n): Rational | null {
  return denominator === 0n ? null : withinLimit(reduceFraction(numerator, denominator))
}

function withinLimit(value: Rational): Rational | null {
  const { numerator, denominator } = value
  return numerator < limit && numerator > -limit && denominator < limit ? value : null
}

/**
 * Returns `numerator / denominator` in lowest terms, whatever its size. The denominator must not be
 * 0.
 */
export function reduceFraction(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 1n) return { numerator, denominator }
  const divisor = greatestCommonDivisor(numerator, denominator)
  const sign = denominator < 0n ? -1n : 1n
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor }
}

/** Returns `digits · 10^exponent` in lowest terms, whatever its size. */
export function decimalFraction(digits: bigint, exponent: number): Rational {
  return exponent >= 0
    ? { numerator: digits * 10n ** BigInt(exponent), denominator: 1n }
    : reduceFraction(digits, 10n ** BigInt(-exponent))
}

/**
 * Returns the number that `text` writes in ASCII: `12`, `-0.75`, `.5`, `2e3`, a fraction of such
 * numbers `3/4`, or either as a percentage (`12.5%` is 1/8); blanks may surround the parts. `null`
 * for anything else, thousands separators included.
 */
export function parseRational(text: string): Rational | null {
  if (text.length > 3 * maxDigits) return null
  const trimmed = text.trim()
  if (trimmed.endsWith('%')) return divideRational(parseFraction(trimmed.slice(0, -1)), hundred)
  return parseFraction(trimmed)
}

function parseFraction(text: string): Rational | null {
  const [numerator, denominator, ...rest] = text.split('/')
  if (numerator === undefined || rest.length > 0) return null
  if (denominator === undefined) return parseDecimal(numerator)
  return divideRational(parseDecimal(numerator), parseDecimal(denominator))
}

function parseDecimal(text: string): Rational | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim())
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return null
  const shift = Number(exponent) - fraction.length
  if (Math.abs(shift) > 2 * maxDigits) return null
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n)
  return withinLimit(decimalFraction(digits, shift))
}

/**
 * Returns `a + b`; this and the other operations give `null` when an operand is `null` or the
 * result is out of bounds.
 */
export function addRational(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return null
  return rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  )
}

export function subtractRational(a: Rational | null, b: Rational | null): Rational | null {
  return addRational(a, b && negateRational(b))
}

export function multiplyRational(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return null
  return rational(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** Returns `a / b`, `null` also when `b` is 0. */
export function divideRational(a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return null
  return rational(a.numerator * b.denominator, a.denominator * b.numerator)
}

export function negateRational(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator }
}

export function absoluteRational(a: Rational): Rational {
  return a.numerator < 0n ? negateRational(a) : a
}

/** Returns -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compareRational(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/**
 * Returns the canonical text: `12`, `-3/4`. Equal numbers have equal texts, and `parseRational`
 * reads it back.
 */
export function formatRational(value: Rational): string {
  return value.denominator === 1n
    ? String(value.numerator)
    : `${value.numerator}/${value.denominator}`
}

/** Returns the greatest number that divides both, at least 0. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let larger = a < 0n ? -a : a
  let smaller = b < 0n ? -b : b
  while (smaller > 0n) {
    if (larger <= safe && smaller <= safe)
      return BigInt(smallDivisor(Number(larger), Number(smaller)))
    ;[larger, smaller] = [smaller, larger % smaller]
  }
  return larger
}

/** Euclid's algorithm on numbers is several times as fast as on bigints. */
function smallDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a
}

const safe = BigInt(Number.MAX_SAFE_INTEGER)

const hundred: Rational = { numerator: 100n, denominator: 1n }
