/** Chooses which steps of a solution make a program, and how the last becomes the answer. */
import {
  compareRational,
  divideRational,
  multiplyRational,
  type Rational,
} from '../../core/index.ts'
import { hundred, type Expression } from './expression.ts'
import { linkSteps } from './link.ts'
import { roundingTo } from './rounding-to.ts'
import type { LinkedStep } from './sources.ts'
import type { Step } from './steps.ts'

/** What a program will do. */
export interface Draft {
  steps: readonly LinkedStep[]
  /** The steps it has, in order; the answer comes from the last of them. */
  kept: readonly number[]
  /** What is done to the last step's result, where it is not the answer as it is. */
  ending: Expression | null
  /** Whether it takes a number from nowhere. */
  asserts: boolean
}

/**
 * Returns the programs that give the answer, the best first: the last step that gives it as it is;
 * then with results rounded where the solution states them rounded; then with a last result that
 * has to be rounded, or is a percentage.
 */
export function draftsFor(steps: readonly Step[], question: string, gold: Rational): Draft[] {
  const ways = [false, true].flatMap((rounds) => {
    const linked = linkSteps(steps, question, { rounds })
    return linked && linked.length > 0 ? [linked] : []
  })
  return [
    ...ways.flatMap((way) => exactDrafts(way, gold)),
    ...ways.flatMap((way) => convertedDrafts(way, gold)),
  ]
}

function exactDrafts(steps: readonly LinkedStep[], gold: Rational): Draft[] {
  return steps
    .flatMap(({ value }, index) => (isSame(value, gold) ? [draft(steps, index, null)] : []))
    .toReversed()
}

function convertedDrafts(steps: readonly LinkedStep[], gold: Rational): Draft[] {
  const last = steps.length - 1
  const ending = endingFor(steps[last]!.value, last, gold)
  return ending ? [draft(steps, last, ending)] : []
}

function draft(steps: readonly LinkedStep[], last: number, ending: Expression | null): Draft {
  const needed = new Set([last])
  for (let index = last; index >= 0; index--)
    if (needed.has(index)) for (const use of steps[index]!.uses) needed.add(use)
  const isAsserted = (index: number): boolean => steps[index]!.expression.kind === 'number'
  const kept: number[] = []
  for (const [index, step] of steps.slice(0, last + 1).entries()) {
    const stands = step.isAnnotated && !isAsserted(index)
    if (needed.has(index) || (stands && [...step.uses].every((use) => kept.includes(use))))
      kept.push(index)
  }
  return { steps, kept, ending, asserts: kept.some(isAsserted) }
}

const isSame = (a: Rational, b: Rational): boolean => compareRational(a, b) === 0

/** How a result becomes the answer: rounded to a whole number, or as a percentage. */
function endingFor(value: Rational, step: number, gold: Rational): Expression | null {
  const operand: Expression = { kind: 'reference', step, value }
  const how = gold.denominator === 1n && value.denominator !== 1n && roundingTo(value, gold, 0)
  if (how) return { kind: 'call', operand, ...how }
  const percentage = multiplyRational(value, hundred.value)
  if (percentage && isSame(percentage, gold))
    return { kind: 'binary', operator: '*', left: operand, right: hundred }
  const share = divideRational(value, hundred.value)
  if (share && isSame(share, gold))
    return { kind: 'binary', operator: '/', left: operand, right: hundred }
  return null
}
