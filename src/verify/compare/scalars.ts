/** Comparing numbers and formulas, and the conventions that apply to them. */
import { compareRational } from '../../core/pure.ts'
import type { ScalarAnswer, Unit } from '../answer.ts'
import {
  freeSymbols,
  negative,
  number,
  some,
  substitute,
  symbol,
  type Expression,
} from '../expression/expression.ts'
import { identical, type Outcome } from '../expression/identity.ts'
import { parameterOf } from '../read/parameter.ts'
import { sameDimension } from '../read/unit-phrase.ts'
import { letterQuantity } from './letter-units.ts'
import { any, sameExpression, under, type Context } from './context.ts'
import { isRounding } from './rounding.ts'

/**
 * Compares values with their units. Where both hold under conditions that are written differently,
 * nothing is said.
 */
export function compareScalars(a: ScalarAnswer, b: ScalarAnswer, context: Context): Outcome {
  const [lettersA, lettersB] = [
    b.unit?.dimension ? letterQuantity(a) : null,
    a.unit?.dimension ? letterQuantity(b) : null,
  ]
  return compareQuantities(lettersA ?? a, lettersB ?? b, context)
}

function compareQuantities(a: ScalarAnswer, b: ScalarAnswer, context: Context): Outcome {
  const renamed = sameParameter(a, b)
  if (renamed) return compareQuantities(a, renamed, context)
  const units = compareUnits(a.unit, b.unit, context)
  if (units === 'different') return 'different'
  const outcome =
    units === 'convertible'
      ? converted(a, b, context)
      : compareReadings(a.expression, b.expression, signsOf(a.unit, b.unit), context)
  const isConditioned =
    a.condition !== undefined && b.condition !== undefined && a.condition !== b.condition
  return outcome === 'equal' && isConditioned ? 'unknown' : outcome
}

/**
 * Returns `b` with its declared parameter named as that of `a`: `2\pi k, k \in \mathbb{Z}` against
 * `2\pi n` with an integer n.
 */
function sameParameter(a: ScalarAnswer, b: ScalarAnswer): ScalarAnswer | null {
  const [one, other] = [parameterOf(a.condition), parameterOf(b.condition)]
  if (!one || !other || one.set !== other.set || one.name === other.name || !a.condition)
    return null
  if (freeSymbols(b.expression).has(one.name) || freeSymbols(a.expression).has(other.name))
    return null
  return {
    ...b,
    condition: a.condition,
    expression: substitute(b.expression, new Map([[other.name, symbol(one.name)]])),
  }
}

/**
 * Known units must be of the same dimension, and convert where their factors differ; words such as
 * "apples" are not compared.
 */
function compareUnits(
  a: Unit | null,
  b: Unit | null,
  { policy }: Context,
): 'same' | 'convertible' | 'different' {
  if (!a || !b) return a === b || policy.units === 'optional' ? 'same' : 'different'
  if (a.dimension === null || b.dimension === null)
    return a.dimension === b.dimension ? 'same' : 'different'
  if (a.dimension !== b.dimension)
    return sameDimension(a.dimension, b.dimension) ? 'same' : 'different'
  return compareRational(a.factor, b.factor) === 0 ? 'same' : 'convertible'
}

function converted(a: ScalarAnswer, b: ScalarAnswer, context: Context): Outcome {
  const [x, y] = [a, b].map(({ expression, unit }): Expression => {
    const factors = unit ? [expression, number(unit.factor)] : [expression]
    return { kind: 'product', factors }
  })
  return x && y ? under(context, 'units converted', sameExpression(x, y, context)) : 'unknown'
}

/**
 * The signs that may be dropped: both between answers without units; the degree sign also beside a
 * scale of temperature.
 */
function signsOf(a: Unit | null, b: Unit | null): ('percent' | 'degrees')[] {
  const unit = a ?? b
  if (!unit) return ['percent', 'degrees']
  return /^(?:celsius|fahrenheit)$/.test(unit.dimension ?? '') ? ['degrees'] : []
}

