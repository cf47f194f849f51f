/**
 * Conditions that only declare a parameter: `k \in \mathbb{Z}`, "for any integer k", "where c is a
 * real constant".
 */
import type { Answer } from '../answer.ts'

const sets: Record<string, string> = {
  real: 'R',
  integer: 'Z',
  natural: 'N',
  complex: 'C',
  rational: 'Q',
}
const kind = '(real|integer|natural|complex|rational)s?(?:constants?|numbers?|values?|parameters?)?'
const article = '(?:an?|all|any|some|every|each|arbitrary)*'

/** On conditions without blanks and without the word that begins them. */
const membership = /^([a-zA-Z])\\in\\?\s?(?:mathbb\{?)?([RZNQC])\}?$/
const before = new RegExp(`^${article}${kind}([a-zA-Z])$`)
const behind = new RegExp(`^([a-zA-Z])(?:is|=)?${article}${kind}$`)

/**
 * Returns `k in Z` for a condition that declares a parameter, in whichever words; any other as it
 * is.
 */
export function plainCondition(condition: string): string {
  const member = membership.exec(condition)
  if (member) return `${member[1]} in ${member[2]}`
  const first = before.exec(condition)
  if (first?.[1] !== undefined) return `${first[2]} in ${sets[first[1]]}`
  const last = behind.exec(condition)
  return last?.[2] === undefined ? condition : `${last[1]} in ${sets[last[2]]}`
}

/** Returns `k in Z` for the relation that declares a parameter, else `null`. */
export function declaration(items: readonly Answer[]): string | null {
  const [only] = items
  if (items.length !== 1 || only?.kind !== 'relation' || only.operators.join() !== 'in') return null
  const [name, set] = only.sides
  if (name?.kind !== 'scalar' || name.expression.kind !== 'symbol' || set?.kind !== 'namedSet')
    return null
  return `${name.expression.name} in ${set.name}`
}

/** The name and the set of a declared parameter. */
export function parameterOf(condition: string | undefined): { name: string; set: string } | null {
  const found = /^(\S+) in ([RZNQC])$/.exec(condition ?? '')
  return found?.[1] === undefined || found[2] === undefined
    ? null
    : { name: found[1], set: found[2] }
}
