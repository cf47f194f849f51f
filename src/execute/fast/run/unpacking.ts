/** Takes values apart for several targets. */

import { iterate } from '../values/iteration.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import type { Target } from '../parse/syntax.ts'
import { charge, typeName } from '../values/values.ts'
import type { Machine, Value } from '../values/values.ts'

/** Returns the `count` items that `value` must consist of. */
export function unpack(machine: Machine, value: Value, count: number): readonly Value[] {
  charge(machine, count)
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'list' || value.kind === 'tuple') {
      const { length } = value.items
      return length === count ? value.items : wrongCount(count, length)
    }
    if (value.kind === 'function' || value.kind === 'builtin' || value.kind === 'module')
      return notIterable(value)
  } else if (typeof value !== 'string') return notIterable(value)
  const next = iterate(value)
  const items: Value[] = []
  for (let item = next(); item !== undefined; item = next()) {
    if (items.length === count)
      return wrongCount(
        count,
        typeof value === 'object' && value.kind === 'dict' ? value.entries.size : null,
      )
    items.push(item)
  }
  return items.length === count ? items : wrongCount(count, items.length)
}

function notIterable(value: Value): never {
  return typeError(`cannot unpack non-iterable ${typeName(value)} object`)
}

/** `got` is `null` where CPython does not count the items that are too many. */
function wrongCount(expected: number, got: number | null): never {
  if (got !== null && got < expected)
    return raise('ValueError', `not enough values to unpack (expected ${expected}, got ${got})`)
  return raise(
    'ValueError',
    `too many values to unpack (expected ${expected}${got === null ? '' : `, got ${got}`})`,
  )
}

/** Binds the names of a target; a target that has to be evaluated is given up. */
export function bindNames(
  machine: Machine,
  variables: Map<string, Value>,
  target: Target,
  value: Value,
): void {
  if (target.kind === 'name') variables.set(target.id, value)
  else if (target.kind === 'targets') {
    const items = unpack(machine, value, target.items.length)
    target.items.forEach((item, index) => bindNames(machine, variables, item, items[index] ?? null))
  } else giveUp()
}