/** A percent or degree sign is not dropped beside a unit: `20%` is not 20 square units. */
function compareReadings(
  a: Expression,
  b: Expression,
  signs: readonly ('percent' | 'degrees')[],
  context: Context,
): Outcome {
  const infinite = compareInfinities(a, b, context)
  if (infinite) return infinite
  const direct = sameExpression(a, b, context)
  if (direct === 'equal') return 'equal'
  return any(
    () => direct,
    ...signs.map((sign) => () => dropped(a, b, sign, context)),
    () => roundings(a, b, context),
    () => naturalLogarithms(a, b, context),
    () => withoutIntegrationConstants(a, b, context),
  )
}

/** Infinities are compared by identity, never by value. */
function compareInfinities(a: Expression, b: Expression, { policy }: Context): Outcome | null {
  const [signA, signB] = [a, b].map((side) =>
    infiniteSign(policy.percent === 'either' ? (withoutMark(side, 'percent') ?? side) : side),
  )
  if (signA === null && signB === null) return null
  return signA === signB ? 'equal' : 'different'
}

function infiniteSign(node: Expression): 1 | -1 | null {
  if (node.kind === 'constant') return node.name === 'infinity' ? 1 : null
  if (node.kind !== 'negative') return null
  const inner = infiniteSign(node.operand)
  return inner && (inner === 1 ? -1 : 1)
}

/** `50%` against 50, `90°` against 90: the mark is dropped from the one side that has it. */
function dropped(
  a: Expression,
  b: Expression,
  kind: 'percent' | 'degrees',
  context: Context,
): Outcome {
  if (context.policy[kind] === 'value') return 'different'
  const [bareA, bareB] = [a, b].map((side) => withoutMark(side, kind))
  if (!bareA === !bareB) return 'different'
  const outcome = any(
    () => sameExpression(bareA ?? a, bareB ?? b, context),
    () => roundings(bareA ?? a, bareB ?? b, context),
  )
  return under(
    context,
    kind === 'percent' ? 'percent sign dropped' : 'degree sign dropped',
    outcome,
  )
}

function withoutMark(node: Expression, kind: 'percent' | 'degrees'): Expression | null {
  if (node.kind === kind) return node.operand
  if (node.kind !== 'negative') return null
  const inner = withoutMark(node.operand, kind)
  return inner && negative(inner)
}

function roundings(a: Expression, b: Expression, context: Context): Outcome {
  if (context.policy.rounding === 'none') return 'different'
  return under(
    context,
    'rounded',
    isRounding(a, b, context) || isRounding(b, a, context) ? 'equal' : 'different',
  )
}

function naturalLogarithms(
  a: Expression,
  b: Expression,
  { policy, budget, conventions }: Context,
): Outcome {
  const hasLogarithm = [a, b].some((side) =>
    some(side, (node) => node.kind === 'call' && node.name === 'log'),
  )
  if (policy.logarithm === 'common' || !hasLogarithm) return 'different'
  const outcome = identical(a, b, { budget, logarithm: 'natural' })
  if (outcome === 'equal') conventions.add('log read as ln')
  return outcome
}

/** `x³ + C` against `x³`; where both have a constant, it may be another letter. */
function withoutIntegrationConstants(a: Expression, b: Expression, context: Context): Outcome {
  if (context.policy.integrationConstant === 'required') return 'different'
  const [bareA, bareB] = [a, b].map((side) => withoutConstant(side, /^[CcK]$/))
  if (!(bareA && bareB) && !withoutConstant(bareA ? a : b, /^C$/)) return 'different'
  return under(context, 'constant of integration', sameExpression(bareA ?? a, bareB ?? b, context))
}

function withoutConstant(node: Expression, names: RegExp): Expression | null {
  if (node.kind !== 'sum') return null
  const isConstant = (term: Expression): boolean => term.kind === 'symbol' && names.test(term.name)
  const rest = node.terms.filter((term) => !isConstant(term))
  if (rest.length !== node.terms.length - 1 || rest.length === 0) return null
  const [only] = rest
  const bare: Expression = rest.length === 1 && only ? only : { kind: 'sum', terms: rest }
  return some(bare, (part) => part.kind === 'symbol' && !isConstant(part)) ? bare : null
}
