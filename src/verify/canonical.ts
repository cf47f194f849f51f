/** The canonical text of an answer, and the key under which equal answers meet. */
import { formatRational } from '../core/pure.ts'
import type { Answer, ScalarAnswer } from './answer.ts'
import { attempt, comparisonBudget } from './budget.ts'
import type { CompiledAnswer } from './compare/compare-answers.ts'
import { exactValue, lowestTerms } from './expression/exact.ts'
import { some, type Expression } from './expression/expression.ts'
import { plainCharacters } from './read/characters.ts'
import { singleBackslashes, unwrap } from './read/clean.ts'

/** Longer canonical texts are cut: they are shown, and counted as votes. */
const maxLength = 200

/** Decimals of so many digits may be a rounding of something else. */
const roundingDigits = 4

/**
 * Returns a key that decides alone: answers with keys are the same exactly when their keys are,
 * under any policy. `null` where equality depends on more: decimals that may be rounded,
 * percentages, units, irrational numbers, formulas, lists.
 */
export function answerKey({ value }: { value: Answer }): string | null {
  return value.kind === 'scalar' && !some(value.expression, mayBeRounded)
    ? rationalText(value)
    : null
}

const mayBeRounded = (node: Expression): boolean =>
  node.kind === 'number' && node.digits >= roundingDigits

/**
 * The value in lowest terms, `null` where it is not rational, has a unit, or is marked as a
 * percentage or an angle.
 */
function rationalText({ expression, unit, condition }: ScalarAnswer): string | null {
  if (
    unit ||
    condition !== undefined ||
    some(expression, ({ kind }) => kind === 'percent' || kind === 'degrees')
  )
    return null
  const budget = comparisonBudget()
  const exact = attempt(() => {
    const value = exactValue(expression, new Map(), budget)
    return value && lowestTerms(value, budget)
  })
  const text = exact && formatRational(exact)
  return text === null || text.length > maxLength ? null : text
}

/**
 * Returns the text that stands for an answer: a rational number in lowest terms, a choice's
 * letters, else what was written, without delimiters. A decimal that may be a rounding stays as it
 * was written: `3.333` is 10/3 by a lenient policy, and 3333/1000 would not be.
 */
export function canonicalAnswer({ value, text }: CompiledAnswer): string {
  const number = value.kind === 'scalar' ? rationalText(value) : null
  const isRounded =
    number?.includes('/') && value.kind === 'scalar' && some(value.expression, mayBeRounded)
  if (number !== null && !isRounded) return number
  if (value.kind === 'choice') return value.letters
  const plain = text.length > maxLength * 4 ? text.slice(0, maxLength * 4) : text
  return unwrap(singleBackslashes(plainCharacters(plain))).slice(0, maxLength)
}
