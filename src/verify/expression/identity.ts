/**
 * Deciding whether two expressions are the same function, by values at a fixed ladder of points.
 */
import type { Rational } from '../../core/pure.ts'
import { attempt, spend, type Budget } from '../budget.ts'
import { complexField, modulus, subtract, type Complex, type Field } from './complex.ts'
import { exactValue, sameRational } from './exact.ts'
import { freeSymbols, some, type Expression, type FunctionName } from './expression.ts'
import { exactPoint, numericPoint, type ExactKind, type PointKind } from './ladder.ts'
import { numericValue } from './numeric.ts'
import { printExpression } from './print.ts'
import { decimals, doubles, toDouble, type Loss, type Reals } from './reals.ts'

/** What a comparison says: `unknown` where no point could decide. */
export type Outcome = 'equal' | 'different' | 'unknown'

export interface IdentityOptions {
  budget: Budget
  logarithm: 'common' | 'natural'
}

/** Exact points that must agree, and points of the ladder that must be usable. */
const exactPointsNeeded = 5
const numericPointsNeeded = 3

/**
 * Returns whether `a` and `b` are the same function of their symbols. Rational functions are
 * compared exactly at rational points; everything else at real points in complex doubles with a
 * bound on the rounding error, in 60 digits where that cannot decide and once where it finds no
 * difference; constants must agree in 60 and in 100 digits. Points where a side is undefined do not
 * count.
 *
 * Agreement at every point is no proof: `sqrt(x² + 10⁻⁹⁹)` and `|x|` cannot be told apart. A
 * difference is one.
 */
export function identical(a: Expression, b: Expression, options: IdentityOptions): Outcome {
  spend(options.budget, 40)
  const pair: Pair = [a, b]
  const names = [...freeSymbols(b, freeSymbols(a))].toSorted()
  if (names.length === 0) return sameConstant(pair, options)
  const exact = needComplexPoints(pair, names)
    ? 'unknown'
    : sameAtExactPoints(pair, names, options.budget)
  return exact === 'unknown' ? sameAtNumericPoints(pair, names, options) : exact
}

type Pair = readonly [Expression, Expression]
type Domain = Field<unknown>['domain']

/** Functions that have values only at integers. */
const integerFunctions: ReadonlySet<FunctionName> = new Set([
  'factorial',
  'gamma',
  'binomial',
  'gcd',
  'lcm',
])
const piecewiseFunctions: ReadonlySet<FunctionName> = new Set([
  'abs',
  'min',
  'max',
  'floor',
  'ceil',
  'sign',
  'modulo',
])

const needsIntegers = (node: Expression): boolean =>
  some(
    node,
    (part) =>
      (part.kind === 'call' && integerFunctions.has(part.name)) ||
      // (-1)^n has a real value at integers.
      (part.kind === 'power' &&
        isNegativeConstant(part.base) &&
        freeSymbols(part.exponent).size > 0) ||
      (part.kind === 'series' && freeSymbols(part.from, freeSymbols(part.to)).size > 0),
  )

/**
 * Functions that say nothing of real numbers; and moduli, where every symbol is called as complex
 * numbers are.
 */
function needComplexPoints(pair: Pair, names: readonly string[]): boolean {
  const areNamedComplex = names.every((name) => /^[zw]/.test(name))
  const isComplex = (part: Expression): boolean =>
    part.kind === 'call' &&
    (complexFunctions.has(part.name) || (areNamedComplex && part.name === 'abs'))
  return pair.some((side) => some(side, (part) => isComplex(part) && freeSymbols(part).size > 0))
}
const complexFunctions: ReadonlySet<FunctionName> = new Set([
  'conjugate',
  'realPart',
  'imaginaryPart',
  'argument',
])

const isNegativeConstant = (node: Expression): boolean =>
  node.kind === 'negative' && freeSymbols(node).size === 0

const isPiecewise = (node: Expression): boolean =>
  some(node, (part) => part.kind === 'call' && piecewiseFunctions.has(part.name))

/** The pieces of a piecewise function meet about where its literals say: `max(x, 100)`. */
function scaleOf(pair: Pair): number {
  let scale = 10
  for (const side of pair)
    some(side, (part) => {
      if (part.kind === 'number') scale = Math.max(scale, Math.abs(toDouble(part.value)))
      return false
    })
  return Math.min(scale, 1e6)
}

const hasImaginaryUnit = (node: Expression): boolean =>
  some(node, (part) => part.kind === 'constant' && part.name === 'i')

