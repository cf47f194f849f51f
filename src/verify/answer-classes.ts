/** Grouping answers that are the same: what votes are counted over, and clusters are made of. */
import { comparisonBudget } from './budget.ts'
import { answerKey } from './canonical.ts'
import { compareAnswers, type CompiledAnswer } from './compare/compare-answers.ts'
import { evaluationPolicy, requirePolicy, type Policy } from './policy.ts'

/**
 * Answers without a key are compared with at most so many classes, and in at most so many steps for
 * all; beyond, they make their own.
 */
const maxPairs = 256
const maxSteps = 20_000_000

/**
 * Returns for each answer the index of the first answer that is the same; its own index where there
 * is none before, and `null` for `null`. Canonical keys decide first; pairs are compared only where
 * keys cannot tell. An answer joins the first class whose first member it equals, so that the order
 * of the answers may matter where equality is not transitive (3.142 and 3.1416 are both π).
 * @throws ConfigError when the policy is none, such as a name
 */
export function answerClasses(
  answers: readonly (CompiledAnswer | null)[],
  policy: Policy = evaluationPolicy,
): (number | null)[] {
  requirePolicy(policy)
  const shared = { left: maxSteps }
  const byKey = new Map<string, number>()
  const firsts: { index: number; answer: CompiledAnswer; key: string | null }[] = []
  const isSame = (a: CompiledAnswer, b: CompiledAnswer): boolean => {
    const budget = { left: Math.min(shared.left, comparisonBudget().left) }
    const before = budget.left
    const { outcome } = compareAnswers(a, b, policy, budget)
    shared.left -= before - Math.max(0, budget.left)
    return outcome === 'equal'
  }
  return answers.map((answer, index) => {
    if (!answer) return null
    const key = answerKey(answer)
    const known = key === null ? undefined : byKey.get(key)
    if (known !== undefined) return known
    const same = firsts
      .slice(0, maxPairs)
      .find((first) => (key === null || first.key === null) && isSame(first.answer, answer))
    const own = same?.index ?? index
    if (!same) firsts.push({ index, answer, key })
    if (key !== null) byKey.set(key, own)
    return own
  })
}
