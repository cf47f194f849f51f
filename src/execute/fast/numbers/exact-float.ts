/** The exact rational value of floats, and the floats nearest to rationals. */

const buffer = new DataView(new ArrayBuffer(8))

/** Returns `value` as `mantissa · 2^exponent`, both exact; `value` must be finite. */
export function decompose(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  buffer.setFloat64(0, value)
  const bits = buffer.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 }
}

/**
 * Returns `value` as a fraction, not reduced, with a positive denominator; `value` must be finite.
 */
export function exactFraction(value: number): {
  readonly numerator: bigint
  readonly denominator: bigint
} {
  const { mantissa, exponent } = decompose(value)
  if (exponent >= 0) return { numerator: mantissa << BigInt(exponent), denominator: 1n }
  return { numerator: mantissa, denominator: 1n << BigInt(-exponent) }
}

/** Returns the number of binary digits of `|value|`. */
export function bitLength(value: bigint): number {
  const size = value < 0n ? -value : value
  if (size < 0x20000000000000n) {
    const number = Number(size)
    const high = Math.floor(number / 2 ** 32)
    return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(number)
  }
  const text = size.toString(16)
  return (text.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(text.charAt(0), 16)))
}

/**
 * Returns the float nearest to `numerator / denominator`, halves to even; infinite where it is too
 * large. `denominator` is not 0.
 */
export function divideToFloat(numerator: bigint, denominator: bigint): number {
  const isNegative = numerator < 0n !== denominator < 0n
  const top = numerator < 0n ? -numerator : numerator
  const bottom = denominator < 0n ? -denominator : denominator
  if (top === 0n) return isNegative ? -0 : 0
  // A quotient of 66 bits or more, its last bit set where the division leaves a rest, rounds as the
  // exact one does.
  const shift = 66 - (bitLength(top) - bitLength(bottom))
  const dividend = shift > 0 ? top << BigInt(shift) : top
  const divisor = shift < 0 ? bottom << BigInt(-shift) : bottom
  const quotient = dividend / divisor
  const sticky = quotient * divisor === dividend ? quotient : quotient | 1n
  const rounded = scaleToFloat(sticky, -shift)
  return isNegative ? -rounded : rounded
}

/**
 * Returns the float nearest to `value · 2^exponent`, halves to even, for `value` above 0; infinite
 * where it is too large.
 */
export function scaleToFloat(value: bigint, exponent: number): number {
  // The lowest bit a float of this size has: 53 bits from the top, but never below 2^-1074.
  const lowest = Math.max(bitLength(value) + exponent - 53, -1074)
  const drop = lowest - exponent
  if (drop <= 0) return assemble(value << BigInt(-drop), lowest)
  const unit = 1n << BigInt(drop)
  const whole = value >> BigInt(drop)
  const rest = 2n * (value - whole * unit)
  const isUp = rest > unit || (rest === unit && (whole & 1n) === 1n)
  return assemble(isUp ? whole + 1n : whole, lowest)
}

/**
 * Returns the float `mantissa · 2^exponent`, where `mantissa` is at most 2^53, and below 2^52 only
 * for subnormal floats.
 */
function assemble(mantissa: bigint, exponent: number): number {
  if (mantissa === 0x20000000000000n) return assemble(0x10000000000000n, exponent + 1)
  const biased = mantissa < 0x10000000000000n ? 0 : exponent + 1075
  if (biased >= 2047) return Infinity
  buffer.setBigUint64(0, (BigInt(biased) << 52n) | (mantissa & 0xfffffffffffffn))
  return buffer.getFloat64(0)
}
