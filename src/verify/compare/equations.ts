/**
 * Comparing equations by their solutions: a constant ratio of the two makes them equal, a root that
 * is not shared makes them different.
 */
import type { Rational } from '../../core/pure.ts'
import { attempt, spend } from '../budget.ts'
import { complexField, type Complex } from '../expression/complex.ts'
import {
  difference,
  freeSymbols,
  integer,
  number,
  substitute,
  type Expression,
} from '../expression/expression.ts'
import { withoutDenominators } from '../expression/denominators.ts'
import { exactPoint, numericPoint } from '../expression/ladder.ts'
import { numericValue } from '../expression/numeric.ts'
import type { Outcome } from '../expression/identity.ts'
import { doubles } from '../expression/reals.ts'
import { sameExpression, type Context } from './context.ts'

/** An equation as the expression that it sets to zero. */
export const zeroForm = (left: Expression, right: Expression): Expression => difference(left, right)

/** Whether an equation holds everywhere, like `0 = 0`: it says nothing, so that it is no answer. */
export const isTautology = (zero: Expression, context: Context): boolean =>
  sameExpression(zero, integer(0n), context) === 'equal'

/**
 * Compares the solutions of `f = 0` and `g = 0`, cleared of denominators. They are the same where f
 * / g is constant, and different where a root of one, found from several starting points, is no
 * root of the other. Of others nothing is said: roots in common prove nothing.
 */
export function compareEquations(f: Expression, g: Expression, context: Context): Outcome {
  const names = [...freeSymbols(f)].toSorted()
  if (names.join() !== [...freeSymbols(g)].toSorted().join() || names.length === 0)
    return 'different'
  if (isTautology(f, context) || isTautology(g, context)) return 'different'
  const [top, otherTop] = [withoutDenominators(f), withoutDenominators(g)]
  const ratio = constantRatio(top, otherTop, names, context)
  if (ratio !== 'different') return ratio
  const isShared =
    hasForeignRoot(top, otherTop, names, context) || hasForeignRoot(otherTop, top, names, context)
  return isShared ? 'different' : 'unknown'
}

/** f g(p) = g f(p) for a point p, as expressions. */
export function constantRatio(
  f: Expression,
  g: Expression,
  names: readonly string[],
  context: Context,
): Outcome {
  for (const index of [1, 2]) {
    const point = exactPoint(names, index, 'fraction')
    const [atF, atG] = [atPoint(f, point), atPoint(g, point)]
    if ([atF, atG].some((value) => sameExpression(value, integer(0n), context) !== 'different'))
      continue
    const [left, right]: Expression[] = [
      { kind: 'product', factors: [f, atG] },
      { kind: 'product', factors: [g, atF] },
    ]
    return left && right ? sameExpression(left, right, context) : 'unknown'
  }
  return 'different'
}

/** Returns the expression with numbers for its free symbols. */
export const atPoint = (node: Expression, point: ReadonlyMap<string, Rational>): Expression =>
  substitute(node, new Map([...point].map(([name, value]) => [name, number(value)])))

const field = complexField(doubles, 'complex')
const startsPerSymbol = 6

/** Whether a root of `f` is none of `g`. */
function hasForeignRoot(
  f: Expression,
  g: Expression,
  names: readonly string[],
  context: Context,
): boolean {
  return names.some((name) =>
    Array.from({ length: startsPerSymbol }, (_, start) => start).some((start) => {
      const point = numericPoint(names, start, 'mixed')
      const value = (node: Expression, at: Complex<number>): Complex<number> => {
        const values = new Map(
          [...point].map(([key, re]) => [key, key === name ? at : { re, im: 0, error: 0 }]),
        )
        return numericValue(node, {
          field,
          point: values,
          logarithm: 'common',
          budget: context.budget,
        })
      }
      spend(context.budget, 50)
      const root = attempt(() => secant((at) => value(f, at), start))
      if (!root) return false
      const size = 1e-3 * (1 + Math.hypot(root.re, root.im))
      const [here, near] = [
        value(g, root),
        value(g, { re: root.re + size, im: root.im + size, error: 0 }),
      ]
      const [distance, scale] = [here, near].map(({ re, im }) => Math.hypot(re, im))
      return (
        distance !== undefined &&
        scale !== undefined &&
        Number.isFinite(scale) &&
        distance > 1e-5 * scale + 16 * here.error
      )
    }),
  )
}

/** A root by the secant method from a complex start, `null` where it does not converge. */
function secant(
  f: (at: Complex<number>) => Complex<number>,
  start: number,
): Complex<number> | null {
  let before: Complex<number> = { re: 0.37 + start, im: 0.21, error: 0 }
  let at: Complex<number> = { re: -1.43 * start - 0.81, im: -0.57, error: 0 }
  let valueBefore = f(before)
  let value = f(at)
  for (let round = 0; round < 60; round++) {
    const slope = { re: value.re - valueBefore.re, im: value.im - valueBefore.im }
    const size = slope.re * slope.re + slope.im * slope.im
    if (!(size > 0) || !Number.isFinite(size)) break
    const step = { re: at.re - before.re, im: at.im - before.im }
    const top = {
      re: value.re * step.re - value.im * step.im,
      im: value.re * step.im + value.im * step.re,
    }
    const change = {
      re: (top.re * slope.re + top.im * slope.im) / size,
      im: (top.im * slope.re - top.re * slope.im) / size,
    }
    before = at
    valueBefore = value
    at = { re: at.re - change.re, im: at.im - change.im, error: 0 }
    value = f(at)
    if (Math.hypot(change.re, change.im) < 1e-13 * (1 + Math.hypot(at.re, at.im))) return at
  }
  return value.re === 0 && value.im === 0 ? at : null
}
