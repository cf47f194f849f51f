/** The methods of dicts. */

import { emptyDict, getEntry, removeEntry, setEntry } from '../values/dicts.ts'
import { iterate } from '../values/iteration.ts'
import { argument, expectCount } from './native-arguments.ts'
import { giveUp, raise } from '../signals.ts'
import { representation } from '../format/text.ts'
import { charge } from '../values/values.ts'
import type { Dict, Keywords, Machine, Value, View } from '../values/values.ts'

type DictMethod = (
  machine: Machine,
  self: Dict,
  positional: readonly Value[],
  keywords: Keywords,
) => Value

function view(type: View['type']): DictMethod {
  return (_machine, self, positional, keywords) => {
    expectCount(positional, keywords, 0)
    return { kind: 'view', type, dict: self }
  }
}

/** Copies the entries of another dict into `self`. */
export function updateDict(machine: Machine, self: Dict, other: Value): void {
  if (other === null || typeof other !== 'object') giveUp()
  if (other.kind === 'dict') {
    charge(machine, other.entries.size)
    for (const { key, value } of other.entries.values()) setEntry(self, key, value)
    return
  }
  if (other.kind !== 'list' && other.kind !== 'iterator' && other.kind !== 'tuple') giveUp()
  const next = iterate(other)
  for (let pair = next(); pair !== undefined; pair = next()) {
    charge(machine, 1)
    if (
      pair === null ||
      typeof pair !== 'object' ||
      (pair.kind !== 'tuple' && pair.kind !== 'list')
    )
      giveUp()
    const [key, value] = pair.items
    if (key === undefined || value === undefined || pair.items.length !== 2) giveUp()
    setEntry(self, key, value)
  }
}

const get: DictMethod = (_machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  const found = getEntry(self, argument(positional, 0))
  return found === undefined ? (positional[1] ?? null) : found
}

const pop: DictMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  const key = argument(positional, 0)
  // An empty dict answers before it asks whether the key is hashable.
  if (self.entries.size === 0 && key !== null && typeof key === 'object') giveUp()
  const removed = removeEntry(self, key)
  if (removed !== undefined) return removed
  return positional[1] === undefined
    ? raise('KeyError', representation(machine, key))
    : positional[1]
}

const setdefault: DictMethod = (_machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  const key = argument(positional, 0)
  const found = getEntry(self, key)
  if (found !== undefined) return found
  const value = positional[1] ?? null
  setEntry(self, key, value)
  return value
}

const copy: DictMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 0)
  const result = emptyDict()
  updateDict(machine, result, self)
  return result
}

const update: DictMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  updateDict(machine, self, argument(positional, 0))
  return null
}

export const dictMethods: ReadonlyMap<string, DictMethod> = new Map([
  ['keys', view('dict_keys')],
  ['values', view('dict_values')],
  ['items', view('dict_items')],
  ['get', get],
  ['pop', pop],
  ['setdefault', setdefault],
  ['copy', copy],
  ['update', update],
])
