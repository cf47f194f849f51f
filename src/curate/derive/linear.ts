/** Solves the linear equations that a solution sets up, so that a program can do the same. */
import { compareRational, type Rational } from '../../core/index.ts'
import {
  evaluate,
  isZero,
  numbersOf,
  one,
  readExpression,
  type Expression,
  type Operator,
} from './expression.ts'

/** Longer lines are passed over. */
const maxLength = 1000

/** Terms that multiply out to more are passed over. */
const maxTerms = 12

/** One part of a sum; `factor` is what the unknown is multiplied with where it has one. */
interface Term {
  isNegative: boolean
  factor: Expression
  hasUnknown: boolean
}

/** What the lines so far say of an unknown. */
export interface LinearEquation {
  /** What the unknown is, computed from the numbers of the equation. */
  expression: Expression
  value: Rational
}

const run = /(?:[\d.,$%()+\-–−*×·/÷=\s]|(?<![\p{L}'’])[a-zA-Z](?![\p{L}'’]))+/gu

/**
 * Returns the solutions of the equations of a line that are linear in one letter, such as `x + x -
 * 6 + 4(x - 6) = 30`, which gives `(30 + 6 + 4 * 6) / (1 + 1 + 4)`. Equations that state the letter
 * itself, as `x = 10`, are none.
 */
export function linearEquations(line: string): LinearEquation[] {
  if (line.length > maxLength) return []
  const found: LinearEquation[] = []
  for (const [text] of line.matchAll(run)) {
    const sides = text.split('=')
    for (let index = 1; index < sides.length; index++) {
      const solved = solve(sides[index - 1]!, sides[index]!)
      if (solved) found.push(solved)
    }
  }
  return found
}

const number = String.raw`((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)`

/** `x = 10`, but not `2x = 10`, `y + x = 10` or `x = 10y`. */
const letterFirst = new RegExp(
  String.raw`(?<![\p{L}\d'’])(?<![-*/+=)]\s?)[a-zA-Z]\s?=\s?\$?${number}(?!\d|\s?[-*/+=(]|[a-zA-Z]\b)`,
  'gu',
)

/** `10 = x` */
const numberFirst = new RegExp(
  String.raw`(?<![\d.,])(?<![-*/+=)]\s?\$?)${number}\s?=\s?[a-zA-Z](?![\p{L}\d'’(]|\s?[-*/+(])`,
  'gu',
)

/** The numbers that a line states for a letter. */
export function statedUnknowns(line: string): string[] {
  if (line.length > maxLength) return []
  return [letterFirst, numberFirst].flatMap((pattern) =>
    Array.from(line.matchAll(pattern), ([, stated]) => stated!),
  )
}

function solve(left: string, right: string): LinearEquation | null {
  const letters = new Set(`${left} ${right}`.match(/[a-zA-Z]/g)?.map((each) => each.toLowerCase()))
  const [letter] = letters
  if (letters.size !== 1 || letter === undefined) return null
  const [a, b] = [left, right].map((side) => termsOf(readExpression(side, letter)))
  if (!a || !b) return null
  const move = (terms: readonly Term[], hasUnknown: boolean, flip: boolean): Term[] =>
    terms
      .filter((term) => term.hasUnknown === hasUnknown)
      .map((term) => ({ ...term, isNegative: term.isNegative !== flip }))
  const numerator = [...move(b, false, false), ...move(a, false, true)]
  const denominator = [...move(a, true, false), ...move(b, true, true)]
  const isStated = numerator.length === 1 && denominator.length === 1
  if (isStated && denominator[0]!.factor === one) return null
  return quotient(numerator, denominator)
}

