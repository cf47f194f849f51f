/** Comparing tuples, sets and lists, of values and of assignments such as `x = 1, y = 2`. */
import type { Answer, CollectionAnswer, RelationAnswer } from '../answer.ts'
import { spend } from '../budget.ts'
import { exactValue, lowestTerms, words } from '../expression/exact.ts'
import { printExpression } from '../expression/print.ts'
import type { Outcome } from '../expression/identity.ts'
import { every, type Context } from './context.ts'
import { assignedValue } from './left-sides.ts'

const tupleBrackets: Record<string, string> = { '<': '(', '>': ')', ']': '(', '[': '[' }
const openOf = ({ open }: CollectionAnswer): string => tupleBrackets[open] ?? open
const closeOf = ({ close }: CollectionAnswer): string =>
  close === '[' ? ')' : close === '>' ? ')' : close

type Shape = 'tuple' | 'set' | 'group' | 'list'

function shapeOf({ open }: CollectionAnswer): Shape {
  if (open === '') return 'list'
  if (open === '\\{') return 'set'
  return open === '{' ? 'group' : 'tuple'
}

/** `[1, 2, 3]` is how programs write a list; `[1, 2]` is an interval. */
const isProgramList = ({ open, close, items }: CollectionAnswer): boolean =>
  open === '[' && close === ']' && items.length > 2

/**
 * Compares two collections: tuples in order and with their brackets, sets and lists in any order.
 */
export function compareCollections(
  a: CollectionAnswer,
  b: CollectionAnswer,
  context: Context,
): Outcome {
  if (a.label !== undefined && b.label !== undefined && a.label !== b.label) return 'different'
  const assigned = compareAssignments(a, b, context)
  if (assigned) return assigned
  const [shapeA, shapeB] = [shapeOf(a), shapeOf(b)]
  if (shapeA === 'tuple' && shapeB === 'tuple')
    return openOf(a) === openOf(b) && closeOf(a) === closeOf(b)
      ? inOrder(a.items, b.items, context)
      : 'different'
  if (shapeA === 'tuple' || shapeB === 'tuple') {
    const [tuple, other] = shapeA === 'tuple' ? [a, b] : [b, a]
    if (isProgramList(tuple)) return inAnyOrder(a.items, b.items, context)
    if (shapeOf(other) === 'set' || openOf(tuple) !== '(' || closeOf(tuple) !== ')')
      return 'different'
    return inOrder(a.items, b.items, context)
  }
  const isSet =
    shapeA === 'set' ||
    shapeB === 'set' ||
    [a, b].every(({ items }) => items.every(({ kind }) => kind === 'collection'))
  if (isSet && context.policy.repetition === 'once')
    return inAnyOrder(distinct(a.items, context), distinct(b.items, context), context)
  return context.policy.listOrder === 'ordered' && !isSet
    ? inOrder(a.items, b.items, context)
    : inAnyOrder(a.items, b.items, context)
}

export function inOrder(a: readonly Answer[], b: readonly Answer[], context: Context): Outcome {
  if (a.length !== b.length) return 'different'
  return every(a, (item, index) => context.compare(item, b[index]!, context))
}

/**
 * Pairs items off. Numbers are matched by their canonical form first, so that long lists stay
 * cheap.
 */
export function inAnyOrder(a: readonly Answer[], b: readonly Answer[], context: Context): Outcome {
  if (a.length !== b.length) return 'different'
  const rest: (Answer | null)[] = [...b]
  const byKey = new Map<string, number[]>()
  for (const [index, item] of b.entries()) {
    const key = numberKey(item, context)
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), index])
  }
  const unmatched: Answer[] = []
  for (const item of a) {
    const key = numberKey(item, context)
    const index = key === null ? undefined : byKey.get(key)?.pop()
    if (index === undefined) unmatched.push(item)
    else rest[index] = null
  }
  return pairOff(
    unmatched,
    rest.filter((item) => item !== null),
    context,
  )
}

/**
 * Whether the items pair off: by equality, else perhaps where pairs of which nothing is known would
 * help. By augmenting paths (Kuhn), since equality is not transitive: of 3.14159 and 3.1416, either
 * may be needed for π.
 */
function pairOff(a: readonly Answer[], b: readonly Answer[], context: Context): Outcome {
  const known = a.map((): (Outcome | undefined)[] => [])
  const outcome = (i: number, j: number): Outcome =>
    (known[i]![j] ??= context.compare(a[i]!, b[j]!, context))
  if (hasMatching(b.length, (i, j) => outcome(i, j) === 'equal')) return 'equal'
  return hasMatching(b.length, (i, j) => outcome(i, j) !== 'different') ? 'unknown' : 'different'
}

/** Whether each of `count` rows has a column of its own that it fits. */
function hasMatching(count: number, fits: (row: number, column: number) => boolean): boolean {
  const rowOf: (number | undefined)[] = []
  const place = (row: number, seen: Set<number>): boolean => {
    for (let column = 0; column < count; column++) {
      if (seen.has(column) || !fits(row, column)) continue
      seen.add(column)
      const other = rowOf[column]
      if (other !== undefined && !place(other, seen)) continue
      rowOf[column] = row
      return true
    }
    return false
  }
  for (let row = 0; row < count; row++) if (!place(row, new Set())) return false
  return true
}

