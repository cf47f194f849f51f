/** The methods of lists and tuples. */

import { equal } from '../operators/comparison.ts'
import { itemsOf, iterate } from '../values/iteration.ts'
import { argument, expectCount, integerArgument } from './native-arguments.ts'
import { giveUp, raise } from '../signals.ts'
import { sortItems } from './sorting.ts'
import { charge, list, maxLength } from '../values/values.ts'
import type { Keywords, List, Machine, Tuple, Value } from '../values/values.ts'

type ListMethod = (
  machine: Machine,
  self: List,
  positional: readonly Value[],
  keywords: Keywords,
) => Value
type SequenceMethod = (
  machine: Machine,
  self: List | Tuple,
  positional: readonly Value[],
  keywords: Keywords,
) => Value

/** Appends the items of `value` in place. */
export function extendList(machine: Machine, self: List, value: Value): void {
  if (
    value !== null &&
    typeof value === 'object' &&
    (value.kind === 'list' || value.kind === 'tuple')
  ) {
    for (const item of itemsOf(machine, value)) self.items.push(item)
    if (self.items.length > maxLength) giveUp()
    return
  }
  // An iterator may look at the list as it grows.
  const next = iterate(value)
  for (let item = next(); item !== undefined; item = next()) {
    charge(machine, 1)
    self.items.push(item)
    if (self.items.length > maxLength) giveUp()
  }
}

function same(machine: Machine, a: Value, b: Value): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) giveUp()
  charge(machine, 1)
  return equal(machine, a, b)
}

/** Returns where `value` is in a sequence; only the form without bounds is known. */
const index: SequenceMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  const found = self.items.findIndex((item) => same(machine, item, value))
  if (found >= 0) return BigInt(found)
  return raise(
    'ValueError',
    self.kind === 'list' ? 'list.index(x): x not in list' : 'tuple.index(x): x not in tuple',
  )
}

const count: SequenceMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  return BigInt(self.items.filter((item) => same(machine, item, value)).length)
}

const pop: ListMethod = (_machine, self, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  const at = positional.length === 0 ? -1n : integerArgument(argument(positional, 0))
  if (self.items.length === 0) return raise('IndexError', 'pop from empty list')
  const position = at < 0n ? at + BigInt(self.items.length) : at
  if (position < 0n || position >= BigInt(self.items.length)) {
    return at > -(2n ** 31n) && at < 2n ** 31n
      ? raise('IndexError', 'pop index out of range')
      : giveUp()
  }
  charge(_machine, (self.items.length - Number(position)) >> 4)
  return self.items.splice(Number(position), 1)[0] ?? null
}

const insert: ListMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const at = integerArgument(argument(positional, 0))
  if (at <= -(2n ** 31n) || at >= 2n ** 31n) giveUp()
  const position =
    at < 0n ? Math.max(Number(at) + self.items.length, 0) : Math.min(Number(at), self.items.length)
  charge(machine, self.items.length >> 4)
  self.items.splice(position, 0, argument(positional, 1))
  return null
}

const remove: ListMethod = (machine, self, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  const found = self.items.findIndex((item) => same(machine, item, value))
  if (found < 0) return raise('ValueError', 'list.remove(x): x not in list')
  self.items.splice(found, 1)
  return null
}

const sort: ListMethod = (machine, self, positional, keywords) => {
  if (positional.length > 0) giveUp()
  const before = self.items
  // A list is empty while it is sorted: whatever looks at it then is better left to CPython.
  self.items = []
  const sorted = sortItems(machine, before, keywords)
  if (self.items.length > 0) giveUp()
  self.items = sorted
  return null
}

const plainMethods: [string, ListMethod][] = [
  [
    'append',
    (_machine, self, positional, keywords) => {
      expectCount(positional, keywords, 1)
      self.items.push(argument(positional, 0))
      return null
    },
  ],
  [
    'extend',
    (machine, self, positional, keywords) => {
      expectCount(positional, keywords, 1)
      extendList(machine, self, argument(positional, 0))
      return null
    },
  ],
  [
    'reverse',
    (machine, self, positional, keywords) => {
      expectCount(positional, keywords, 0)
      charge(machine, self.items.length >> 3)
      self.items.reverse()
      return null
    },
  ],
  [
    'copy',
    (machine, self, positional, keywords) => {
      expectCount(positional, keywords, 0)
      return list(itemsOf(machine, self))
    },
  ],
  [
    'clear',
    (_machine, self, positional, keywords) => {
      expectCount(positional, keywords, 0)
      self.items.length = 0
      return null
    },
  ],
]

export const tupleMethods: ReadonlyMap<string, SequenceMethod> = new Map([
  ['index', index],
  ['count', count],
])

export const listMethods: ReadonlyMap<string, ListMethod> = new Map<string, ListMethod>([
  ...plainMethods,
  ['index', index],
  ['count', count],
  ['pop', pop],
  ['insert', insert],
  ['remove', remove],
  ['sort', sort],
])