function sameAtExactPoints(pair: Pair, names: readonly string[], budget: Budget): Outcome {
  const [a, b] = pair
  if (pair.some(hasSteps) && differsAtIntegers(pair, names, budget)) return 'different'
  const isPieced = isPiecewise(a) || isPiecewise(b)
  const kind: ExactKind =
    needsIntegers(a) || needsIntegers(b)
      ? 'integer'
      : isPieced
        ? { scale: scaleOf([a, b]) }
        : 'fraction'
  const needed = kind === 'fraction' ? exactPointsNeeded : 2 * exactPointsNeeded
  let usable = 0
  for (let index = 0; index < 4 * needed + 2; index++) {
    const point = exactPoint(names, index, kind)
    const x = exactValue(a, point, budget)
    const y = x && exactValue(b, point, budget)
    if (x && y) {
      if (!sameRational(x, y, budget)) return 'different'
      usable++
    }
    if (usable >= needed) return 'equal'
    if (usable === 0 && index === (kind === 'fraction' ? 2 : 12)) return 'unknown'
  }
  return 'unknown'
}

const stepFunctions: ReadonlySet<FunctionName> = new Set(['floor', 'ceil', 'modulo'])
const hasSteps = (node: Expression): boolean =>
  some(node, (part) => part.kind === 'call' && stepFunctions.has(part.name))

/** Steps lie at integers, where ⌈n/2⌉ and ⌊n/2⌋ + 1 differ. */
function differsAtIntegers([a, b]: Pair, names: readonly string[], budget: Budget): boolean {
  return Array.from({ length: 24 }, (_, index) => index).some((index) => {
    const point = exactPoint(names, index, 'integer')
    const x = exactValue(a, point, budget)
    const y = x && exactValue(b, point, budget)
    return x && y ? !sameRational(x, y, budget) : false
  })
}

/** Both signs and several sizes; wide ones for functions whose pieces lie far from zero. */
const plain: readonly PointKind[] = [
  'positive',
  'mixed',
  'small',
  'mixed',
  'large',
  'positive',
  'mixed',
  'large',
  'small',
]
const wide: readonly PointKind[] = [...plain, 'wide', 'wide', 'wide', 'wide', 'wide', 'wide']
/** Roots and logarithms depend on signs: √(x²y²) and xy are the same for some. */
const hasRoots = (node: Expression): boolean =>
  some(
    node,
    (part) =>
      part.kind === 'root' ||
      (part.kind === 'power' && part.exponent.kind !== 'number') ||
      (part.kind === 'call' && (part.name === 'ln' || part.name === 'log')),
  )

/** Every choice of signs for three symbols. */
const signed: readonly PointKind[] = Array.from({ length: 8 }, () => 'signed')
const integral: readonly PointKind[] = Array.from({ length: 24 }, () => 'integer')

function pointKinds(pair: Pair, symbols: number): readonly PointKind[] {
  if (pair.some(needsIntegers)) return integral
  const kinds = pair.some(isPiecewise) ? wide : plain
  return symbols > 1 && pair.some(hasRoots) ? [...kinds, ...signed] : kinds
}

function sameAtNumericPoints(
  pair: Pair,
  names: readonly string[],
  options: IdentityOptions,
): Outcome {
  const scale = scaleOf(pair)
  const areComplex = needComplexPoints(pair, names)
  const domains: Domain[] =
    areComplex || pair.some(hasImaginaryUnit) ? ['complex'] : ['real', 'complex']
  for (const domain of domains) {
    const usable: NumericPoint[] = []
    for (const [index, kind] of pointKinds(pair, names.length).entries()) {
      spend(options.budget, 20)
      const coordinates = numericPoint(names, index, kind, scale)
      const imaginary = areComplex ? numericPoint(names, index + 100, 'mixed') : null
      const point = new Map(
        [...coordinates].map(([name, re]): [string, Coordinate] => [
          name,
          { re, im: imaginary?.get(name) ?? 0 },
        ]),
      )
      const outcome = sameAtPoint(pair, point, options, domain)
      if (outcome === 'different') return 'different'
      if (outcome === 'equal') usable.push(point)
    }
    const [first] = usable
    if (usable.length < numericPointsNeeded || !first) continue
    return pair.some(mayHideDifferences) && differsByLittle(pair, first, options, domain)
      ? 'different'
      : 'equal'
  }
  return 'unknown'
}

/** Very small or great numbers, and roots of roots, make differences that doubles do not show. */
function mayHideDifferences(node: Expression): boolean {
  let roots = 0
  return some(node, (part) => {
    if (part.kind === 'number') {
      const size = Math.abs(toDouble(part.value))
      return size > 1e8 || (size > 0 && size < 1e-8)
    }
    if (part.kind === 'root' || (part.kind === 'power' && part.exponent.kind !== 'number')) roots++
    const isConstantPower = part.kind === 'power' && freeSymbols(part).size === 0
    const isGreatPower =
      isConstantPower &&
      some(part.exponent, (each) => each.kind === 'number' && Math.abs(toDouble(each.value)) >= 8)
    return isGreatPower || roots > 4
  })
}

/** Steps of looking at a point once more; where they do not suffice, what doubles said stands. */
const secondLook = 500_000

