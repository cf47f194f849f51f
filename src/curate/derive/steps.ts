/** Finds the calculations of a worked solution, in order, with the words around them. */
import { compareRational, formatRational, parseRational, type Rational } from '../../core/index.ts'
import { findEquations, textEquations } from '../../verify/index.ts'
import { evaluate, isCalculation, readExpression, toNumber, type Expression } from './expression.ts'
import { equationFor, linearEquations, statedUnknowns, type LinearEquation } from './linear.ts'
import { surroundings, withoutAnnotations, type Surroundings } from './surroundings.ts'

/** One calculation: what is calculated, and what the solution says it gives. */
export interface Step extends Surroundings, Calculation {
  /** Whether a calculator annotation says it, or only the prose. */
  isAnnotated: boolean
}

interface Calculation {
  expression: Expression
  /** The result as the solution states it, which may be rounded. */
  stated: Rational
  /** Digits after the point of the stated result. */
  digits: number
}

/** Longer solutions are refused, which also bounds the time. */
const maxLength = 10_000
const maxSteps = 100

/** Why a solution has no steps that could be followed. */
export type StepsFault = 'tooLong' | 'noEquations' | 'unreadableEquation' | 'falseEquation'

/**
 * Returns the calculations of a solution: those of its annotations, and between them those that
 * only its prose states. A number that the solution gives for the letter of an equation (`x =
 * <<10=10>>10`) is computed from a linear equation that has this solution, best one of numbers that
 * are `given`.
 */
export function findSteps(
  solution: string,
  given: ReadonlySet<string>,
): { steps: Step[] } | { reason: StepsFault } {
  if (solution.length > maxLength) return { reason: 'tooLong' }
  const steps: Step[] = []
  const equations: LinearEquation[] = []
  for (const line of solution.split('\n')) {
    const own = annotatedSteps(line)
    if (!Array.isArray(own)) return own
    const plain = withoutAnnotations(line)
    const isKnown = (number: Rational): boolean =>
      given.has(formatRational(number)) || steps.some(states(number))
    equations.push(...linearEquations(plain))
    steps.push(
      ...withStated(own, line, plain).map((step) => solved(step, equations, isKnown)),
      ...unknownSteps(plain, equations, isKnown).filter(({ stated }) => !own.some(states(stated))),
    )
  }
  if (steps.length > maxSteps) return { reason: 'tooLong' }
  return steps.length === 0 ? { reason: 'noEquations' } : { steps }
}

function annotatedSteps(line: string): Step[] | { reason: StepsFault } {
  const steps: Step[] = []
  let position = 0
  for (const equation of findEquations(line).slice(0, maxSteps + 1)) {
    const start = line.indexOf(`<<${equation}`, position)
    const end = start + equation.length + 4
    const found = calculations(equation)
    if (!found) return { reason: 'unreadableEquation' }
    if (!found.every(holds)) return { reason: 'falseEquation' }
    const around = surroundings(line, position, start, end)
    for (const part of found) steps.push({ ...part, ...around, isAnnotated: true })
    position = end
  }
  return steps
}

/** Returns the calculations of one equation; `2*3=6+1=7` has two. */
function calculations(equation: string): Calculation[] | null {
  const sides = equation.split('=').map((text) => {
    const expression = readExpression(text)
    const value = expression && evaluate(expression)
    return expression && value && { text, expression, value }
  })
  const found: Calculation[] = []
  let from = sides[0]
  for (const [index, side] of sides.entries()) {
    if (!side || !from) return null
    const isContinued = isCalculation(side.expression) && !isNear(side.value, from.value)
    if (index === 0) continue
    const { expression } = from
    if (isContinued) {
      found.push({ expression, stated: from.value, digits: 0 })
      from = side
    }
    if (index === sides.length - 1 && (!isContinued || isCalculation(side.expression)))
      found.push({ expression: from.expression, stated: side.value, digits: digitsOf(side.text) })
  }
  return found.length === 0 ? null : found
}

const digitsOf = (text: string): number => /\.(\d*[1-9])0*\s*$/.exec(text)?.[1]?.length ?? 0

/** Rounded amounts of money are as near to each other. */
function isNear(a: Rational, b: Rational): boolean {
  return Math.abs(toNumber(a) - toNumber(b)) < 0.011
}

/** Whether the stated result is the value, or a rounding of it. */
function holds({ expression, stated, digits }: Calculation): boolean {
  const value = evaluate(expression)
  return value !== null && Math.abs(toNumber(value) - toNumber(stated)) < 10 ** -digits
}

/** Puts the equations that only the prose states between those that are annotated. */
function withStated(annotated: readonly Step[], line: string, plain: string): Step[] {
  const steps: Step[] = []
  let next = 0
  for (const equation of textEquations(line).slice(0, maxSteps + 1))
    for (const part of calculations(equation) ?? []) {
      if (!isCalculation(part.expression) || !holds(part)) continue
      const place = annotated.findIndex((step, at) => at >= next && states(part.stated)(step))
      if (place !== -1) {
        const said = annotated[place]!
        // `8*3=<<24=24>>24`: the prose says more.
        const better = isCalculation(said.expression) ? said : { ...said, ...part }
        steps.push(...annotated.slice(next, place), better)
        next = place + 1
      } else if (!annotated.some(states(part.stated)))
        steps.push({ ...part, ...aroundResult(plain, equation), isAnnotated: false })
    }
  return [...steps, ...annotated.slice(next)]
}

const states =
  (value: Rational) =>
  ({ stated }: Step): boolean =>
    compareRational(stated, value) === 0

/** The words around the result of an equation that stands in prose. */
function aroundResult(line: string, equation: string): Surroundings {
  const result = equation.slice(equation.lastIndexOf('=') + 1)
  for (const { index, 0: sign } of line.matchAll(/[=≈]\s?[$€£]?/g)) {
    const end = index + sign.length
    const behind = line.slice(end, end + result.length + 6).replaceAll(',', '')
    if (behind.startsWith(result)) return surroundings(line, 0, index, end)
  }
  return { before: '', after: '', sentence: '' }
}

/** Whether the question or a step before gives a number. */
type IsKnown = (number: Rational) => boolean

/** A number that is stated for an unknown gets the calculation that finds it. */
function solved(step: Step, equations: readonly LinearEquation[], isKnown: IsKnown): Step {
  if (isCalculation(step.expression)) return step
  const equation = equationFor(step.stated, equations, isKnown)
  return equation ? { ...step, expression: equation.expression } : step
}

function unknownSteps(
  line: string,
  equations: readonly LinearEquation[],
  isKnown: IsKnown,
): Step[] {
  return statedUnknowns(line).flatMap((number) => {
    const stated = parseRational(number.replaceAll(',', ''))
    const equation = stated && equationFor(stated, equations, isKnown)
    if (!stated || !equation) return []
    const around = { before: '', after: '', sentence: line.trim() }
    return [{ ...around, expression: equation.expression, stated, digits: 0, isAnnotated: false }]
  })
}
