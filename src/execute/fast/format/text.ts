/** Returns values as `repr` and `str` write them. */

import { floatRepr } from './float-text.ts'
import { giveUp } from '../signals.ts'
import { charge, maxLength } from '../values/values.ts'
import type { Dict, Machine, Value, View } from '../values/values.ts'

const maxDepth = 20

/** Longer integers than 10^4299 raise when they are written. */
const maxDecimal = 10n ** 4299n

/** Returns `str(value)`. */
export function text(machine: Machine, value: Value): string {
  return typeof value === 'string' ? value : representation(machine, value)
}

/** Returns `repr(value)`; values whose text holds an address are given up. */
export function representation(machine: Machine, value: Value, depth = 0): string {
  switch (typeof value) {
    case 'bigint':
      return integerText(machine, value)
    case 'number':
      return floatRepr(value)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'string':
      // Characters that need a look each take time.
      charge(machine, value.length >> 1)
      return quoted(value)
    default:
      if (value === null) return 'None'
      if (depth > maxDepth) giveUp()
      charge(machine, 1)
      return containerText(machine, value, depth)
  }
}

/** Returns the decimal digits of an integer. */
export function integerText(machine: Machine, value: bigint): string {
  if (value > maxDecimal || value < -maxDecimal) giveUp()
  const digits = value.toString()
  charge(machine, digits.length >> 3)
  return digits
}

function containerText(
  machine: Machine,
  value: Exclude<Value, null | string | number | bigint | boolean>,
  depth: number,
): string {
  switch (value.kind) {
    case 'list':
      return `[${joined(machine, value.items, depth)}]`
    case 'tuple':
      return `(${joined(machine, value.items, depth)}${value.items.length === 1 ? ',' : ''})`
    case 'dict':
      return `{${dictItems(machine, value, depth)}}`
    case 'range': {
      const stop = value.start + value.step * value.length
      // The end is written as it was given, which the range no longer knows where it was not
      // reached exactly.
      return value.step === 1n && value.length > 0n ? `range(${value.start}, ${stop})` : giveUp()
    }
    case 'view':
      return viewText(machine, value, depth)
    default:
      return giveUp()
  }
}

function viewText(machine: Machine, { type, dict }: View, depth: number): string {
  if (type === 'dict_items') giveUp()
  const items = [...dict.entries.values()].map((entry) =>
    type === 'dict_keys' ? entry.key : entry.value,
  )
  return `${type}([${joined(machine, items, depth)}])`
}

function joined(machine: Machine, items: readonly Value[], depth: number): string {
  charge(machine, items.length)
  return bounded(items.map((item) => representation(machine, item, depth + 1)))
}

function dictItems(machine: Machine, dict: Dict, depth: number): string {
  charge(machine, 2 * dict.entries.size)
  const parts = [...dict.entries.values()].map(
    ({ key, value }) =>
      `${representation(machine, key, depth + 1)}: ${representation(machine, value, depth + 1)}`,
  )
  return bounded(parts)
}

function bounded(parts: readonly string[]): string {
  const length = parts.reduce((sum, part) => sum + part.length + 2, 0)
  return length > maxLength ? giveUp() : parts.join(', ')
}

/**
 * Characters that `repr` writes as they are beyond doubt: ASCII, Latin letters and the common signs
 * of prose.
 */
const plain =
  /^[\x20-\x7e\xa1-\xac\xae-\u0237\u0391-\u03a1\u03a3-\u03c9\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2200-\u22ff]*$/

const escapes = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function quoted(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
  if (plain.test(value) && !value.includes('\\') && !value.includes(quote))
    return `${quote}${value}${quote}`
  let body = ''
  for (const character of value)
    body += character === quote ? `\\${quote}` : (escapes.get(character) ?? escaped(character))
  return `${quote}${body}${quote}`
}

function escaped(character: string): string {
  if (plain.test(character)) return character
  const code = character.charCodeAt(0)
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : giveUp()
}
