/** Iterates over values as `for` does, lazily and seeing changes made on the way. */

import { giveUp, typeError } from '../signals.ts'
import { charge, maxLength, tuple, typeName } from './values.ts'
import type { Dict, Machine, Next, Range, Value, View } from './values.ts'

/** Returns the iterator of `value`. */
export function iterate(value: Value): Next {
  if (typeof value === 'string') return iterateItems(value)
  if (value === null || typeof value !== 'object') return notIterable(value)
  switch (value.kind) {
    case 'list':
      return iterateList(value)
    case 'tuple':
      return iterateItems(value.items)
    case 'range':
      return iterateRange(value)
    case 'dict':
      return iterateDict(value, 'dict_keys')
    case 'view':
      return iterateDict(value.dict, value.type)
    case 'iterator':
      return value.next
    default:
      return notIterable(value)
  }
}

function notIterable(value: Value): never {
  return typeError(`'${typeName(value)}' object is not iterable`)
}

function iterateItems(items: ArrayLike<Value>): Next {
  let index = 0
  return () => (index < items.length ? items[index++] : undefined)
}

/** A list may grow or shrink while it is iterated; once at its end, the iterator stays there. */
function iterateList(list: { items: Value[] }): Next {
  let index = 0
  return () => {
    if (index < list.items.length) return list.items[index++]
    index = Infinity
    return undefined
  }
}

function iterateRange(range: Range): Next {
  let left = range.length
  let next = range.start
  return () => {
    if (left <= 0n) return undefined
    left--
    const current = next
    next += range.step
    return current
  }
}

function iterateDict(dict: Dict, type: View['type']): Next {
  const size = dict.entries.size
  const removals = dict.removals
  const entries = dict.entries.values()
  return () => {
    // CPython raises where the keys have changed on the way, but does not notice every change.
    if (dict.entries.size !== size || dict.removals !== removals) giveUp()
    const { value: entry } = entries.next()
    if (!entry) return undefined
    return type === 'dict_keys'
      ? entry.key
      : type === 'dict_values'
        ? entry.value
        : tuple([entry.key, entry.value])
  }
}

/** Returns all items that are left. */
export function collect(machine: Machine, next: Next): Value[] {
  const items: Value[] = []
  for (let item = next(); item !== undefined; item = next()) {
    charge(machine, 1)
    items.push(item)
    if (items.length > maxLength) giveUp()
  }
  return items
}

/** Returns the items of `value` as a list of its own. */
export function itemsOf(machine: Machine, value: Value): Value[] {
  if (
    value !== null &&
    typeof value === 'object' &&
    (value.kind === 'list' || value.kind === 'tuple')
  ) {
    charge(machine, value.items.length >> 3)
    return value.items.slice()
  }
  return collect(machine, iterate(value))
}
