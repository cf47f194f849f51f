/** Comparing equations, inequalities and assignments. */
import { scalarAnswer, type Answer, type RelationAnswer } from '../answer.ts'
import { difference, freeSymbols, substitute, type Expression } from '../expression/expression.ts'
import type { Outcome } from '../expression/identity.ts'
import type { RelationOperator } from '../read/names.ts'
import { exactPoint } from '../expression/ladder.ts'
import { exactValue } from '../expression/exact.ts'
import { nameOf } from './collections.ts'
import { assignedValue, isName } from './left-sides.ts'
import { any, every, under, type Context } from './context.ts'
import { atPoint, compareEquations, constantRatio, isTautology, zeroForm } from './equations.ts'
import { solvesInequality } from './inequalities.ts'
import { compareRealSets, realSetOf } from './real-sets.ts'

const isEquation = ({ operators }: RelationAnswer): boolean =>
  operators.every((operator) => operator === '=' || operator === 'equiv')
const isInequality = ({ operators }: RelationAnswer): boolean =>
  operators.every((operator) => /[<>]/.test(operator))
const isMembership = ({ operators }: RelationAnswer): boolean =>
  operators.length === 1 && operators[0] === 'in'

/**
 * Compares a relation with anything else: its right side counts where its left side only names the
 * answer.
 */
export function compareRelation(a: RelationAnswer, b: Answer, context: Context): Outcome {
  if (isMembership(a)) return compareMembership(a, b, context)
  if (b.kind === 'relation') {
    if (isMembership(b)) return compareMembership(b, a, context)
    return isEquation(a) && isEquation(b)
      ? compareEquationAnswers(a, b, context)
      : compareInequalities(a, b, context)
  }
  if (!isEquation(a)) return compareWithSet(a, b, context)
  const value = assignedValue(a, context)
  if (!value || context.policy.leftSides === 'required') return 'different'
  return context.compare(value, b, context)
}

function compareMembership(a: RelationAnswer, b: Answer, context: Context): Outcome {
  const set = a.sides[1]
  if (!set) return 'unknown'
  if (b.kind === 'relation' && isMembership(b) && b.sides[1])
    return nameOf(a.sides[0]) === nameOf(b.sides[0])
      ? context.compare(set, b.sides[1], context)
      : 'different'
  if (b.kind === 'relation' && isEquation(b))
    return context.compare(set, assignedValue(b, context) ?? b, context)
  return context.compare(set, b, context)
}

function compareEquationAnswers(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  const [leftA, leftB] = [a.sides[0], b.sides[0]]
  const [rightA, rightB] = [a.sides.at(-1), b.sides.at(-1)]
  if (!leftA || !leftB || !rightA || !rightB) return 'unknown'
  const isSameName = isName(leftA) && nameOf(leftA) === nameOf(leftB)
  if (isSameName)
    return any(
      () => context.compare(rightA, rightB, context),
      () => sideBySide(a, b, context),
    )
  return any(
    () => sideBySide(a, b, context),
    () => sameFunction(a, b, context),
    () => {
      if (a.sides.length > 2 || b.sides.length > 2) return 'different'
      const [f, g] = [zeroOf(leftA, rightA), zeroOf(leftB, rightB)]
      return f && g ? compareEquations(f, g, context) : 'different'
    },
  )
}

const zeroOf = (left: Answer, right: Answer): Expression | null =>
  left.kind === 'scalar' && right.kind === 'scalar'
    ? zeroForm(left.expression, right.expression)
    : null

function sideBySide(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  if (a.sides.length !== b.sides.length) return 'different'
  return every(a.sides, (side, index) => context.compare(side, b.sides[index]!, context))
}

