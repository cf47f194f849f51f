/** Builtin functions on numbers: `abs`, `round`, `sum`, `pow` and the like. */

import { roundFloat, roundHalfEven } from '../format/float-text.ts'
import { iterate } from '../values/iteration.ts'
import { argument, expectCount, integerArgument, keywordArguments } from './native-arguments.ts'
import {
  bounded,
  chargeProduct,
  floatDivmod,
  floorDivide,
  modulo,
  toFloat,
  truncate,
} from '../numbers/numbers.ts'
import { binaryOperation } from '../operators/operators.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { charge, integerOf, tuple, typeName } from '../values/values.ts'
import type { Machine, Native, Next, Value } from '../values/values.ts'

const abs: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  if (typeof value === 'number') return Math.abs(value)
  const integer = integerOf(value)
  if (integer === null) return typeError(`bad operand type for abs(): '${typeName(value)}'`)
  return integer < 0n ? -integer : integer
}

/**
 * The steps of rounding a float to decimals, which for very large and small numbers takes long
 * integers.
 */
const roundSteps = 30

const round: Native = (machine, positional, keywords) => {
  if (positional.length < 1 || positional.length > 2) giveUp()
  const value = argument(positional, 0)
  const digits = positional[1] ?? keywordArguments(keywords, ['ndigits']).get('ndigits') ?? null
  if (keywords !== null && positional.length > 1) giveUp()
  charge(machine, roundSteps)
  if (typeof value === 'number') return roundOfFloat(value, digits)
  const integer = integerOf(value)
  if (integer === null) return typeError(`type ${typeName(value)} doesn't define __round__ method`)
  if (digits === null) return integer
  const count = integerArgument(digits)
  if (count >= 0n) return integer
  if (count < -1000n) giveUp()
  const unit = 10n ** -count
  chargeProduct(machine, integer, unit)
  const size = roundHalfEven(integer < 0n ? -integer : integer, unit) * unit
  return integer < 0n ? -size : size
}

function roundOfFloat(value: number, digits: Value): Value {
  if (digits !== null) {
    const count = integerArgument(digits)
    if (count > 1000n || count < -1000n) giveUp()
    return Number.isFinite(value) ? roundFloat(value, Number(count)) : value
  }
  const floor = Math.floor(value)
  const rest = value - floor
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)
  return truncate(isUp ? floor + 1 : floor)
}

/**
 * CPython adds ints in a C long first, and what comes after the first int that does not fit without
 * compensation.
 */
const safeLong = 2n ** 31n - 1n

const sum: Native = (machine, positional, keywords) => {
  if (
    positional.length < 1 ||
    positional.length > 2 ||
    (keywords !== null && positional.length > 1)
  )
    giveUp()
  const given =
    positional.length > 1 ? positional[1] : keywordArguments(keywords, ['start']).get('start')
  const start = given === undefined ? 0n : given
  const next = iterate(argument(positional, 0))
  if (typeof start === 'string')
    return typeError("sum() can't sum strings [use ''.join(seq) instead]")
  let total: Value = start
  // A bool to start from keeps CPython from looking for floats at all.
  let isLong = typeof start !== 'boolean'
  for (let item = next(); item !== undefined; item = next()) {
    charge(machine, 1)
    if (typeof total === 'number') {
      if (typeof item !== 'number' && integerOf(item) === null)
        return binaryOperation(machine, '+', total, item)
      return sumFloats(machine, total, item, next)
    }
    total = binaryOperation(machine, '+', total, item)
    if (typeof total === 'number' && !isLong) giveUp()
    if (typeof total === 'bigint' && (total > safeLong || total < -safeLong)) isLong = false
  }
  return total
}

/** Adds floats with Neumaier's compensation, as CPython has done since 3.12. */
function sumFloats(machine: Machine, start: number, first: Value, next: Next): number {
  let high = start
  let low = 0
  for (let item: Value | undefined = first; item !== undefined; item = next()) {
    charge(machine, 1)
    // CPython takes these out of the compensated sum; what is none of them goes on with `+`.
    const integer = integerOf(item)
    if (typeof item !== 'number' && integer === null) {
      binaryOperation(machine, '+', 0.5, item)
      giveUp()
    }
    if (integer !== null && (integer > safeLong || integer < -safeLong)) giveUp()
    const value = typeof item === 'number' ? item : toFloat(integer ?? 0n)
    const total = high + value
    low += Math.abs(high) >= Math.abs(value) ? high - total + value : value - total + high
    high = total
  }
  return low !== 0 && Number.isFinite(low) ? high + low : high
}

const divmod: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const [a = null, b = null] = positional
  const left = typeof a === 'number' ? a : integerOf(a)
  const right = typeof b === 'number' ? b : integerOf(b)
  if (left === null || right === null) {
    return typeError(
      `unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`,
    )
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return tuple([floorDivide(machine, left, right), modulo(machine, left, right)])
  }
  return tuple(
    floatDivmod(
      Number.isFinite(Number(left)) ? Number(left) : giveUp(),
      Number.isFinite(Number(right)) ? Number(right) : giveUp(),
    ),
  )
}

const pow: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2, 3)
  const [base = null, exponent = null, divisor = null] = positional
  if (divisor === null) return binaryOperation(machine, '**', base, exponent)
  if (typeof base !== 'bigint' || typeof exponent !== 'bigint' || typeof divisor !== 'bigint')
    return giveUp()
  if (divisor === 0n) return raise('ValueError', 'pow() 3rd argument cannot be 0')
  if (exponent < 0n) giveUp()
  return modularPower(machine, base, exponent, divisor)
}

function modularPower(machine: Machine, base: bigint, exponent: bigint, divisor: bigint): bigint {
  let result = modulo(machine, 1n, divisor)
  let square = modulo(machine, base, divisor)
  for (let left = exponent; left > 0n; left >>= 1n) {
    charge(machine, 1)
    chargeProduct(machine, square, square)
    if (left & 1n) result = modulo(machine, result * square, divisor)
    square = modulo(machine, square * square, divisor)
  }
  return bounded(machine, result)
}

function radixText(prefix: string, radix: number): Native {
  return (_machine, positional, keywords) => {
    expectCount(positional, keywords, 1)
    const value = integerArgument(argument(positional, 0))
    const size = value < 0n ? -value : value
    return `${value < 0n ? '-' : ''}${prefix}${size.toString(radix)}`
  }
}

const ord: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  return typeof value === 'string' && value.length === 1 ? BigInt(value.charCodeAt(0)) : giveUp()
}

const chr: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const code = integerArgument(argument(positional, 0))
  return code > 0n && code < 0xd800n ? String.fromCharCode(Number(code)) : giveUp()
}

export const numericBuiltins: Record<string, Native> = {
  abs,
  round,
  sum,
  divmod,
  pow,
  bin: radixText('0b', 2),
  oct: radixText('0o', 8),
  hex: radixText('0x', 16),
  ord,
  chr,
}
