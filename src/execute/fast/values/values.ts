/** The values of running programs, and what every one of them can be asked. */

import { giveUp } from '../signals.ts'
import type { FunctionDefinition, Primitive } from '../parse/syntax.ts'

export interface List {
  readonly kind: 'list'
  items: Value[]
}

export interface Tuple {
  readonly kind: 'tuple'
  readonly items: readonly Value[]
}

/** What a dict finds an entry by: equal keys of Python have the same one. */
export type DictKey = null | bigint | number | string

export interface Dict {
  readonly kind: 'dict'
  readonly entries: Map<DictKey, { readonly key: Value; value: Value }>
  /** How many entries were removed so far, so that iterators notice. */
  removals: number
}

export interface Range {
  readonly kind: 'range'
  readonly start: bigint
  readonly step: bigint
  readonly length: bigint
}

/** A live view of a dict: its keys, values or items. */
export interface View {
  readonly kind: 'view'
  readonly type: 'dict_keys' | 'dict_values' | 'dict_items'
  readonly dict: Dict
}

/** Returns the next item, or `undefined` at the end. */
export type Next = () => Value | undefined

export interface Iterator {
  readonly kind: 'iterator'
  /** The name of its class; empty where that is not certain. */
  readonly type: string
  readonly next: Next
}

/**
 * The variables of a call. The module's variables are not a frame: they are found last, in
 * `Machine.globals`.
 */
export interface Frame {
  readonly variables: Map<string, Value>
  readonly locals: ReadonlySet<string>
  readonly parent: Frame | null
  /** The qualified name of the function whose call this is. */
  readonly name: string
  /**
   * Comprehensions other than generators are part of the function around them, but for the scope of
   * their variables.
   */
  readonly isInlined: boolean
}

export interface UserFunction {
  readonly kind: 'function'
  readonly qualifiedName: string
  readonly definition: FunctionDefinition
  /** The values of the defaults, for the last parameters. */
  readonly defaults: readonly Value[]
  readonly closure: Frame | null
}

export type Keywords = ReadonlyMap<string, Value> | null

export type Native = (machine: Machine, positional: readonly Value[], keywords: Keywords) => Value

/** A function, bound method or (with `type` `'type'`) class that is not written in the program. */
export interface Builtin {
  readonly kind: 'builtin'
  readonly type: 'builtin_function_or_method' | 'type'
  readonly name: string
  readonly call: Native
}

export interface Module {
  readonly kind: 'module'
  readonly name: string
  readonly members: ReadonlyMap<string, Value>
}

/**
 * What the import of a package that is not there gives: it can be bound, and every use of it
 * raises.
 */
export interface Missing {
  readonly kind: 'missing'
  readonly name: string
}

export type Value =
  | Primitive
  | List
  | Tuple
  | Dict
  | Range
  | View
  | Iterator
  | UserFunction
  | Builtin
  | Module
  | Missing

/** The state of one run. */
export interface Machine {
  /** What is left to spend: about one for each node evaluated, and more for work on long values. */
  steps: number
  /** The line of the program's innermost frame that is running; `null` outside of the program. */
  line: number | null
  /** Calls of the program's functions that are running. */
  depth: number
  readonly globals: Map<string, Value>
  readonly output: string[]
  /** UTF-8 bytes that may still be printed. */
  outputLeft: number
  readonly missingModules: ReadonlySet<string>
  /**
   * The package of a `from package import *` that is not there: what it would have bound is not
   * known.
   */
  starred: string | null
  /** Calls any value; here so that builtins can call functions of the program. */
  readonly call: (callee: Value, positional: readonly Value[], keywords: Keywords) => Value
}

/** Longer strings, lists and tuples are given up. */
export const maxLength = 1_000_000

/** Takes `steps` from what the run may still spend. */
export function charge(machine: Machine, steps: number): void {
  machine.steps -= steps
  if (machine.steps < 0) giveUp()
}

/**
 * Takes the steps of looking for `part` in `text`, which in the worst case looks at every pair of
 * their characters.
 */
export function chargeSearch(machine: Machine, text: string, part: string): void {
  charge(machine, (text.length >> 4) + Math.floor((text.length * part.length) / 256))
}

/** Returns the name of the value's class. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType'
  switch (typeof value) {
    case 'bigint':
      return 'int'
    case 'number':
      return 'float'
    case 'string':
      return 'str'
    case 'boolean':
      return 'bool'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: Exclude<Value, Primitive>): string {
  switch (value.kind) {
    case 'builtin':
    case 'view':
      return value.type
    case 'iterator':
      return value.type === '' ? giveUp() : value.type
    case 'missing':
      return giveUp()
    default:
      return value.kind
  }
}

/** Returns whether the value counts as true. */
export function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  if (typeof value === 'bigint') return value !== 0n
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return value !== ''
  const length = lengthOf(value)
  return length === null || length > 0
}

/** Returns the number of items, or `null` for values without a length. */
export function lengthOf(value: Value): number | null {
  if (typeof value === 'string') return value.length
  if (value === null || typeof value !== 'object') return null
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.length
    case 'dict':
      return value.entries.size
    case 'view':
      return value.dict.entries.size
    case 'range':
      return Number(value.length)
    case 'missing':
      return giveUp()
    default:
      return null
  }
}

/** Returns a list of `items`, which it takes over. */
export function list(items: Value[]): List {
  return { kind: 'list', items }
}

/** Returns a tuple of `items`, which it takes over. */
export function tuple(items: readonly Value[]): Tuple {
  return { kind: 'tuple', items }
}

/** Returns a value's integer: of an `int`, or of a `bool`, which is one. */
export function integerOf(value: Value | undefined): bigint | null {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  return null
}