/** `f(x) = x²` and `g(t) = t²`: the same function under other names. */
function sameFunction(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  const [leftA, leftB] = [a.sides[0], b.sides[0]]
  const [rightA, rightB] = [a.sides.at(-1), b.sides.at(-1)]
  if (context.policy.functionNames === 'same' || a.sides.length !== 2 || b.sides.length !== 2)
    return 'different'
  if (leftA?.kind !== 'scalar' || leftB?.kind !== 'scalar' || !rightA || rightB?.kind !== 'scalar')
    return 'different'
  const [one, other] = [leftA.expression, leftB.expression]
  const isY = (node: Expression): boolean => node.kind === 'symbol' && node.name === 'y'
  if ((isY(one) && other.kind === 'application') || (isY(other) && one.kind === 'application'))
    return under(context, 'names of functions', context.compare(rightA, rightB, context))
  if (
    one.kind !== 'application' ||
    other.kind !== 'application' ||
    one.args.length !== other.args.length
  )
    return 'different'
  const [primes, otherPrimes] = [one, other].map(({ name }) => /^[fghuvyFGH]('*)$/.exec(name)?.[1])
  if (primes === undefined || primes !== otherPrimes) return 'different'
  const names = new Map<string, Expression>()
  const free = freeSymbols(rightB.expression)
  for (const [index, argument] of other.args.entries()) {
    const target = one.args[index]
    if (argument.kind !== 'symbol' || target?.kind !== 'symbol') return 'different'
    if (target.name !== argument.name && free.has(target.name)) return 'different'
    names.set(argument.name, target)
  }
  const outcome = context.compare(
    rightA,
    scalarAnswer(substitute(rightB.expression, names)),
    context,
  )
  return under(context, 'names of functions', outcome)
}

const flip: Partial<Record<RelationOperator, RelationOperator>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '=': '=',
  '!=': '!=',
}

/**
 * By the set of solutions where there is one symbol, else link by link in either direction, else by
 * a constant ratio with its sign.
 */
function compareInequalities(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  const [setA, setB] = [realSetOf(a, context), realSetOf(b, context)]
  if (setA && setB) return compareRealSets(setA, setB, context)
  if (setA && isInequality(b)) return solvesInequality(b, setA, context)
  if (setB && isInequality(a)) return solvesInequality(a, setB, context)
  const reversed: RelationAnswer = {
    kind: 'relation',
    sides: b.sides.toReversed(),
    operators: b.operators.toReversed().map((operator) => flip[operator] ?? operator),
  }
  return any(
    () => sameLinks(a, b, context),
    () => sameLinks(a, reversed, context),
    () => signedRatio(a, b, context),
  )
}

function sameLinks(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  if (a.operators.join() !== b.operators.join()) return 'different'
  return sideBySide(a, b, context)
}

function signedRatio(a: RelationAnswer, b: RelationAnswer, context: Context): Outcome {
  const [operatorA, operatorB] = [a.operators[0], b.operators[0]]
  if (a.operators.length !== 1 || b.operators.length !== 1 || !operatorA || !operatorB)
    return 'different'
  const [f, g] = [a, b].map(({ sides: [left, right] }) =>
    left?.kind === 'scalar' && right?.kind === 'scalar'
      ? difference(left.expression, right.expression)
      : null,
  )
  if (!f || !g) return 'different'
  const names = [...freeSymbols(f)].toSorted()
  if (names.length === 0 || names.join() !== [...freeSymbols(g)].toSorted().join())
    return 'different'
  if (isTautology(f, context) || isTautology(g, context)) return 'different'
  const ratio = constantRatio(f, g, names, context)
  if (ratio !== 'equal') return ratio
  const point = exactPoint(names, 1, 'fraction')
  const [x, y] = [f, g].map((side) => exactValue(atPoint(side, point), new Map(), context.budget))
  if (!x || !y) return 'unknown'
  const isPositive = x.numerator > 0n === y.numerator > 0n
  return (isPositive ? operatorA : flip[operatorA]) === operatorB ? 'equal' : 'different'
}

/** An inequality against an interval, or a union of them. */
function compareWithSet(a: RelationAnswer, b: Answer, context: Context): Outcome {
  const setB = realSetOf(b, context)
  if (!setB || b.kind === 'scalar') return 'different'
  const setA = realSetOf(a, context)
  return setA ? compareRealSets(setA, setB, context) : solvesInequality(a, setB, context)
}
