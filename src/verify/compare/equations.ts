/** Comparing equations by their solutions: a constant ratio of the two, or roots in common. */
import type { Rational } from '../../core/index.ts'
import { attempt, spend } from '../budget.ts'
import { complexField, type Complex } from '../expression/complex.ts'
import { difference, freeSymbols, integer, mapOperands, number, type Expression } from '../expression/expression.ts'
import { exactPoint, numericPoint } from '../expression/ladder.ts'
import { numericValue } from '../expression/numeric.ts'
import type { Outcome } from '../expression/identity.ts'
import { doubles } from '../expression/reals.ts'
import { every, sameExpression, type Context } from './context.ts'

/** An equation as the expression that it sets to zero. */
export const zeroForm = (left: Expression, right: Expression): Expression => difference(left, right)

/** Whether an equation holds everywhere, like `0 = 0`: it says nothing, so that it is no answer. */
export const isTautology = (zero: Expression, context: Context): boolean => sameExpression(zero, integer(0n), context) === 'equal'

/**
 * Compares the solutions of `f = 0` and `g = 0`. They are the same where f / g is constant; else where roots of one, found from several
 * starting points, are roots of the other, both ways.
 */
export function compareEquations(f: Expression, g: Expression, context: Context): Outcome {
  const names = [...freeSymbols(f)].toSorted()
  if (names.join() !== [...freeSymbols(g)].toSorted().join() || names.length === 0) return 'different'
  if (isTautology(f, context) || isTautology(g, context)) return 'different'
  const ratio = constantRatio(f, g, names, context)
  if (ratio !== 'different') return ratio
  return every([f, g], (zero, index) => shareRoots(zero, index === 0 ? g : f, names, context))
}

/** f g(p) = g f(p) for a point p, as expressions. */
export function constantRatio(f: Expression, g: Expression, names: readonly string[], context: Context): Outcome {
  for (const index of [1, 2]) {
    const point = exactPoint(names, index, 'fraction')
    const [atF, atG] = [substituted(f, point), substituted(g, point)]
    if ([atF, atG].some((value) => sameExpression(value, integer(0n), context) !== 'different')) continue
    const [left, right]: Expression[] = [
      { kind: 'product', factors: [f, atG] },
      { kind: 'product', factors: [g, atF] },
    ]
    return left && right ? sameExpression(left, right, context) : 'unknown'
  }
  return 'different'
}

/** Returns the expression with numbers for its free symbols. */
export function substituted(node: Expression, point: ReadonlyMap<string, Rational>): Expression {
  if (node.kind === 'symbol') {
    const value = point.get(node.name)
    return value ? number(value) : node
  }
  return mapOperands(node, (operand) => substituted(operand, point))
}

const field = complexField(doubles, 'complex')
const startsPerSymbol = 6
const rootsNeeded = 3

/** Whether roots of `f` are roots of `g`: `unknown` where too few are found. */
function shareRoots(f: Expression, g: Expression, names: readonly string[], context: Context): Outcome {
  let found = 0
  for (const name of names) {
    for (let start = 0; start < startsPerSymbol; start++) {
      const point = numericPoint(names, start, 'mixed')
      const value = (node: Expression, at: Complex<number>): Complex<number> => {
        const values = new Map([...point].map(([key, re]) => [key, key === name ? at : { re, im: 0, error: 0 }]))
        return numericValue(node, { field, point: values, logarithm: 'common', budget: context.budget })
      }
      spend(context.budget, 50)
      const root = attempt(() => secant((at) => value(f, at), start))
      if (!root) continue
      const [here, near] = [value(g, root), value(g, { re: root.re + 1e-3, im: root.im + 1e-3, error: 0 })]
      const [size, scale] = [here, near].map(({ re, im }) => Math.hypot(re, im))
      if (size === undefined || scale === undefined || !Number.isFinite(size) || !Number.isFinite(scale)) continue
      if (size > 1e-5 * scale + 1e-9) return 'different'
      found++
    }
  }
  return found >= rootsNeeded ? 'equal' : 'unknown'
}

/** A root by the secant method from a complex start, `null` where it does not converge. */
function secant(f: (at: Complex<number>) => Complex<number>, start: number): Complex<number> | null {
  let before: Complex<number> = { re: 0.37 + start, im: 0.21, error: 0 }
  let at: Complex<number> = { re: -1.43 * start - 0.81, im: -0.57, error: 0 }
  let valueBefore = f(before)
  let value = f(at)
  for (let round = 0; round < 60; round++) {
    const slope = { re: value.re - valueBefore.re, im: value.im - valueBefore.im }
    const size = slope.re * slope.re + slope.im * slope.im
    if (!(size > 0) || !Number.isFinite(size)) break
    const step = { re: at.re - before.re, im: at.im - before.im }
    const top = { re: value.re * step.re - value.im * step.im, im: value.re * step.im + value.im * step.re }
    const change = { re: (top.re * slope.re + top.im * slope.im) / size, im: (top.im * slope.re - top.re * slope.im) / size }
    before = at
    valueBefore = value
    at = { re: at.re - change.re, im: at.im - change.im, error: 0 }
    value = f(at)
    if (Math.hypot(change.re, change.im) < 1e-13 * (1 + Math.hypot(at.re, at.im))) break
  }
  return Math.hypot(value.re, value.im) < 1e-9 ? at : null
}
