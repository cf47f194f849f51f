/** The entries of dicts: which keys are equal, and how entries are read and written. */

import { giveUp, typeError } from '../signals.ts'
import { typeName } from './values.ts'
import type { Dict, DictKey, Value } from './values.ts'

/** Opens the keys that stand for tuples; a program's own string that opens with it is given up. */
const tupleMark = '\u0000'

/** Returns what a dict finds `key` by. */
export function dictKey(key: Value): DictKey {
  const found = keyOf(key)
  if (found === undefined)
    return typeError(
      `cannot use '${typeName(key)}' as a dict key (unhashable type: '${unhashable(key)}')`,
    )
  return found
}

function keyOf(key: Value): DictKey | undefined {
  switch (typeof key) {
    case 'string':
      return key.startsWith(tupleMark) ? giveUp() : key
    case 'bigint':
      return key
    case 'boolean':
      return key ? 1n : 0n
    case 'number':
      // Equal numbers are equal keys whatever their class; a NaN is a key of its own each time.
      if (Number.isNaN(key)) giveUp()
      return Number.isInteger(key) ? BigInt(key) : key
    default:
      if (key === null) return null
      if (key.kind === 'tuple') return tupleKey(key.items)
      return key.kind === 'list' || key.kind === 'dict' ? undefined : giveUp()
  }
}

function tupleKey(items: readonly Value[]): string | undefined {
  let text = tupleMark
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) return undefined
    const part =
      typeof key === 'string' ? `s${key}` : typeof key === 'bigint' ? `n${key}` : `f${key}`
    text += `${part.length}:${part}`
    if (text.length > 1_000) giveUp()
  }
  return text
}

/**
 * The class that makes a key unhashable: its own, or that of the first unhashable item of a tuple.
 */
function unhashable(key: Value): string {
  if (key === null || typeof key !== 'object' || key.kind !== 'tuple') return typeName(key)
  for (const item of key.items) if (keyOf(item) === undefined) return unhashable(item)
  return giveUp()
}

/** Writes an entry; a key equal to one that is there keeps the first key and its place. */
export function setEntry(dict: Dict, key: Value, value: Value): void {
  const found = dictKey(key)
  const entry = dict.entries.get(found)
  if (entry) entry.value = value
  else dict.entries.set(found, { key, value })
}

/** Returns the value of the entry that `key` finds, or `undefined`. */
export function getEntry(dict: Dict, key: Value): Value | undefined {
  return dict.entries.get(dictKey(key))?.value
}

/** Removes the entry that `key` finds and returns its value, or `undefined` where there is none. */
export function removeEntry(dict: Dict, key: Value): Value | undefined {
  const found = dictKey(key)
  const entry = dict.entries.get(found)
  if (!entry) return undefined
  dict.entries.delete(found)
  dict.removals++
  return entry.value
}

/** Returns a dict without entries. */
export function emptyDict(): Dict {
  return { kind: 'dict', entries: new Map(), removals: 0 }
}