/** Whether 60 digits tell apart what doubles could not, such as `√x + 10⁻²⁰` from `√x`. */
function differsByLittle(
  pair: Pair,
  point: NumericPoint,
  { budget, logarithm }: IdentityOptions,
  domain: Domain,
): boolean {
  const inner = { left: Math.min(secondLook, budget.left) }
  const precise = complexField(decimals(60, { occurred: false }), domain)
  const before = inner.left
  const outcome = attempt(() => compareValues(pair, point, { budget: inner, logarithm }, precise))
  spend(budget, before - Math.max(0, inner.left))
  return outcome === 'different'
}

/** Doubles first; where their error leaves the question open, 60 digits. */
function sameAtPoint(
  pair: Pair,
  point: NumericPoint,
  options: IdentityOptions,
  domain: Domain,
): Outcome {
  const rough = compareValues(pair, point, options, complexField(doubles, domain))
  if (rough === 'undefined') return 'unknown'
  if (rough !== 'unknown') return rough
  const precise = complexField(decimals(60, { occurred: false }), domain)
  const outcome = attempt(() => compareValues(pair, point, options, precise))
  return outcome === 'equal' || outcome === 'different' ? outcome : 'unknown'
}

function sameConstant(pair: Pair, options: IdentityOptions): Outcome {
  const [x, y] = pair.map((side) => exactValue(side, noExactPoint, options.budget))
  if (x && y) return sameRational(x, y, options.budget) ? 'equal' : 'different'
  const isComplex = pair.some(hasImaginaryUnit)
  const inReals = isComplex
    ? 'undefined'
    : compareValues(pair, noPoint, options, complexField(doubles, 'real'))
  const domain = inReals === 'undefined' ? 'complex' : 'real'
  const rough =
    domain === 'real'
      ? inReals
      : compareValues(pair, noPoint, options, complexField(doubles, domain))
  if (rough === 'different') return rough
  // The same tree has the same value wherever it has one.
  if (rough !== 'undefined' && printExpression(pair[0]) === printExpression(pair[1])) return 'equal'
  const loss: Loss = { occurred: false }
  for (const digits of [60, 100]) {
    const outcome = compareValues(
      pair,
      noPoint,
      options,
      complexField(decimals(digits, loss), domain),
    )
    if (outcome !== 'equal') return outcome === 'different' ? 'different' : 'unknown'
  }
  return loss.occurred ? 'unknown' : 'equal'
}

interface Coordinate {
  re: number
  im: number
}
type NumericPoint = ReadonlyMap<string, Coordinate>
const noExactPoint: ReadonlyMap<string, Rational> = new Map<string, Rational>()
const noPoint: NumericPoint = new Map<string, Coordinate>()

/**
 * Differences must exceed the bound on the error by this factor, since the bound itself is an
 * estimate.
 */
const safety = 16

/**
 * Values agree when they are known to this relative precision, or are both zero to this absolute
 * one in many digits.
 */
const precisionNeeded = 1e-9
const zeroBelow = 1e-25

/** Values of doubles beyond these lose digits or overflow. */
const smallestDouble = 1e-290

function compareValues<R>(
  pair: Pair,
  point: NumericPoint,
  options: IdentityOptions,
  field: Field<R>,
): Outcome | 'undefined' {
  const { reals } = field
  const values = new Map(
    [...point].map(([name, { re, im }]) => [
      name,
      { re: reals.fromNumber(re), im: reals.fromNumber(im), error: reals.zero },
    ]),
  )
  const at = { field, point: values, logarithm: options.logarithm, budget: options.budget }
  const x = numericValue(pair[0], at)
  const y = numericValue(pair[1], at)
  if (![x, y].every((value) => isDefined(reals, value))) return 'undefined'
  const distance = modulus(field, subtract(field, x, y))
  const bound = reals.add(x.error, y.error)
  const [sizeX, sizeY] = [modulus(field, x), modulus(field, y)]
  const size = reals.less(sizeX, sizeY) ? sizeY : sizeX
  const scaled = (value: R, factor: number): R => reals.multiply(value, reals.fromNumber(factor))
  if (reals.less(scaled(bound, safety), distance)) return 'different'
  if (reals.epsilon < zeroBelow) {
    const isKnown =
      reals.less(bound, scaled(size, precisionNeeded)) ||
      reals.less(bound, reals.fromNumber(zeroBelow))
    return isKnown ? 'equal' : 'unknown'
  }
  return reals.less(bound, scaled(size, precisionNeeded)) && reals.toNumber(size) > smallestDouble
    ? 'equal'
    : 'unknown'
}

const isDefined = <R>(reals: Reals<R>, { re, im, error }: Complex<R>): boolean =>
  reals.isFinite(re) && reals.isFinite(im) && reals.isFinite(error)
