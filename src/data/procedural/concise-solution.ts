/**
 * The concise style of a worked solution: the steps of a derivation merged into as few lines as
 * possible.
 */
import { stepsOf, writeStep, type Operator, type Quantity } from './quantity.ts'

/**
 * How strongly an operator binds: a sum, or a product. `%` is a product, and then a division by
 * 100.
 */
const strength: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2 }

/**
 * Returns the lines of a concise solution, each as a result with its equation, in the order of
 * `steps`, the last of which is the answer. A result that is used once goes into the expression
 * that uses it; one that is used more often keeps a line of its own. Every division of the
 * expressions is one of the steps'. The style is that of MATH in Liu et al. 2023 (arXiv
 * 2310.10047), whose solutions people wrote; one line for each step is that of PRM800K.
 */
export function conciseSteps(steps: readonly Quantity[]): { result: Quantity; equation: string }[] {
  const answer = steps.at(-1)!
  const uses = new Map<Quantity, number>()
  for (const { step } of stepsOf(answer)) {
    for (const side of [step!.left, step!.right]) uses.set(side, (uses.get(side) ?? 0) + 1)
  }
  const isStated = (quantity: Quantity): boolean => quantity === answer || uses.get(quantity)! > 1
  return steps
    .filter(isStated)
    .map((result) => ({ result, equation: `${expression(result, isStated)}=${result.value}` }))
}

/** The steps that lead to a result, as one expression over givens and results already stated. */
function expression(result: Quantity, isStated: (quantity: Quantity) => boolean): string {
  const { op, left, right } = result.step!
  const operand = (side: Quantity, needsBrackets: (inner: Operator) => boolean): string => {
    if (!side.step || isStated(side)) return String(side.value)
    const text = expression(side, isStated)
    return needsBrackets(side.step.op) ? `(${text})` : text
  }
  return writeStep(
    op,
    operand(left, (inner) => strength[inner] < strength[op]),
    operand(right, (inner) => bindsWrongly(op, inner)),
  )
}

/**
 * Whether a right operand needs brackets. `2*(3*4)` does not, `5*(6/3)` does: without them another
 * division would be made, though the result is the same.
 */
function bindsWrongly(outer: Operator, inner: Operator): boolean {
  if (strength[inner] !== strength[outer]) return strength[inner] < strength[outer]
  return outer !== '+' && !(outer === '*' && inner === '*')
}
