/** Finds attributes: members of modules, and methods bound to their values. */

import { dictMethods } from './dict-methods.ts'
import { listMethods, tupleMethods } from './list-methods.ts'
import { giveUp, missingError, raise } from '../signals.ts'
import { stringMethods } from './string-methods.ts'
import type { Primitive } from '../parse/syntax.ts'
import { typeName } from '../values/values.ts'
import type { Keywords, Machine, Value } from '../values/values.ts'

/**
 * Every attribute without underscores that some builtin value of CPython 3.14 has: `dir()` of all
 * classes in `typeName`.
 */
const knownAttributes = new Set(
  (
    'append as_integer_ratio bit_count bit_length capitalize casefold center clear close conjugate copy count cr_await denominator ' +
    'encode endswith expandtabs extend find format format_map from_bytes from_number fromhex fromkeys get gi_code gi_frame gi_running ' +
    'gi_suspended gi_yieldfrom hex imag index insert is_integer isalnum isalpha isascii isdecimal isdigit isdisjoint isidentifier ' +
    'islower isnumeric isprintable isspace istitle isupper items join keys ljust lower lstrip maketrans mapping mro numerator ' +
    'partition pop popitem real remove removeprefix removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip send ' +
    'setdefault sort split splitlines start startswith step stop strip swapcase throw title to_bytes translate update upper values zfill'
  ).split(' '),
)

const numberAttributes = new Set(
  (
    'as_integer_ratio bit_count bit_length conjugate denominator from_bytes from_number fromhex hex imag is_integer numerator real ' +
    'to_bytes'
  ).split(' '),
)
const noAttributes: ReadonlySet<string> = new Set()

function scalarAttributes(value: Primitive): ReadonlySet<string> {
  return typeof value === 'string'
    ? knownAttributes
    : value === null
      ? noAttributes
      : numberAttributes
}

/** Returns `object.name`. */
export function findAttribute(object: Value, name: string): Value {
  const method = findMethod(object, name)
  if (method) return { kind: 'builtin', type: 'builtin_function_or_method', name, call: method }
  if (object !== null && typeof object === 'object') {
    if (object.kind === 'missing') throw missingError(object.name)
    if (object.kind === 'module') return object.members.get(name) ?? giveUp()
    if (object.kind === 'builtin')
      return object.type === 'type' && name === '__name__' ? object.name : giveUp()
    // Functions take attributes of their own, and generators have more than a few.
    if (object.kind === 'function' || object.kind === 'iterator') giveUp()
  }
  const known =
    typeof object === 'object' && object !== null ? knownAttributes : scalarAttributes(object)
  if (known.has(name) || name.startsWith('_')) giveUp()
  return raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`)
}

function findMethod(
  object: Value,
  name: string,
): ((machine: Machine, positional: readonly Value[], keywords: Keywords) => Value) | null {
  if (typeof object === 'string') return bind(stringMethods.get(name), object)
  if (object === null || typeof object !== 'object') return null
  switch (object.kind) {
    case 'list':
      return bind(listMethods.get(name), object)
    case 'tuple':
      return bind(tupleMethods.get(name), object)
    case 'dict':
      return bind(dictMethods.get(name), object)
    default:
      return null
  }
}

function bind<Self>(
  method:
    | ((machine: Machine, self: Self, positional: readonly Value[], keywords: Keywords) => Value)
    | undefined,
  self: Self,
): ((machine: Machine, positional: readonly Value[], keywords: Keywords) => Value) | null {
  return method
    ? (machine, positional, keywords) => method(machine, self, positional, keywords)
    : null
}
