/** Sets of real numbers: unions of intervals, from brackets, inequalities and set operations. */
import { scalarAnswer, type Answer, type RelationAnswer } from '../answer.ts'
import { attempt, spend } from '../budget.ts'
import { complexField } from '../expression/complex.ts'
import { exactValue, sameRational } from '../expression/exact.ts'
import {
  constant,
  difference,
  freeSymbols,
  negative,
  number,
  quotient,
  type Expression,
} from '../expression/expression.ts'
import { numericValue } from '../expression/numeric.ts'
import { printExpression } from '../expression/print.ts'
import type { Outcome } from '../expression/identity.ts'
import { doubles } from '../expression/reals.ts'
import type { RelationOperator } from '../read/names.ts'
import { every, sameExpression, type Context } from './context.ts'

/** An end of an interval; `size` is its value as a double, which orders ends. */
export interface End {
  expression: Expression
  size: number
  isClosed: boolean
}

/** From `low` to `high`; a point where they are the same. */
interface Interval {
  low: End
  high: End
}

/**
 * A set of reals: disjoint intervals in order; and the symbol that an inequality was about, `null`
 * for brackets.
 */
export interface RealSet {
  intervals: readonly Interval[]
  symbol: string | null
}

const field = complexField(doubles, 'real')

function endOf(expression: Expression, isClosed: boolean, context: Context): End | null {
  if (expression.kind === 'constant' && expression.name === 'infinity')
    return { expression, size: Infinity, isClosed: false }
  if (
    expression.kind === 'negative' &&
    expression.operand.kind === 'constant' &&
    expression.operand.name === 'infinity'
  )
    return { expression, size: -Infinity, isClosed: false }
  if (expression.kind === 'sum' && expression.terms.length === 1 && expression.terms[0])
    return endOf(expression.terms[0], isClosed, context)
  if (freeSymbols(expression).size > 0) return null
  const value = attempt(() =>
    numericValue(expression, {
      field,
      point: new Map(),
      logarithm: 'common',
      budget: context.budget,
    }),
  )
  return value && Number.isFinite(value.re) && value.im === 0
    ? { expression, size: value.re, isClosed }
    : null
}

const infinity = (sign: 1 | -1): End => ({
  expression: sign === 1 ? constant('infinity') : negative(constant('infinity')),
  size: sign * Infinity,
  isClosed: false,
})

const line: Interval = { low: infinity(-1), high: infinity(1) }

/**
 * Returns the set that an answer describes, or `null` where it is none of real numbers with known
 * ends.
 */
export function realSetOf(answer: Answer, context: Context): RealSet | null {
  spend(context.budget, 20)
  switch (answer.kind) {
    case 'scalar': {
      const end = endOf(answer.expression, true, context)
      return end && Number.isFinite(end.size)
        ? { intervals: [{ low: end, high: end }], symbol: null }
        : null
    }
    case 'namedSet':
      if (answer.name === 'empty') return { intervals: [], symbol: null }
      return answer.name === 'R' ? { intervals: [line], symbol: null } : null
    case 'collection':
      return collectionSet(answer, context)
    case 'combination': {
      const [a, b] = answer.parts.map((part) => realSetOf(part, context))
      if (!a || !b) return null
      if (answer.operation === 'union') return union([a, b], context)
      return intersection(a, answer.operation === 'difference' ? complement(b) : b, context)
    }
    case 'builder':
      return builderSet(answer, context)
    case 'conditions': {
      const sets = answer.items.map((item) => realSetOf(item, context))
      if (sets.some((set) => set === null)) return null
      const known = sets.filter((set) => set !== null)
      if (!haveOneSymbol(known)) return null
      if (answer.connector === 'or') return union(known, context)
      const common = known.reduce((a, b) => intersection(a, b, context))
      // "x < -1 and x > 1" is how many write a union, so that nothing is said of it.
      return common.intervals.length === 0 ? null : common
    }
    case 'relation':
      return relationSet(answer, context)
    default:
      return null
  }
}

function collectionSet(
  answer: Extract<Answer, { kind: 'collection' }>,
  context: Context,
): RealSet | null {
  const { open, close, items } = answer
  if (open === '' || open === '{' || open === '\\{' || open === '<') {
    if (items.some(({ kind }) => kind === 'namedSet')) return null
    const sets = items.map((item) => realSetOf(item, context))
    const known = sets.filter((set) => set !== null)
    if (known.length < sets.length || !haveOneSymbol(known)) return null
    const areConditions = items.some(
      (item) =>
        item.kind === 'relation' && item.operators.some((operator) => /[<>]|!=/.test(operator)),
    )
    return areConditions
      ? known.reduce((a, b) => intersection(a, b, context))
      : union(known, context)
  }
  const [first, second] = items
  if (items.length !== 2 || first?.kind !== 'scalar' || second?.kind !== 'scalar') return null
  const low = endOf(first.expression, open === '[', context)
  const high = endOf(second.expression, close === ']', context)
  return low && high && low.size < high.size ? { intervals: [{ low, high }], symbol: null } : null
}