/** Returns the items without those that equal an earlier one. */
export function distinct(items: readonly Answer[], context: Context): Answer[] {
  const kept: Answer[] = []
  const keys = new Set<string>()
  for (const item of items) {
    const key = numberKey(item, context)
    if (
      key !== null
        ? keys.has(key)
        : kept.some((other) => context.compare(item, other, context) === 'equal')
    )
      continue
    if (key !== null) keys.add(key)
    kept.push(item)
  }
  return kept
}

/** The number in hexadecimal, which is quick to write for numbers of many digits. */
function numberKey(item: Answer, { budget }: Context): string | null {
  if (item.kind !== 'scalar' || item.unit || item.condition !== undefined) return null
  const value =
    item.expression.kind === 'number'
      ? item.expression.value
      : exactValue(item.expression, noPoint, budget)
  if (!value) return null
  spend(budget, words(value.numerator) + words(value.denominator))
  const { numerator, denominator } = lowestTerms(value, budget)
  return `${numerator.toString(16)}/${denominator.toString(16)}`
}
const noPoint: ReadonlyMap<string, never> = new Map<string, never>()

/** A relation `name = value`. */
type Assignment = RelationAnswer

const isAssignment = (item: Answer): item is Assignment =>
  item.kind === 'relation' && item.operators.every((operator) => operator === '=')

const valueOf = (item: Answer): Answer => (isAssignment(item) ? (item.sides.at(-1) ?? item) : item)

/** The left side as text: what tells assignments apart. */
export function nameOf(side: Answer | undefined): string {
  if (side?.kind === 'scalar') return printExpression(side.expression)
  if (side?.kind === 'collection') return side.items.map(nameOf).join(',')
  return side?.kind === 'text' ? side.key : (side?.kind ?? '')
}

/**
 * `null` where neither side consists of assignments. Those with different names are matched by
 * name, else by value.
 */
function compareAssignments(
  a: CollectionAnswer,
  b: CollectionAnswer,
  context: Context,
): Outcome | null {
  const [namesA, namesB] = [a, b].map(({ items }) =>
    items.length > 0 && items.every(isAssignment)
      ? items.map((item) => nameOf((item as Assignment).sides[0]))
      : null,
  )
  if (!namesA && !namesB) return null
  if (a.items.length !== b.items.length) return 'different'
  const [valuesA, valuesB] = [a, b].map(({ items }) => items.map(valueOf))
  if (!valuesA || !valuesB) return null
  if (namesA && namesB) {
    const isDistinct =
      new Set(namesA).size === namesA.length && new Set(namesB).size === namesB.length
    if (isDistinct && namesA.every((name) => namesB.includes(name)))
      return every(valuesA, (value, index) =>
        context.compare(value, valuesB[namesB.indexOf(namesA[index] ?? '')] ?? value, context),
      )
    const [sizeA, sizeB] = [new Set(namesA).size, new Set(namesB).size]
    if (
      (sizeA === 1 && areIndexed(namesB, namesA[0])) ||
      (sizeB === 1 && areIndexed(namesA, namesB[0]))
    )
      return inAnyOrder(valuesA, valuesB, context)
    if (
      sizeA === 1 &&
      sizeB === 1 &&
      (namesA[0] === namesB[0] || areFunctions(a.items[0], b.items[0], context))
    )
      return inAnyOrder(valuesA, valuesB, context)
    return inAnyOrder(a.items, b.items, context)
  }
  if (context.policy.leftSides === 'required') return 'different'
  const [assigned, other] = namesA ? [a, b] : [b, a]
  const areNamed = assigned.items.every(
    (item) => isAssignment(item) && assignedValue(item, context) !== null,
  )
  if (!areNamed) return 'different'
  const names = namesA ?? namesB ?? []
  const isOrdered =
    new Set(names).size === names.length && names.every((name) => !name.includes('_'))
  const isPoint = shapeOf(other) === 'tuple'
  if (isPoint && (openOf(other) !== '(' || closeOf(other) !== ')')) return 'different'
  if (isPoint ? new Set(names).size < names.length : isOrdered && shapeOf(other) === 'set')
    return 'different'
  if (!isOrdered && !isPoint) return inAnyOrder(valuesA, valuesB, context)
  return inOrder(
    (isPoint ? inAlphabet(assigned.items) : assigned.items).map(valueOf),
    other.items,
    context,
  )
}

/** `y = 1, x = 2` is the point (2, 1): single letters go in their order. */
function inAlphabet(items: readonly Answer[]): readonly Answer[] {
  const named = items.map((item) => ({
    item,
    name: item.kind === 'relation' ? nameOf(item.sides[0]) : '',
  }))
  if (!named.every(({ name }) => /^[a-z]$/.test(name))) return items
  return named.toSorted((one, other) => (one.name < other.name ? -1 : 1)).map(({ item }) => item)
}

/** `x_1`, `x_2` and so on: the solutions of an equation in x. */
const areIndexed = (names: readonly string[], symbol = ''): boolean =>
  names.every((name) => name.startsWith(`${symbol}_`))

/** `f(x) = …` and `g(t) = …`, where the policy lets functions have any name. */
function areFunctions(a: Answer | undefined, b: Answer | undefined, { policy }: Context): boolean {
  const isFunction = (item: Answer | undefined): boolean =>
    item?.kind === 'relation' &&
    item.sides[0]?.kind === 'scalar' &&
    item.sides[0].expression.kind === 'application'
  return policy.functionNames === 'any' && isFunction(a) && isFunction(b)
}
