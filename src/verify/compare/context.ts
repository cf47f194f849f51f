/**
 * What every comparison is given: the policy, the budget, and where to note which convention it
 * used.
 */
import type { Answer } from '../answer.ts'
import type { Budget } from '../budget.ts'
import type { Expression } from '../expression/expression.ts'
import { identical, type Outcome } from '../expression/identity.ts'
import type { Policy } from '../policy.ts'

export interface Context {
  policy: Policy
  budget: Budget
  /** Conventions that the outcome rests on. */
  conventions: Set<string>
  /** Compares any two answers; handed over, since structures contain answers. */
  compare(a: Answer, b: Answer, context: Context): Outcome
}

/** Returns whether two expressions are the same function, `log` being the common logarithm. */
export const sameExpression = (a: Expression, b: Expression, { budget }: Context): Outcome =>
  identical(a, b, { budget, logarithm: 'common' })

/** All must be equal; one that is different decides. */
export function every<T>(
  items: readonly T[],
  compare: (item: T, index: number) => Outcome,
): Outcome {
  let outcome: Outcome = 'equal'
  for (const [index, item] of items.entries()) {
    const each = compare(item, index)
    if (each === 'different') return 'different'
    if (each === 'unknown') outcome = 'unknown'
  }
  return outcome
}

/** One that is equal decides; `unknown` where none is and one may be. */
export function any(...attempts: (() => Outcome)[]): Outcome {
  let outcome: Outcome = 'different'
  for (const attempt of attempts) {
    const each = attempt()
    if (each === 'equal') return 'equal'
    if (each === 'unknown') outcome = 'unknown'
  }
  return outcome
}

/** Notes a convention where the outcome is equal because of it. */
export function under(context: Context, convention: string, outcome: Outcome): Outcome {
  if (outcome === 'equal') context.conventions.add(convention)
  return outcome
}
