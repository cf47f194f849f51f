/** Puts the results of earlier steps, by reference, where a step repeats their numbers. */
import {
  compareRational,
  divideRational,
  formatRational,
  negateRational,
  type Rational,
} from '../../core/index.ts'
import {
  evaluate,
  hundred,
  numbersOf,
  rounded,
  type Expression,
  type RoundingFunction,
} from './expression.ts'
import { numbersIn } from './question-numbers.ts'
import type { Step } from './steps.ts'

/** A step whose operands refer to earlier results. */
export interface LinkedStep extends Step {
  /** What the program computes here. */
  value: Rational
  /** The steps it refers to. */
  uses: ReadonlySet<number>
}

export interface LinkOptions {
  /** Whether a result is rounded where the solution states it rounded. */
  rounds: boolean
}

interface Linker {
  readonly given: ReadonlySet<string>
  readonly question: string
  readonly done: readonly LinkedStep[]
  readonly used: Set<number>
  /** The step being linked, and those after it. */
  readonly rest: readonly Step[]
}

/**
 * Returns the steps with references, or `null` where one has no value. Steps that only repeat a
 * number of the question or an earlier result are left out.
 */
export function linkSteps(
  steps: readonly Step[],
  question: string,
  { rounds }: LinkOptions,
): LinkedStep[] | null {
  const given = numbersIn(question)
  const done: LinkedStep[] = []
  const used = new Set<number>()
  for (const [index, step] of steps.entries()) {
    const uses = new Set<number>()
    let expression = linked(step, { given, question, done, used, rest: steps.slice(index) }, uses)
    let value = evaluate(expression)
    if (!value) return null
    if (rounds && compareRational(value, step.stated) !== 0) {
      const how = roundingTo(value, step.stated, step.digits)
      if (how) {
        expression = { kind: 'call', operand: expression, ...how }
        value = evaluate(expression)!
      }
    }
    const isCopy =
      expression.kind === 'reference' ||
      (expression.kind === 'number' && given.has(formatRational(expression.value)))
    if (isCopy) continue
    for (const use of uses) used.add(use)
    done.push({ ...step, expression, value, uses })
  }
  return done
}

/** How `value` becomes `stated`, where rounding does that. */
export function roundingTo(
  value: Rational,
  stated: Rational,
  digits: number,
): { function: RoundingFunction; digits?: number } | null {
  const gives = (how: RoundingFunction, places?: number): boolean => {
    const result = rounded(value, how, places)
    return result !== null && compareRational(result, stated) === 0
  }
  if (digits > 0) return gives('round', digits) ? { function: 'round', digits } : null
  const found = (['int', 'math.ceil', 'round'] as const).find((how) => gives(how))
  return found ? { function: found } : null
}

function linked(step: Step, linker: Linker, uses: Set<number>): Expression {
  const counts = new Map<string, number>()
  countNumbers(step.expression, counts)
  return replaced(step.expression, (number, isDivisor) => {
    const key = formatRational(number.value)
    const found = sourceOf(number.value, step, linker, uses, counts.get(key)!, isDivisor)
    if (!found) return number
    uses.add(found.step)
    counts.set(key, counts.get(key)! - 1)
    return found.expression
  })
}

function countNumbers(expression: Expression, counts: Map<string, number>): void {
  replaced(expression, (number) => {
    const key = formatRational(number.value)
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return number
  })
}

type NumberNode = Expression & { kind: 'number' }

/** Replaces the numbers of an expression, from left to right. */
function replaced(
  expression: Expression,
  replace: (number: NumberNode, isDivisor: boolean) => Expression,
  isDivisor = false,
): Expression {
  switch (expression.kind) {
    case 'number':
      return replace(expression, isDivisor)
    case 'negative':
      return { ...expression, operand: replaced(expression.operand, replace) }
    case 'binary': {
      const left = replaced(expression.left, replace)
      const right = replaced(expression.right, replace, expression.operator === '/')
      return { ...expression, left, right }
    }
    default:
      return expression
  }
}

interface Source {
  step: number
  expression: Expression
}

function sourceOf(
  value: Rational,
  step: Step,
  linker: Linker,
  uses: ReadonlySet<number>,
  occurrences: number,
  isDivisor: boolean,
): Source | null {
  const { given, done, used } = linker
  const key = formatRational(value)
  const equal = done.flatMap((other, index) => (isResult(other, value) ? [index] : []))
  const free = equal.filter((index) => !used.has(index) && !uses.has(index))
  const isGiven = given.has(key)
  if (free.length > 0) {
    const chosen = free[free.length > occurrences ? free.length - occurrences : 0]!
    const isFromQuestion =
      isGiven &&
      (isConstantHere(key, step.sentence, isDivisor) ||
        meansGiven(value, done[chosen]!, free.length, linker, isDivisor))
    return isFromQuestion ? null : reference(chosen, done)
  }
  if (isGiven || isConstantHere(key, step.sentence, isDivisor)) return null
  if (equal.length > 0) return reference(equal.at(-1)!, done)
  return changedSource(value, step, done, used)
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
  value: Rational,
  source: LinkedStep,
  free: number,
  { question, given, done, rest }: Linker,
  isDivisor: boolean,
): boolean {
  const [step, ...later] = rest
  const text = formatRational(value)
  if (isDivisor && question.includes(`/${text}`)) return true
  const counted = countedIn(step!.sentence, text)
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
          rest.some((other) => other !== each && same(other.stated, number))),
    )
  const demandLater = later.reduce((sum, each) => sum + demand(each), 0)
  if (demandLater + demand(step!) <= free || isAmongResults(step!)) return false
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
function changedSource(
  value: Rational,
  step: Step,
  done: readonly LinkedStep[],
  used: ReadonlySet<number>,
): Source | null {
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
