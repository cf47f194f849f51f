/** Puts the results of earlier steps, by reference, where a step repeats their numbers. */
import { compareRational, formatRational } from '../../core/index.ts'
import { evaluate, numbersOf, type Expression } from './expression.ts'
import { numbersIn } from './question-numbers.ts'
import { roundingTo } from './rounding-to.ts'
import { sourceOf, type LinkedStep, type Place } from './sources.ts'
import type { Step } from './steps.ts'

export interface LinkOptions {
  /** Whether a result is rounded where the solution states it rounded. */
  rounds: boolean
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
    const later = steps.slice(index + 1)
    let expression = linked({ step, later, given, question, done, used, uses })
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

function linked(place: Place & { uses: Set<number> }): Expression {
  const { step, uses } = place
  const counts = new Map<string, number>()
  for (const number of numbersOf(step.expression)) {
    const key = formatRational(number)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return replaced(step.expression, (number, isDivisor) => {
    const key = formatRational(number.value)
    const { value } = number
    const found = sourceOf({ value, isDivisor, occurrences: counts.get(key)! }, place)
    if (!found) return number
    uses.add(found.step)
    counts.set(key, counts.get(key)! - 1)
    return found.expression
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