function quotient(above: readonly Term[], below: readonly Term[]): LinearEquation | null {
  const below1 = sum(below)
  const divisor = below1 && evaluate(below1)
  if (!divisor || isZero(divisor)) return null
  const flips = divisor.numerator < 0n
  const turned = (terms: readonly Term[]): Term[] =>
    terms.map((term) => ({ ...term, isNegative: term.isNegative !== flips }))
  const numerator = sum(turned(above))
  const denominator = sum(turned(below))
  if (!numerator || !denominator) return null
  const isOne = below.length === 1 && below[0]!.factor === one
  const expression: Expression = isOne
    ? numerator
    : { kind: 'binary', operator: '/', left: numerator, right: denominator }
  const value = evaluate(expression)
  return value && { expression, value }
}

/** The terms in their order, but a positive one first. */
function sum(terms: readonly Term[]): Expression | null {
  const first = terms.findIndex(({ isNegative }) => !isNegative)
  const ordered = first > 0 ? [terms[first]!, ...terms.filter((_, at) => at !== first)] : terms
  let total: Expression | null = null
  for (const { factor, isNegative } of ordered) {
    if (total)
      total = { kind: 'binary', operator: isNegative ? '-' : '+', left: total, right: factor }
    else total = isNegative ? { kind: 'negative', operand: factor } : factor
  }
  return total
}

/** Multiplies out; `null` where the expression is not linear. */
function termsOf(expression: Expression | null): Term[] | null {
  if (!expression) return null
  switch (expression.kind) {
    case 'number':
      return isZero(expression.value) ? [] : [constant(expression)]
    case 'unknown':
      return [{ isNegative: false, factor: one, hasUnknown: true }]
    case 'negative':
      return negated(termsOf(expression.operand))
    case 'binary':
      return binaryTerms(expression.operator, expression.left, expression.right)
    default:
      return null
  }
}

const constant = (factor: Expression): Term => ({ isNegative: false, factor, hasUnknown: false })

function negated(terms: Term[] | null): Term[] | null {
  return terms && terms.map((term) => ({ ...term, isNegative: !term.isNegative }))
}

function binaryTerms(operator: Operator, left: Expression, right: Expression): Term[] | null {
  if (!holdsUnknown(left) && !holdsUnknown(right) && operator !== '+' && operator !== '-')
    return [constant({ kind: 'binary', operator, left, right })]
  const [a, b] = [termsOf(left), termsOf(right)]
  if (!a || !b || a.length * b.length > maxTerms || a.length + b.length > maxTerms) return null
  if (operator === '+') return [...a, ...b]
  if (operator === '-') return [...a, ...negated(b)!]
  if (operator === '*' && !holdsUnknown(left)) return scaled(b, (term) => times(left, term))
  if (operator === '*' && !holdsUnknown(right)) return scaled(a, (term) => times(term, right))
  if (operator === '/' && !holdsUnknown(right)) return scaled(a, (term) => over(term, right))
  return null
}

const scaled = (terms: readonly Term[], by: (factor: Expression) => Expression): Term[] =>
  terms.map((term) => ({ ...term, factor: by(term.factor) }))

function times(left: Expression, right: Expression): Expression {
  if (left === one) return right
  return right === one ? left : { kind: 'binary', operator: '*', left, right }
}

const over = (left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator: '/',
  left,
  right,
})

function holdsUnknown(expression: Expression): boolean {
  switch (expression.kind) {
    case 'unknown':
      return true
    case 'negative':
    case 'call':
      return holdsUnknown(expression.operand)
    case 'binary':
      return holdsUnknown(expression.left) || holdsUnknown(expression.right)
    default:
      return false
  }
}

/**
 * Returns the equation that gives this number: of several, the first of those with the fewest
 * numbers that are not `known`.
 */
export function equationFor(
  value: Rational,
  equations: readonly LinearEquation[],
  isKnown: (number: Rational) => boolean,
): LinearEquation | undefined {
  const unknown = ({ expression }: LinearEquation): number =>
    numbersOf(expression).filter((number) => !isKnown(number)).length
  return equations
    .filter((equation) => compareRational(equation.value, value) === 0)
    .toSorted((a, b) => unknown(a) - unknown(b))[0]
}
