/** Sorts values as `list.sort` does: stably, by `<`, with keys taken once. */

import { ordered } from '../operators/comparison.ts'
import { keywordArguments } from './native-arguments.ts'
import { GiveUp, giveUp, PythonError } from '../signals.ts'
import { charge, truth } from '../values/values.ts'
import type { Keywords, Machine, Value } from '../values/values.ts'

/** Returns `items` sorted as the keywords `key` and `reverse` say. */
export function sortItems(machine: Machine, items: readonly Value[], keywords: Keywords): Value[] {
  const options = keywordArguments(keywords, ['key', 'reverse'])
  const key = options.get('key') ?? null
  const isReverse = truth(options.get('reverse') ?? false)
  const keyed = items.map((item) => ({
    item,
    key: key === null ? item : machine.call(key, [item], null),
  }))
  if (keyed.length < 2) return keyed.map(({ item }) => item)
  charge(machine, keyed.length * Math.ceil(Math.log2(keyed.length + 1)))
  // An order that is not total sorts as the algorithm happens to compare, and so does the pair that
  // an error names.
  if (keyed.some((entry) => hasNaN(entry.key))) giveUp()
  const sign = isReverse ? -1 : 1
  try {
    keyed.sort((a, b) =>
      ordered(machine, '<', a.key, b.key) ? -sign : ordered(machine, '<', b.key, a.key) ? sign : 0,
    )
  } catch (error) {
    throw error instanceof PythonError ? new GiveUp('which pair is compared first') : error
  }
  return keyed.map(({ item }) => item)
}

function hasNaN(value: Value): boolean {
  if (typeof value === 'number') return Number.isNaN(value)
  if (
    value === null ||
    typeof value !== 'object' ||
    (value.kind !== 'tuple' && value.kind !== 'list')
  )
    return false
  return value.items.some((item) => typeof item === 'number' && Number.isNaN(item))
}
