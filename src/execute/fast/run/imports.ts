/**
 * Imports: `math` as far as it is known, other pure modules as names that cannot be used, and
 * packages that are not there.
 */

import { mathModule } from '../builtins/math-module.ts'
import { giveUp } from '../signals.ts'
import type { ImportedName } from '../parse/syntax.ts'
import type { Machine, Missing, Module, Value } from '../values/values.ts'

/**
 * Modules of the standard library whose import has no effect that shows. Whoever goes on to use one
 * leaves the subset.
 */
const opaqueModules = new Set([
  'collections',
  'datetime',
  'decimal',
  'fractions',
  'functools',
  'itertools',
  'operator',
  'random',
  're',
  'statistics',
  'string',
  'typing',
])

interface Import {
  readonly module: string
  readonly names: readonly ImportedName[] | null
  readonly as: string
}

/** Returns what an import statement binds. */
export function importModule(
  machine: Machine,
  { module, names, as }: Import,
): [name: string, value: Value][] {
  const [top = ''] = module.split('.')
  if (machine.missingModules.has(top)) return importMissing(machine, top, { module, names, as })
  if (module === 'math')
    return names === null ? [[as === '' ? 'math' : as, mathModule]] : names.flatMap(importMember)
  if (names !== null || !opaqueModules.has(module)) return giveUp()
  const opaque: Module = { kind: 'module', name: module, members: new Map() }
  return [[as === '' ? module : as, opaque]]
}

/**
 * Models import more than they need: the failure waits until it is used. Nothing in the subset
 * could handle it earlier.
 */
function importMissing(
  machine: Machine,
  top: string,
  { names, as }: Import,
): [name: string, value: Value][] {
  const missing: Missing = { kind: 'missing', name: top }
  if (names === null) return [[as === '' ? top : as, missing]]
  if (names.some(({ name }) => name === '*')) machine.starred = top
  return names.filter(({ name }) => name !== '*').map(({ bound }) => [bound, missing])
}

function importMember({ name, bound }: ImportedName): [name: string, value: Value][] {
  if (name === '*') return [...mathModule.members]
  const member = mathModule.members.get(name)
  return member === undefined ? giveUp() : [[bound, member]]
}
