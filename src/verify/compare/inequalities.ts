/**
 * Checking that a set solves an inequality which is not solved here: its ends are roots, and points
 * inside and outside agree.
 */
import type { Answer, RelationAnswer } from '../answer.ts'
import { attempt, spend } from '../budget.ts'
import { complexField } from '../expression/complex.ts'
import {
  difference,
  freeSymbols,
  integer,
  substitute,
  type Expression,
} from '../expression/expression.ts'
import type { Outcome } from '../expression/identity.ts'
import { numericValue } from '../expression/numeric.ts'
import { doubles } from '../expression/reals.ts'
import type { RelationOperator } from '../read/names.ts'
import { every, sameExpression, type Context } from './context.ts'
import type { End, RealSet } from './real-sets.ts'

/** One link of a chain: `left operator 0`. */
interface Link {
  left: Expression
  operator: RelationOperator
}

/** Points between two ends, and beyond the outermost ones, at which membership is checked. */
const pointsBetween = 12

/**
 * Returns whether `set` is the solution of a chain of inequalities in one symbol: every finite end
 * makes a link an equation, or leaves it undefined, and belongs to the set where the chain holds
 * there; and points in every piece and every gap belong to it where it holds. As with identities,
 * agreement is no proof and a difference is one.
 */
export function solvesInequality(
  relation: RelationAnswer,
  set: RealSet,
  context: Context,
): Outcome {
  const links = linksOf(relation)
  const names = new Set<string>()
  for (const { left } of links ?? []) freeSymbols(left, names)
  const [name, ...others] = names
  if (
    !links ||
    name === undefined ||
    others.length > 0 ||
    (set.symbol !== null && set.symbol !== name)
  )
    return 'unknown'
  const ends = set.intervals
    .flatMap(({ low, high }) => [low, high])
    .filter(({ size }) => Number.isFinite(size))
  const contains = (size: number): boolean =>
    set.intervals.some(
      ({ low, high }) =>
        (low.size < size || (low.size === size && low.isClosed)) &&
        (size < high.size || (size === high.size && high.isClosed)),
    )
  const atEnds = every(ends, (end) => endAgrees(links, end, name, context))
  if (atEnds === 'different') return 'different'
  const inside = every(samples(ends.map(({ size }) => size)), (size) => {
    spend(context.budget, 20)
    const holds = holdsAt(links, name, size, context)
    return holds === null || holds === contains(size) ? 'equal' : 'different'
  })
  return inside === 'equal' ? atEnds : inside
}

function linksOf({ sides, operators }: RelationAnswer): Link[] | null {
  const links = operators.map((operator, index): Link | null => {
    const [left, right]: (Answer | undefined)[] = [sides[index], sides[index + 1]]
    return left?.kind === 'scalar' && right?.kind === 'scalar' && /[<>]/.test(operator)
      ? { left: difference(left.expression, right.expression), operator }
      : null
  })
  return links.every((link) => link !== null) ? links : null
}

function endAgrees(links: readonly Link[], end: End, name: string, context: Context): Outcome {
  const { expression, isClosed } = end
  let isRoot = false
  let holds = true
  for (const { left, operator } of links) {
    const value = substitute(left, new Map([[name, expression]]))
    const zero = sameExpression(value, integer(0n), context)
    if (zero === 'equal') {
      isRoot = true
      holds &&= operator.endsWith('=')
    } else {
      const sign = signOf(value, context)
      if (sign === null || isDomainEnd(left, name, end.size, context)) isRoot = true
      holds &&= sign !== null && satisfies(sign, operator)
    }
  }
  return isRoot && holds === isClosed ? 'equal' : 'different'
}

/** Whether a side of the inequality stops being defined here, as `sqrt(x)` at 0. */
function isDomainEnd(left: Expression, name: string, size: number, context: Context): boolean {
  const step = 1e-6 * Math.max(1, Math.abs(size))
  return [size - step, size + step].some(
    (near) => signOf(left, context, new Map([[name, near]])) === null,
  )
}

/**
 * Fractions of the way between neighbouring ends, and multiples of the outermost distance beyond
 * them.
 */
function samples(ends: readonly number[]): number[] {
  const sorted = [...new Set(ends)].toSorted((a, b) => a - b)
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)]
  const reach = Math.max(1, last - first, Math.abs(first), Math.abs(last))
  const points: number[] = sorted.length === 0 ? [0] : []
  for (let step = 1; step <= pointsBetween; step++) {
    const part = (step - 0.37) / pointsBetween
    points.push(first - reach * 4 * part ** 2, last + reach * 4 * part ** 2)
    for (const [index, low] of sorted.slice(0, -1).entries())
      points.push(low + ((sorted[index + 1] ?? low) - low) * part)
  }
  return points
}

function holdsAt(
  links: readonly Link[],
  name: string,
  size: number,
  context: Context,
): boolean | null {
  for (const { left, operator } of links) {
    const sign = signOf(left, context, new Map([[name, size]]))
    if (sign === null) return false
    if (sign === 0) return null
    if (!satisfies(sign, operator)) return false
  }
  return true
}

const field = complexField(doubles, 'real')

/**
 * The sign of a value: 0 where it is within its error of zero, `null` where it is not defined or
 * not real.
 */
function signOf(
  node: Expression,
  { budget }: Context,
  at: ReadonlyMap<string, number> = new Map(),
): -1 | 0 | 1 | null {
  const point = new Map([...at].map(([name, re]) => [name, { re, im: 0, error: 0 }]))
  const value = attempt(() => numericValue(node, { field, point, logarithm: 'common', budget }))
  if (!value || !Number.isFinite(value.re) || value.im !== 0) return null
  return Math.abs(value.re) <= 16 * value.error ? 0 : value.re < 0 ? -1 : 1
}

const satisfies = (sign: -1 | 0 | 1, operator: RelationOperator): boolean =>
  operator.startsWith('<') ? sign < 0 : operator.startsWith('>') && sign > 0
