/** Faults in names: of variables, functions and attributes. */
import type { Rng } from '../../core/index.ts'
import type { OutlinedScope, ProgramOutline } from '../../execute/index.ts'
import { pickOne, replaced, variablesRead, type FaultKind } from './fault-kind.ts'
import { misspellings, otherWordings } from './similar-names.ts'

export const undefinedName: FaultKind = {
  description: 'reads a variable under another name that it might have, but has not',
  gives: 'error',
  inject: (outline, random) => renamedRead(outline, random, otherWordings),
}

export const misspeltName: FaultKind = {
  description: 'misspells a variable where it is read',
  gives: 'error',
  inject: (outline, random) => renamedRead(outline, random, misspellings),
}

export const misspeltFunction: FaultKind = {
  description: 'misspells a function: where it is called, or where it is defined',
  gives: 'error',
  inject(outline, random) {
    const functions = outline.statements.filter(({ kind }) => kind === 'def')
    const defined = new Set(functions.flatMap(({ binds }) => binds))
    const places = outline.names.filter(
      ({ role, name }) => role === 'called' || (role === 'bound' && defined.has(name)),
    )
    const place = pickOne(places, random)
    return place && renamed(outline, place, misspellings(place.name), random)
  },
}

export const swappedNames: FaultKind = {
  description: 'reads another variable of the program',
  gives: 'answer',
  inject(outline, random) {
    const functions = outline.statements.filter(({ kind }) => kind === 'def')
    const defined = new Set(functions.flatMap(({ binds }) => binds))
    const bound = new Set(
      outline.names.flatMap(({ role, name }) =>
        role === 'bound' && !defined.has(name) ? [name] : [],
      ),
    )
    const place = pickOne(variablesRead(outline), random)
    if (place === null) return null
    const visible = visibleNames(place.scope)
    const others = [...bound].filter((name) => name !== place.name && visible.has(name))
    const other = pickOne(others, random)
    return other && replaced(outline, place, other)
  },
}

/** What somebody might take a number to have. */
const attributes = ['value', 'total', 'amount', 'count', 'sum()', 'append(1)']

export const unknownAttribute: FaultKind = {
  description: 'misspells an attribute, or asks a value for one that it does not have',
  gives: 'error',
  inject(outline, random) {
    const attribute = pickOne(outline.attributes, random)
    if (attribute && random.next() < 0.5)
      return renamed(outline, attribute, misspellings(attribute.name), random)
    const place = pickOne(variablesRead(outline), random)
    return place && replaced(outline, place, `${place.name}.${random.pick(attributes)}`)
  },
}

function renamedRead(
  outline: ProgramOutline,
  random: Rng,
  alternatives: (name: string) => string[],
): string | null {
  const place = pickOne(variablesRead(outline), random)
  return place && renamed(outline, place, alternatives(place.name), random)
}

/** Puts a name that the program does not bind. */
function renamed(
  outline: ProgramOutline,
  place: { start: number; end: number },
  alternatives: readonly string[],
  random: Rng,
): string | null {
  const known = new Set(outline.names.map(({ name }) => name))
  const other = pickOne(
    alternatives.filter((name) => !known.has(name)),
    random,
  )
  return other && replaced(outline, place, other)
}

function visibleNames(scope: OutlinedScope): Set<string> {
  const names = new Set<string>()
  for (let at: OutlinedScope | null = scope; at; at = at.outer)
    for (const name of at.names) names.add(name)
  return names
}
