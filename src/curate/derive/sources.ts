/** Tells where the numbers of a calculation are from: the question, or an earlier result. */
import {
  compareRational,
  divideRational,
  formatRational,
  negateRational,
  type Rational,
} from '../../core/index.ts'
import { hundred, numbersOf, type Expression } from './expression.ts'
import { roundingTo } from './rounding-to.ts'
import type { Step } from './steps.ts'

/** A step whose operands refer to earlier results. */
export interface LinkedStep extends Step {
  /** What the program computes here. */
  value: Rational
  /** The steps it refers to. */
  uses: ReadonlySet<number>
}

/** A number in a calculation. */
interface Operand {
  value: Rational
  isDivisor: boolean
  /** How often the rest of the calculation has it, this one included. */
  occurrences: number
}

/** Where in a solution a number stands. */
export interface Place {
  /** The step that has it. */
  step: Step
  later: readonly Step[]
  question: string
  /** The numbers of the question, as `numbersIn` gives them. */
  given: ReadonlySet<string>
  /** The steps before, and which of them have been used: by steps before, by this one. */
  done: readonly LinkedStep[]
  used: ReadonlySet<number>
  uses: ReadonlySet<number>
}

/** An earlier result, and what is done with it. */
interface Source {
  step: number
  expression: Expression
}

/**
 * Returns where a number is from if it is from an earlier result, `null` if it stands for itself.
 * Results that no step has used yet come before numbers of the question, unless the sentence tells
 * otherwise; results that have been used come after them, the latest first.
 */
export function sourceOf(operand: Operand, place: Place): Source | null {
  const { step, given, done, used, uses } = place
  const { value, occurrences } = operand
  const key = formatRational(value)
  const equal = done.flatMap((other, index) => (isResult(other, value) ? [index] : []))
  const free = equal.filter((index) => !used.has(index) && !uses.has(index))
  const isGiven = given.has(key)
  const isConstant = isConstantHere(key, step.sentence, operand.isDivisor)
  if (free.length > 0) {
    // `5 + 5` of two results takes them in their order.
    const chosen = free[Math.max(0, free.length - occurrences)]!
    const isFromQuestion =
      isGiven && (isConstant || meansGiven(operand, done[chosen]!, free.length, place))
    return isFromQuestion ? null : reference(chosen, done)
  }
  if (isGiven || isConstant) return null
  if (equal.length > 0) return reference(equal.at(-1)!, done)
  return changedSource(value, place)
}

const isResult = ({ value, stated }: LinkedStep, number: Rational): boolean =>
  same(value, number) || same(stated, number)

function reference(step: number, done: readonly LinkedStep[]): Source {
  return { step, expression: { kind: 'reference', step, value: done[step]!.value } }
}

/** Whether the words of the sentence say where the number is from. */
function isConstantHere(key: string, sentence: string, isDivisor: boolean): boolean {
  if (key === '100') return isDivisor && /%|percent|cents?\b/i.test(sentence)
  if (key === '2') return /\b(?:twice|double|half|both)\b/i.test(sentence)
  return key === '1'
}

/**
 * Whether a number that both the question and a result have is the question's here. What the
 * sentence counts tells, if it is counted there only. Otherwise the results that are still to be
 * used go to the steps that calculate with other results.
 */
function meansGiven(
  { value, isDivisor }: Operand,
  source: LinkedStep,
  free: number,
  { step, later, question, given, done }: Place,
): boolean {
  const text = formatRational(value)
  if (isDivisor && question.includes(`/${text}`)) return true
  const counted = countedIn(step.sentence, text)
  if (counted !== null) {
    const inQuestion = countedIn(question, text, counted) !== null
    const inResult = source.after.toLowerCase().includes(counted)
    if (inQuestion !== inResult) return inQuestion
  }
  const demand = (each: Step): number =>
    numbersOf(each.expression).filter((number) => same(number, value)).length
  const isAmongResults = (each: Step): boolean =>
    numbersOf(each.expression).some(
      (number) =>
        !given.has(formatRational(number)) &&
        (done.some((other) => isResult(other, number)) ||
          [step, ...later].some((other) => other !== each && same(other.stated, number))),
    )
  const demandLater = later.reduce((sum, each) => sum + demand(each), 0)
  if (demandLater + demand(step) <= free || isAmongResults(step)) return false
  return later.some((each) => demand(each) > 0 && (isAmongResults(each) || addsUp(each)))
}

/**
 * The word behind a number without its ending, as `cat` in `5 cats`; only `wanted` counts if it
 * is given.
 */
function countedIn(text: string, number: string, wanted?: string): string | null {
  for (const [, value, word] of text.matchAll(countedNumber)) {
    const stem = word!.toLowerCase().replace(/e?s$/, '')
    if (value === number && (wanted === undefined || wanted === stem)) return stem
  }
  return null
}

const countedNumber = /(?<![\d.,/])(\d+(?:\.\d+)?)[ -]([a-zA-Z]{2,})/g

/** A sum of several results comes at the end of most solutions. */
const addsUp = ({ expression }: Step): boolean =>
  expression.kind === 'binary' && expression.operator === '+'

const same = (a: Rational, b: Rational): boolean => compareRational(a, b) === 0

/** Conversions in the head: an earlier result as a share, as its opposite, or rounded. */
function changedSource(value: Rational, { step, done, used }: Place): Source | null {
  for (let index = done.length - 1; index >= 0; index--) {
    const other = done[index]!
    const { expression } = reference(index, done)
    const share = divideRational(other.value, hundred.value)
    const isPercent = /%|percent/i.test(other.sentence + step.sentence)
    if (isPercent && share && compareRational(share, value) === 0)
      return {
        step: index,
        expression: { kind: 'binary', operator: '/', left: expression, right: hundred },
      }
    if (compareRational(negateRational(other.value), value) === 0)
      return { step: index, expression: { kind: 'negative', operand: expression } }
    if (used.has(index) || other.value.denominator === 1n || value.denominator !== 1n) continue
    const how = roundingTo(other.value, value, 0)
    if (how) return { step: index, expression: { kind: 'call', operand: expression, ...how } }
  }
  return null
}
