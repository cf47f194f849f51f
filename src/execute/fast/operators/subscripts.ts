/** Reads and writes items and slices of sequences and dicts. */

import { dictKey, setEntry } from '../values/dicts.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { representation } from '../format/text.ts'
import { charge, integerOf, list, tuple, typeName } from '../values/values.ts'
import type { Machine, Range, Value } from '../values/values.ts'

/** Integers beyond are not indices on every machine. */
const maxIndex = 2n ** 31n - 1n

/** Returns `object[index]`. */
export function getItem(machine: Machine, object: Value, index: Value): Value {
  if (typeof object === 'string') {
    const integer = integerOf(index)
    if (integer === null)
      return typeError(`string indices must be integers, not '${typeName(index)}'`)
    const position = place(integer, object.length)
    return position === null
      ? raise('IndexError', 'string index out of range')
      : object.charAt(position)
  }
  if (object === null || typeof object !== 'object') return notSubscriptable(object)
  switch (object.kind) {
    case 'list':
    case 'tuple': {
      const integer = integerOf(index)
      if (integer === null)
        return typeError(
          `${object.kind} indices must be integers or slices, not ${typeName(index)}`,
        )
      const position = place(integer, object.items.length)
      if (position === null) return raise('IndexError', `${object.kind} index out of range`)
      return object.items[position] ?? null
    }
    case 'dict': {
      const entry = object.entries.get(dictKey(index))
      return entry ? entry.value : raise('KeyError', representation(machine, index))
    }
    case 'range':
      return rangeItem(object, index)
    case 'builtin':
      return object.type === 'type' ? giveUp() : notSubscriptable(object)
    default:
      return notSubscriptable(object)
  }
}

function notSubscriptable(value: Value): never {
  return typeError(`'${typeName(value)}' object is not subscriptable`)
}

function rangeItem(range: Range, index: Value): Value {
  const integer = integerOf(index)
  if (integer === null)
    return typeError(`range indices must be integers or slices, not ${typeName(index)}`)
  const position = integer < 0n ? integer + range.length : integer
  if (position < 0n || position >= range.length)
    return raise('IndexError', 'range object index out of range')
  return range.start + range.step * position
}

/** Returns where an index points, or `null` outside. */
function place(index: bigint, length: number): number | null {
  if (index > maxIndex || index < -maxIndex) return giveUp()
  const position = index < 0n ? Number(index) + length : Number(index)
  return position >= 0 && position < length ? position : null
}

/** Returns `object[lower:upper:step]`. */
export function getSlice(
  machine: Machine,
  object: Value,
  bounds: readonly [Value, Value, Value],
): Value {
  if (typeof object === 'string') {
    const positions = slicePositions(object.length, bounds)
    charge(machine, positions.length)
    return positions.map((position) => object.charAt(position)).join('')
  }
  if (object === null || typeof object !== 'object' || object.kind === 'iterator')
    return notSubscriptable(object)
  if (object.kind !== 'list' && object.kind !== 'tuple') return giveUp()
  const { items } = object
  const taken = slicePositions(items.length, bounds).map((position) => items[position] ?? null)
  charge(machine, taken.length)
  return object.kind === 'list' ? list(taken) : tuple(taken)
}

function slicePositions(
  length: number,
  [lower, upper, stride]: readonly [Value, Value, Value],
): number[] {
  const step = stride === null ? 1 : sliceInteger(stride)
  if (step === 0) return raise('ValueError', 'slice step cannot be zero')
  const start =
    lower === null ? (step > 0 ? 0 : length - 1) : clamp(sliceInteger(lower), length, step)
  const stop = upper === null ? (step > 0 ? length : -1) : clamp(sliceInteger(upper), length, step)
  const positions: number[] = []
  for (let position = start; step > 0 ? position < stop : position > stop; position += step)
    positions.push(position)
  return positions
}

function sliceInteger(value: Value): number {
  const integer = integerOf(value)
  if (integer === null)
    return typeError('slice indices must be integers or None or have an __index__ method')
  return integer > maxIndex
    ? Number(maxIndex)
    : integer < -maxIndex
      ? -Number(maxIndex)
      : Number(integer)
}

function clamp(index: number, length: number, step: number): number {
  const position = index < 0 ? index + length : index
  if (position < 0) return step > 0 ? 0 : -1
  return position >= length ? (step > 0 ? length : length - 1) : position
}

/** Carries out `object[index] = value`. */
export function setItem(object: Value, index: Value, value: Value): void {
  if (object !== null && typeof object === 'object') {
    if (object.kind === 'dict') {
      setEntry(object, index, value)
      return
    }
    if (object.kind === 'list') {
      const integer = integerOf(index)
      if (integer === null)
        typeError(`list indices must be integers or slices, not ${typeName(index)}`)
      const position = place(integer, object.items.length)
      if (position === null) raise('IndexError', 'list assignment index out of range')
      object.items[position] = value
      return
    }
    if (object.kind === 'builtin' || object.kind === 'module') giveUp()
  }
  const integer = integerOf(index)
  if (integer !== null && (integer > maxIndex || integer < -maxIndex)) giveUp()
  typeError(`'${typeName(object)}' object does not support item assignment`)
}
