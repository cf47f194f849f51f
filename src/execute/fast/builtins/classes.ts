/** The builtin classes, called to convert values. */

import { lazyClasses } from './sequence-functions.ts'
import { emptyDict, setEntry } from '../values/dicts.ts'
import { updateDict } from './dict-methods.ts'
import { itemsOf } from '../values/iteration.ts'
import { argument, expectCount, integerArgument } from './native-arguments.ts'
import { toFloat, truncate } from '../numbers/numbers.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { strip } from './string-methods.ts'
import { representation, text } from '../format/text.ts'
import { charge, integerOf, list, truth, tuple, typeName } from '../values/values.ts'
import type { Builtin, Machine, Native } from '../values/values.ts'

/** Strings longer than this are given up before they are read as numbers. */
const maxDigits = 4_000

const int: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 2)
  const [value = 0n, base] = positional
  if (base !== undefined) return giveUp()
  if (typeof value === 'number') return truncate(value)
  if (typeof value === 'string') return parseInteger(machine, value)
  return (
    integerOf(value) ??
    typeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    )
  )
}

function numberText(machine: Machine, value: string): string {
  if (value.length > maxDigits) giveUp()
  charge(machine, value.length >> 2)
  // The separators of ASCII are blanks to `strip`, but not in front of a number.
  for (const character of value)
    if (character > '\x7f' || (character >= '\x1c' && character <= '\x1f')) giveUp()
  return strip(value, null)
}

/** CPython cuts long literals in some messages and not in others. */
function quotedLiteral(machine: Machine, value: string): string {
  const quoted = representation(machine, value)
  return quoted.length > 150 ? giveUp() : quoted
}

function parseInteger(machine: Machine, value: string): bigint {
  const digits = numberText(machine, value)
  if (!/^[-+]?\d(?:_?\d)*$/.test(digits)) {
    return raise(
      'ValueError',
      `invalid literal for int() with base 10: ${quotedLiteral(machine, value)}`,
    )
  }
  const size = BigInt(digits.replace(/^[-+]/, '').replaceAll('_', ''))
  return digits.startsWith('-') ? -size : size
}

const float: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  const [value = 0] = positional
  if (typeof value === 'number') return value
  if (typeof value === 'string') return parseFloatText(machine, value)
  const integer = integerOf(value)
  return integer === null
    ? typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
    : toFloat(integer)
}

function parseFloatText(machine: Machine, value: string): number {
  const digits = numberText(machine, value)
  const word = /^([-+]?)(inf|infinity|nan)$/i.exec(digits)
  if (word) {
    const size = word[2]?.toLowerCase() === 'nan' ? Number.NaN : Infinity
    return word[1] === '-' ? -size : size
  }
  if (
    !/^[-+]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?$/.test(
      digits,
    )
  ) {
    return raise(
      'ValueError',
      `could not convert string to float: ${quotedLiteral(machine, value)}`,
    )
  }
  return Number(digits.replaceAll('_', ''))
}

const str: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  return positional.length === 0 ? '' : text(machine, argument(positional, 0))
}

const bool: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  return truth(positional[0] ?? false)
}

const listClass: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  return list(positional.length === 0 ? [] : itemsOf(machine, argument(positional, 0)))
}

const tupleClass: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  const [value] = positional
  if (value !== null && typeof value === 'object' && value.kind === 'tuple') return value
  return tuple(value === undefined ? [] : itemsOf(machine, value))
}

const dictClass: Native = (machine, positional, keywords) => {
  if (positional.length > 1) giveUp()
  const result = emptyDict()
  const [value] = positional
  if (value !== undefined) updateDict(machine, result, value)
  for (const [name, entry] of keywords ?? []) setEntry(result, name, entry)
  return result
}

const range: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1, 3)
  const integers = positional.map(integerArgument)
  const [first = 0n, second = 0n, step = 1n] = integers
  const [start, stop] = integers.length === 1 ? [0n, first] : [first, second]
  if (step === 0n) return raise('ValueError', 'range() arg 3 must not be zero')
  const span = step > 0n ? stop - start : start - stop
  const stride = step > 0n ? step : -step
  const length = span <= 0n ? 0n : (span + stride - 1n) / stride
  // Where lengths and items stop to fit in machine words, errors and iterators differ.
  if (length >= 2n ** 31n || start > 2n ** 62n || start < -(2n ** 62n) || stride > 2n ** 31n)
    giveUp()
  return { kind: 'range', start, step, length }
}

/** Only the form that asks for the class of a value. */
const type: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  return classes.get(typeName(value)) ?? giveUp()
}

export const classes: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    int,
    float,
    str,
    bool,
    list: listClass,
    tuple: tupleClass,
    dict: dictClass,
    range,
    type,
    ...lazyClasses,
  }).map(([name, call]): [string, Builtin] => [
    name,
    { kind: 'builtin', type: 'type', name, call },
  ]),
)
