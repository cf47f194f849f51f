/**
 * Reads the arguments of builtin functions; a call that CPython would refuse for its number of
 * arguments is given up.
 */

import { giveUp, typeError } from '../signals.ts'
import { integerOf, typeName } from '../values/values.ts'
import type { Keywords, Value } from '../values/values.ts'

/** Gives up unless there are `least` to `most` positional arguments and no keywords. */
export function expectCount(
  positional: readonly Value[],
  keywords: Keywords,
  least: number,
  most = least,
): void {
  if (keywords !== null || positional.length < least || positional.length > most) giveUp()
}

/** Returns the argument at `index`, which must be there. */
export function argument(positional: readonly Value[], index: number): Value {
  const value = positional[index]
  return value === undefined ? giveUp() : value
}

/** Returns an argument that has to be an integer. */
export function integerArgument(value: Value): bigint {
  return (
    integerOf(value) ?? typeError(`'${typeName(value)}' object cannot be interpreted as an integer`)
  )
}

/** Returns the keyword arguments by name; gives up if there is one that is not among `names`. */
export function keywordArguments(
  keywords: Keywords,
  names: readonly string[],
): ReadonlyMap<string, Value> {
  if (keywords === null) return new Map()
  for (const name of keywords.keys()) if (!names.includes(name)) giveUp()
  return keywords
}

/** Returns the argument if it is a string, and gives up otherwise. */
export function stringArgument(value: Value | undefined): string {
  return typeof value === 'string' ? value : giveUp()
}