const haveOneSymbol = (sets: readonly RealSet[]): boolean =>
  new Set(sets.map(({ symbol }) => symbol)).size < 2

/**
 * `{x | x > 2}` and `{x ∈ ℝ | x > 2}`; of other sets by a condition, such as `{x² | x > 2}`, the
 * elements are not known.
 */
function builderSet(
  { variable, condition }: Extract<Answer, { kind: 'builder' }>,
  context: Context,
): RealSet | null {
  const isReal =
    variable.kind === 'relation' &&
    variable.sides[1]?.kind === 'namedSet' &&
    variable.sides[1].name === 'R'
  const element = isReal ? variable.sides[0] : variable
  if (element?.kind !== 'scalar' || element.expression.kind !== 'symbol') return null
  const set = realSetOf(condition, context)
  return set?.symbol === element.expression.name ? set : null
}

const flipped: Record<string, RelationOperator> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '!=': '!=',
  '=': '=',
}

/** A chain of inequalities in one symbol is the intersection of its links. */
function relationSet(answer: RelationAnswer, context: Context): RealSet | null {
  const { sides, operators } = answer
  if (operators.length === 1 && operators[0] === 'in')
    return sides[1] ? realSetOf(sides[1], context) : null
  let result: RealSet | null = null
  for (const [index, operator] of operators.entries()) {
    const [left, right] = [sides[index], sides[index + 1]]
    if (left?.kind !== 'scalar' || right?.kind !== 'scalar' || !flipped[operator]) return null
    const set = inequalitySet(left.expression, operator, right.expression, context)
    if (!set || (result && set.symbol !== result.symbol)) return null
    result = result ? intersection(result, set, context) : set
  }
  return result
}

/** One side a symbol, or |symbol|, or both sides linear in one. */
function inequalitySet(
  left: Expression,
  operator: RelationOperator,
  right: Expression,
  context: Context,
): RealSet | null {
  const back = flipped[operator]
  if (!back) return null
  if (freeSymbols(left).size === 0 && freeSymbols(right).size > 0)
    return inequalitySet(right, back, left, context)
  if (freeSymbols(right).size === 0) {
    if (left.kind === 'symbol' || left.kind === 'application')
      return bounded(operator, right, printExpression(left), context)
    if (left.kind === 'call' && left.name === 'abs' && left.args[0])
      return absoluteSet(left.args[0], operator, right, context)
  }
  return linearSet(difference(left, right), operator, context)
}

function bounded(
  operator: RelationOperator,
  bound: Expression,
  symbol: string,
  context: Context,
): RealSet | null {
  const end = endOf(bound, operator === '<=' || operator === '>=' || operator === '=', context)
  if (!end) return null
  const below: Interval = { low: infinity(-1), high: end }
  const above: Interval = { low: end, high: infinity(1) }
  const intervals = {
    '<': [below],
    '<=': [below],
    '>': [above],
    '>=': [above],
    '!=': [below, above],
    '=': [{ low: end, high: end }],
  }
  return operator in intervals
    ? { intervals: intervals[operator as keyof typeof intervals], symbol }
    : null
}

/** |u| < c is -c < u < c, and |u| > c is u < -c or u > c. */
function absoluteSet(
  inner: Expression,
  operator: RelationOperator,
  bound: Expression,
  context: Context,
): RealSet | null {
  const back = flipped[operator]
  const above = inequalitySet(inner, operator, bound, context)
  const below = back ? inequalitySet(inner, back, negative(bound), context) : null
  if (!above || !below || above.symbol !== below.symbol) return null
  return operator === '<' || operator === '<='
    ? intersection(above, below, context)
    : union([above, below], context)
}

/** f op 0 for an f that is linear, with rational coefficients, in its one symbol. */
function linearSet(f: Expression, operator: RelationOperator, context: Context): RealSet | null {
  const [name, ...others] = freeSymbols(f)
  if (name === undefined || others.length > 0) return null
  const at = (value: bigint): ReturnType<typeof exactValue> =>
    exactValue(f, new Map([[name, { numerator: value, denominator: 1n }]]), context.budget)
  const [zero, one] = [at(0n), at(1n)]
  if (!zero || !one || sameRational(zero, one, context.budget)) return null
  const slope = difference(number(one), number(zero))
  const predicted: Expression = {
    kind: 'sum',
    terms: [number(zero), { kind: 'product', factors: [slope, { kind: 'symbol', name }] }],
  }
  if (sameExpression(f, predicted, context) !== 'equal') return null
  const exactSlope = exactValue(slope, new Map(), context.budget)
  const root = exactValue(quotient(negative(number(zero)), slope), new Map(), context.budget)
  if (!root || !exactSlope) return null
  const back = flipped[operator]
  const direction = exactSlope.numerator > 0n ? operator : back
  return direction ? bounded(direction, number(root), name, context) : null
}

