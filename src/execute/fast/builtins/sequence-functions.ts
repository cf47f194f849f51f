/**
 * Builtin functions on iterables: `len`, `min`, `sorted`, `zip` and the like; the lazy ones stay
 * lazy.
 */

import { ordered } from '../operators/comparison.ts'
import { itemsOf, iterate } from '../values/iteration.ts'
import { argument, expectCount, integerArgument, keywordArguments } from './native-arguments.ts'
import { giveUp, raise, typeError } from '../signals.ts'
import { sortItems } from './sorting.ts'
import { charge, lengthOf, list, truth, tuple, typeName } from '../values/values.ts'
import type { Iterator, Native, Next, Value } from '../values/values.ts'

const len: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  const length = lengthOf(value)
  if (length === null) return typeError(`object of type '${typeName(value)}' has no len()`)
  return length < 2 ** 31 ? BigInt(length) : giveUp()
}

/** `min` and `max` keep the first of equal items. */
function extreme(name: string, operator: '<' | '>'): Native {
  return (machine, positional, keywords) => {
    const options = keywordArguments(keywords, ['key', 'default'])
    const key = options.get('key') ?? null
    const fallback = options.get('default')
    if (positional.length === 0 || (positional.length > 1 && fallback !== undefined)) giveUp()
    const next = iterate(positional.length > 1 ? tuple(positional) : argument(positional, 0))
    let best: Value | undefined
    let bestKey: Value = null
    for (let item = next(); item !== undefined; item = next()) {
      charge(machine, 1)
      const itemKey = key === null ? item : machine.call(key, [item], null)
      if (best === undefined || ordered(machine, operator, itemKey, bestKey)) {
        best = item
        bestKey = itemKey
      }
    }
    return best ?? (best === null ? null : (fallback ?? emptyIterable(name, fallback)))
  }
}

function emptyIterable(name: string, fallback: Value | undefined): Value {
  return fallback === null ? null : raise('ValueError', `${name}() iterable argument is empty`)
}

const sorted: Native = (machine, positional, keywords) => {
  if (positional.length !== 1) giveUp()
  return list(sortItems(machine, itemsOf(machine, argument(positional, 0)), keywords))
}

function quantifier(decisive: boolean): Native {
  return (machine, positional, keywords) => {
    expectCount(positional, keywords, 1)
    const next = iterate(argument(positional, 0))
    for (let item = next(); item !== undefined; item = next()) {
      charge(machine, 1)
      if (truth(item) === decisive) return decisive
    }
    return !decisive
  }
}

/** Returns the names and values of the functions that `isinstance` asks for. */
function classNames(classes: Value): readonly string[] {
  if (classes !== null && typeof classes === 'object') {
    if (classes.kind === 'tuple') return classes.items.flatMap(classNames)
    if (classes.kind === 'builtin' && classes.type === 'type') return [classes.name]
  }
  return giveUp()
}

const isinstance: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const name = typeName(argument(positional, 0))
  const names = classNames(argument(positional, 1))
  return names.includes(name) || (name === 'bool' && names.includes('int'))
}

const callable: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  return (
    value !== null &&
    typeof value === 'object' &&
    (value.kind === 'function' || value.kind === 'builtin')
  )
}

const nextItem: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  const iterator = argument(positional, 0)
  if (iterator === null || typeof iterator !== 'object' || iterator.kind !== 'iterator')
    return giveUp()
  const item = iterator.next()
  if (item !== undefined) return item
  // A StopIteration does not always get out: it ends a `map`, and becomes another error in a
  // generator.
  return positional[1] ?? (positional[1] === undefined ? giveUp() : null)
}

const iter: Native = (_machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  if (value !== null && typeof value === 'object' && value.kind === 'iterator') return value
  return lazy(iteratorName(value), iterate(value))
}

/** The class of what `iter` returns; empty where it depends on more than the class of `value`. */
function iteratorName(value: Value): string {
  if (value === null || typeof value !== 'object') return ''
  if (value.kind === 'list' || value.kind === 'tuple') return `${value.kind}_iterator`
  if (value.kind === 'dict') return 'dict_keyiterator'
  return value.kind === 'view' ? value.type.replace(/s$/, 'iterator') : ''
}

/** Returns the iterator that calling one of the lazy classes makes. */
function lazy(type: string, next: Next): Iterator {
  return { kind: 'iterator', type, next }
}

const enumerate: Native = (machine, positional, keywords) => {
  const options = keywordArguments(keywords, ['start'])
  if (positional.length < 1 || positional.length > 2 || (options.size > 0 && positional.length > 1))
    giveUp()
  const start = positional.length > 1 ? positional[1] : options.get('start')
  let index = integerArgument(start === undefined ? 0n : start)
  const next = iterate(argument(positional, 0))
  return lazy('enumerate', () => {
    charge(machine, 1)
    const item = next()
    return item === undefined ? undefined : tuple([index++, item])
  })
}

/** Returns the next item of each, `undefined` as soon as one has no more. */
function nextOfEach(iterators: readonly Next[]): Value[] | undefined {
  const items: Value[] = []
  for (const next of iterators) {
    const item = next()
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

const zip: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 20)
  const iterators = positional.map((value) => iterate(value))
  return lazy('zip', () => {
    charge(machine, 1)
    const items = nextOfEach(iterators)
    return items === undefined || items.length === 0 ? undefined : tuple(items)
  })
}

const map: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2, 20)
  const [callee = null, ...iterables] = positional
  const iterators = iterables.map((value) => iterate(value))
  return lazy('map', () => {
    charge(machine, 1)
    const items = nextOfEach(iterators)
    return items && machine.call(callee, items, null)
  })
}

const filter: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const callee = argument(positional, 0)
  const next = iterate(argument(positional, 1))
  return lazy('filter', () => {
    for (;;) {
      charge(machine, 1)
      const item = next()
      if (item === undefined) return undefined
      if (truth(callee === null ? item : machine.call(callee, [item], null))) return item
    }
  })
}

const reversed: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = argument(positional, 0)
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string'
      ? giveUp()
      : typeError(`'${typeName(value)}' object is not reversible`)
  }
  if (value.kind === 'range') {
    const { start, step, length } = value
    return lazy(
      '',
      iterate({ kind: 'range', start: start + step * (length - 1n), step: -step, length }),
    )
  }
  if (value.kind !== 'list' && value.kind !== 'tuple') return giveUp()
  const source = value.items
  const copy = itemsOf(machine, value)
  let index = copy.length
  return lazy(value.kind === 'list' ? 'list_reverseiterator' : 'reversed', () => {
    // A list that changes on the way is read as it is by then.
    if (source.length !== copy.length || (value.kind === 'list' && value.items !== source)) giveUp()
    return index > 0 ? source[--index] : undefined
  })
}

/** The classes of lazy iterators, which `classes.ts` makes callable. */
export const lazyClasses: Record<string, Native> = { enumerate, zip, map, filter, reversed }

export const sequenceBuiltins: Record<string, Native> = {
  len,
  min: extreme('min', '<'),
  max: extreme('max', '>'),
  sorted,
  any: quantifier(true),
  all: quantifier(false),
  isinstance,
  callable,
  next: nextItem,
  iter,
}
