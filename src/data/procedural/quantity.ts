/** The quantities of a story: what is given, and what each step makes of two others. */
import type { Sentence } from './sentence.ts'
import type { Unit } from './unit.ts'

/** `%` takes `right` percent of `left`. */
export type Operator = '+' | '-' | '*' | '/' | '%'

export interface Step {
  op: Operator
  left: Quantity
  right: Quantity
}

/**
 * A number of the story. `step` is absent for givens; two quantities are the same only if they are
 * the same object.
 */
export interface Quantity {
  value: number
  /** Stem of the variable's name in the program. */
  name: string
  /** What is counted; `null` for bare numbers such as factors. */
  unit: Unit | null
  /** States the result, with `{v}` for the amount; absent for givens. */
  say?: Sentence
  step?: Step
}

export function given(value: number, name: string, unit: Unit | null = null): Quantity {
  return { value, name, unit }
}

/**
 * Returns NaN for what does not come out as a whole number, so that one check at the end rejects
 * the draw.
 */
export function apply(op: Operator, left: number, right: number): number {
  if (op === '+') return left + right
  if (op === '-') return left - right
  if (op === '*') return left * right
  const quotient = op === '/' ? left / right : (left * right) / 100
  return Number.isInteger(quotient) ? quotient : Number.NaN
}

/** Returns the result of a step as a new quantity. */
export function derive(
  step: Step,
  { name, unit, say }: Pick<Required<Quantity>, 'name' | 'unit' | 'say'>,
): Quantity {
  return { value: apply(step.op, step.left.value, step.right.value), name, unit, say, step }
}

/** A step as an annotation writes it, between its operands: `3*4`, and `20*25/100` for `%`. */
export function writeStep(op: Operator, left: string, right: string): string {
  return op === '%' ? `${left}*${right}/100` : `${left}${op}${right}`
}

/** The equation as a calculator annotation holds it, such as `3*4=12`. */
export function equation(quantity: Quantity): string {
  const { op, left, right } = quantity.step!
  return `${writeStep(op, String(left.value), String(right.value))}=${quantity.value}`
}

/**
 * Returns the derived quantities `root` depends on, itself last: each once, after what it is made
 * of.
 */
export function stepsOf(root: Quantity): Quantity[] {
  const steps: Quantity[] = []
  collect(root, steps)
  return steps
}

function collect(quantity: Quantity, into: Quantity[]): void {
  if (!quantity.step || into.includes(quantity)) return
  collect(quantity.step.left, into)
  collect(quantity.step.right, into)
  into.push(quantity)
}