const isPoint = ({ low, high }: Interval): boolean => low.size === high.size

/** Ends that are the same number; doubles decide unless they are close. */
function sameEnd(a: End, b: End, context: Context): boolean {
  if (a.size === b.size && !Number.isFinite(a.size)) return true
  if (Math.abs(a.size - b.size) > 1e-9 * Math.max(1e-300, Math.abs(a.size), Math.abs(b.size)))
    return false
  return sameExpression(a.expression, b.expression, context) === 'equal'
}

/** Sorts intervals and joins those that overlap or touch in a point that one of them has. */
function union(sets: readonly RealSet[], context: Context): RealSet {
  const all = sets.flatMap(({ intervals }) => intervals)
  spend(context.budget, 40 * all.length)
  const sorted = all.toSorted(
    (a, b) => a.low.size - b.low.size || Number(b.low.isClosed) - Number(a.low.isClosed),
  )
  const joined: Interval[] = []
  for (const interval of sorted) {
    const last = joined.at(-1)
    const touches = last && sameEnd(last.high, interval.low, context)
    const overlaps =
      last &&
      (touches ? last.high.isClosed || interval.low.isClosed : interval.low.size < last.high.size)
    if (!last || !overlaps) joined.push(interval)
    else
      joined[joined.length - 1] = { low: last.low, high: later(last.high, interval.high, context) }
  }
  return { intervals: joined, symbol: commonSymbol(sets) }
}

function later(a: End, b: End, context: Context): End {
  if (sameEnd(a, b, context)) return a.isClosed ? a : b
  return a.size > b.size ? a : b
}

const commonSymbol = (sets: readonly RealSet[]): string | null => {
  const symbols = new Set(sets.map(({ symbol }) => symbol))
  return symbols.size === 1 ? (sets[0]?.symbol ?? null) : null
}

function intersection(a: RealSet, b: RealSet, context: Context): RealSet {
  const intervals: Interval[] = []
  for (const one of a.intervals)
    for (const other of b.intervals) {
      spend(context.budget, 10)
      const low = stricter(one.low, other.low, 1, context)
      const high = stricter(one.high, other.high, -1, context)
      const isEmpty =
        low.size > high.size || (sameEnd(low, high, context) && !(low.isClosed && high.isClosed))
      if (!isEmpty) intervals.push({ low, high })
    }
  return { intervals, symbol: commonSymbol([a, b]) }
}

/**
 * The greater of two lower ends (`side` 1), or the less of two upper ones (-1); of the same, the
 * open one.
 */
function stricter(a: End, b: End, side: 1 | -1, context: Context): End {
  if (sameEnd(a, b, context)) return a.isClosed ? b : a
  return side * (a.size - b.size) > 0 ? a : b
}

function complement({ intervals, symbol }: RealSet): RealSet {
  const gaps: Interval[] = []
  let low: End = infinity(-1)
  for (const interval of intervals) {
    if (interval.low.size !== -Infinity)
      gaps.push({ low, high: { ...interval.low, isClosed: !interval.low.isClosed } })
    low = { ...interval.high, isClosed: !interval.high.isClosed }
  }
  if (low.size !== Infinity) gaps.push({ low, high: infinity(1) })
  return { intervals: gaps, symbol }
}

/** Compares sets interval by interval. Inequalities must be about the same symbol. */
export function compareRealSets(a: RealSet, b: RealSet, context: Context): Outcome {
  if (a.symbol !== null && b.symbol !== null && a.symbol !== b.symbol) return 'different'
  if (a.intervals.length !== b.intervals.length) return 'different'
  return every(a.intervals, (interval, index) => {
    const other = b.intervals[index]
    if (!other || isPoint(interval) !== isPoint(other)) return 'different'
    return every(['low', 'high'] as const, (side) =>
      compareEnds(interval[side], other[side], context),
    )
  })
}

function compareEnds(a: End, b: End, context: Context): Outcome {
  if (a.isClosed !== b.isClosed) return 'different'
  if (!Number.isFinite(a.size) || !Number.isFinite(b.size))
    return a.size === b.size ? 'equal' : 'different'
  return context.compare(scalarAnswer(a.expression), scalarAnswer(b.expression), context)
}
