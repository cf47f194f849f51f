/** Arithmetic of ints and floats with Python's results, signs and errors. */

import { bitLength, divideToFloat } from './exact-float.ts'
import { power } from './real.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { charge, typeName } from '../values/values.ts'
import type { Machine, Value } from '../values/values.ts'

/** Integers with more bits are given up. */
const maxBits = 65_536
const maxInteger = 1n << BigInt(maxBits)
const smallInteger = 1n << 63n

/** Returns whether a value is small enough that arithmetic on it takes no time to speak of. */
function isSmall(value: bigint): boolean {
  return value < smallInteger && value > -smallInteger
}

/** Returns `value` if it is not too long to go on with. */
export function bounded(machine: Machine, value: bigint): bigint {
  if (isSmall(value)) return value
  if (value > maxInteger || value < -maxInteger) giveUp()
  charge(machine, 1 + (bitLength(value) >> 8))
  return value
}

/** Takes the steps of multiplying or dividing two integers. */
export function chargeProduct(machine: Machine, a: bigint, b: bigint): void {
  if (isSmall(a) && isSmall(b)) return
  const words = (bitLength(a) >> 6) * (bitLength(b) >> 6)
  charge(machine, 1 + (words >> 6))
}

/** Returns the float of an integer, or raises where it has none. */
export function toFloat(value: bigint): number {
  const float = Number(value)
  return Number.isFinite(float)
    ? float
    : raise('OverflowError', 'int too large to convert to float')
}

/** Returns `a op b` of two ints. */
export function integerArithmetic(machine: Machine, operator: string, a: bigint, b: bigint): Value {
  switch (operator) {
    case '+':
      return bounded(machine, a + b)
    case '-':
      return bounded(machine, a - b)
    case '*':
      chargeProduct(machine, a, b)
      return bounded(machine, a * b)
    case '/':
      return trueDivide(machine, a, b)
    case '//':
      return floorDivide(machine, a, b)
    case '%':
      return modulo(machine, a, b)
    case '**':
      return integerPower(machine, a, b)
    default:
      return bitwise(machine, operator, a, b)
  }
}

function bitwise(machine: Machine, operator: string, a: bigint, b: bigint): Value {
  switch (operator) {
    case '&':
      return bounded(machine, a & b)
    case '|':
      return bounded(machine, a | b)
    case '^':
      return bounded(machine, a ^ b)
    default:
      if (b < 0n) return raise('ValueError', 'negative shift count')
      if (b > BigInt(maxBits)) giveUp()
      return bounded(machine, operator === '<<' ? a << b : a >> b)
  }
}

function zeroDivision(): never {
  return raise('ZeroDivisionError', 'division by zero')
}

function trueDivide(machine: Machine, a: bigint, b: bigint): number {
  if (b === 0n) return zeroDivision()
  const limit = 9007199254740992n
  if (a <= limit && a >= -limit && b <= limit && b >= -limit) return Number(a) / Number(b)
  chargeProduct(machine, a, b)
  const quotient = divideToFloat(a, b)
  return Number.isFinite(quotient)
    ? quotient
    : raise('OverflowError', 'integer division result too large for a float')
}

/** Returns `a // b`, rounded down. */
export function floorDivide(machine: Machine, a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  chargeProduct(machine, a, b)
  const quotient = a / b
  return a < 0n !== b < 0n && quotient * b !== a ? quotient - 1n : quotient
}

/** Returns `a % b`, with the sign of `b`. */
export function modulo(machine: Machine, a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  chargeProduct(machine, a, b)
  const rest = a % b
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest
}

function integerPower(machine: Machine, base: bigint, exponent: bigint): Value {
  if (exponent < 0n) {
    if (base === 0n) return raise('ZeroDivisionError', 'zero to a negative power')
    return floatPower(toFloat(base), toFloat(exponent))
  }
  if (exponent === 0n) return 1n
  if (base === 0n || base === 1n) return base
  if (base === -1n) return exponent % 2n === 0n ? 1n : base
  if (exponent > BigInt(maxBits) || BigInt(bitLength(base)) * exponent > BigInt(maxBits)) giveUp()
  const result = base ** exponent
  chargeProduct(machine, result, result)
  return result
}

/** Returns `a op b` of two floats. */
export function floatArithmetic(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? zeroDivision() : a / b
    case '//':
      return floatDivmod(a, b)[0]
    case '%':
      return floatDivmod(a, b)[1]
    case '**':
      return floatPower(a, b)
    default:
      return undefined
  }
}

/**
 * Returns `divmod(a, b)` by the steps of CPython's `_float_div_mod`: the remainder is exact, the
 * quotient is rounded.
 */
export function floatDivmod(a: number, b: number): [quotient: number, rest: number] {
  if (b === 0) return zeroDivision()
  let rest = a % b
  let quotient = (a - rest) / b
  if (rest !== 0) {
    if (b < 0 !== rest < 0) {
      rest += b
      quotient -= 1
    }
  } else rest = Object.is(b, -0) || b < 0 ? -0 : 0
  if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, rest]
  let floor = Math.floor(quotient)
  if (quotient - floor > 0.5) floor += 1
  return [floor, rest]
}

/** Returns `a ** b` where every C library gives the same float. */
export function floatPower(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) giveUp()
  if (b === 0) return 1
  const isOdd = Number.isInteger(b) && Math.abs(b) < 2 ** 53 && Math.abs(b) % 2 === 1
  if (a === 0) {
    if (b < 0) return raise('ZeroDivisionError', 'zero to a negative power')
    return isOdd ? a : 0
  }
  // A negative base to a fraction is a complex number.
  if (a < 0 && !Number.isInteger(b)) giveUp()
  const size = Math.abs(a) === 1 ? 1 : power(Math.abs(a), b)
  return a < 0 && isOdd ? -size : size
}

/** Returns the integer part of a float, or raises where it has none. */
export function truncate(value: number): bigint {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer')
  if (!Number.isFinite(value))
    return raise('OverflowError', 'cannot convert float infinity to integer')
  return BigInt(Math.trunc(value))
}

/** Returns the value as a float, as functions of `math` take it. */
export function realArgument(value: Value | undefined): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return toFloat(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return value === undefined ? giveUp() : typeError(`must be real number, not ${typeName(value)}`)
}
