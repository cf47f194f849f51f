/** Equality, order and membership of values. */

import { getEntry } from '../values/dicts.ts'
import { collect, iterate } from '../values/iteration.ts'
import { giveUp, typeError } from '../signals.ts'
import { charge, chargeSearch, integerOf, typeName } from '../values/values.ts'
import type { Dict, Machine, Range, Value } from '../values/values.ts'

/** Deeper nesting of lists is given up; a list can contain itself. */
const maxDepth = 20

/** Returns whether `a == b`. */
export function equal(machine: Machine, a: Value, b: Value, depth = 0): boolean {
  const left = typeof a === 'boolean' ? Number(a) : a
  const right = typeof b === 'boolean' ? Number(b) : b
  if (isNumber(left) && isNumber(right)) return equalNumbers(left, right)
  if (typeof left === 'string' && typeof right === 'string')
    return equalStrings(machine, left, right)
  if (isMissing(left) || isMissing(right)) giveUp()
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object')
    return left === right
  if (left.kind === 'view' || right.kind === 'view') giveUp()
  if (left.kind !== right.kind) return false
  charge(machine, 1)
  if (depth > maxDepth) giveUp()
  switch (left.kind) {
    case 'list':
    case 'tuple':
      return right.kind === left.kind && equalItems(machine, left.items, right.items, depth)
    case 'dict':
      return right.kind === 'dict' && equalDicts(machine, left, right, depth)
    case 'builtin':
      // Bound methods are made anew each time they are named, and then compare by what they are
      // bound to.
      return left.type === 'type' && right.kind === 'builtin' && right.type === 'type'
        ? left === right
        : giveUp()
    case 'range':
    case 'module':
      return giveUp()
    default:
      return left === right
  }
}

function equalStrings(machine: Machine, a: string, b: string): boolean {
  charge(machine, Math.min(a.length, b.length) >> 6)
  return a === b
}

/** An int equals a float only where their exact values do. */
function equalNumbers(a: bigint | number, b: bigint | number): boolean {
  if (typeof a === typeof b) return a === b
  if (typeof a === 'number') return equalNumbers(b, a)
  return typeof b === 'number' && Number.isInteger(b) && BigInt(b) === a
}

/** Says that it is not there when it is compared. */
function isMissing(value: Exclude<Value, boolean>): boolean {
  return typeof value === 'object' && value !== null && value.kind === 'missing'
}

function isNumber(value: unknown): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number'
}

function equalItems(
  machine: Machine,
  a: readonly Value[],
  b: readonly Value[],
  depth: number,
): boolean {
  if (a.length !== b.length) return false
  return a.every((item, index) => equalMember(machine, item, b[index] ?? null, depth + 1))
}

/** Containers take an item for equal to itself without asking it, which shows with NaN alone. */
function equalMember(machine: Machine, a: Value, b: Value, depth: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) giveUp()
  charge(machine, 1)
  return equal(machine, a, b, depth)
}

function equalDicts(machine: Machine, a: Dict, b: Dict, depth: number): boolean {
  if (a.entries.size !== b.entries.size) return false
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key)
    if (!other || !equalMember(machine, value, other.value, depth + 1)) return false
  }
  return true
}

/** Returns whether `a op b`, for one of `<`, `<=`, `>` and `>=`. */
export function ordered(machine: Machine, operator: string, a: Value, b: Value): boolean {
  const left = typeof a === 'boolean' ? Number(a) : a
  const right = typeof b === 'boolean' ? Number(b) : b
  if (isNumber(left) && isNumber(right)) return holds(operator, left, right)
  if (typeof left === 'string' && typeof right === 'string') {
    charge(machine, Math.min(left.length, right.length) >> 6)
    return holds(operator, left, right)
  }
  if (left !== null && right !== null && typeof left === 'object' && typeof right === 'object') {
    if (left.kind === 'view' || right.kind === 'view') giveUp()
    if ((left.kind === 'list' || left.kind === 'tuple') && left.kind === right.kind) {
      return orderedItems(machine, operator, left.items, right.items)
    }
  }
  return typeError(
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  )
}

function holds<T extends bigint | number | string>(operator: string, a: T, b: T): boolean {
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function orderedItems(
  machine: Machine,
  operator: string,
  a: readonly Value[],
  b: readonly Value[],
): boolean {
  const common = Math.min(a.length, b.length)
  for (let index = 0; index < common; index++) {
    const left = a[index] ?? null
    const right = b[index] ?? null
    if (!equalMember(machine, left, right, 1)) {
      // Lists in lists compare item by item in turn; how deep they may go is bounded by their
      // equality, asked first.
      return ordered(machine, operator, left, right)
    }
  }
  return holds(operator, a.length, b.length)
}

/** Returns whether `item in container`. */
export function contains(machine: Machine, container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string')
      typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
    chargeSearch(machine, container, item)
    return container.includes(item)
  }
  if (container === null || typeof container !== 'object') return notContainer(container)
  switch (container.kind) {
    case 'list':
    case 'tuple':
      return container.items.some((member) => equalMember(machine, member, item, 0))
    case 'dict':
      return getEntry(container, item) !== undefined
    case 'range':
      return rangeContains(machine, container, item)
    case 'view':
      if (container.type === 'dict_keys') return getEntry(container.dict, item) !== undefined
      // Items are looked for by their key, which has to be hashable.
      if (container.type === 'dict_items') giveUp()
      return collect(machine, iterate(container)).some((member) =>
        equalMember(machine, member, item, 0),
      )
    case 'iterator':
      return giveUp()
    default:
      return notContainer(container)
  }
}

function rangeContains(machine: Machine, range: Range, item: Value): boolean {
  const integer = integerOf(item)
  if (integer === null) return giveUp()
  charge(machine, 1)
  const offset = integer - range.start
  return (
    offset % range.step === 0n && offset / range.step >= 0n && offset / range.step < range.length
  )
}

function notContainer(value: Value): never {
  return typeError(`argument of type '${typeName(value)}' is not a container or iterable`)
}
