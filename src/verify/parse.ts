/** Reading a candidate answer as an exact value; nothing is ever evaluated. */
import { formatRational, type Rational } from '../core/index.ts'
import { isOperand, numberTokens } from './number-tokens.ts'
import { plainText } from './plain-text.ts'

/** An answer's exact value. */
export interface AnswerValue {
  kind: 'number'
  value: Rational
}

/** A longer candidate is no answer. */
const maxCandidateLength = 2_000

/**
 * Returns the value of a candidate that holds one number, with what usually surrounds it: currency, thousands separators, a
 * percent sign, a unit, simple LaTeX or markdown. After an equals sign only the last side counts. `null` for anything else, an
 * expression such as `x - 10` included.
 */
export function parseAnswer(candidate: string): AnswerValue | null {
  if (candidate.length > maxCandidateLength) return null
  const text = plainText(candidate)
  const side = text.slice(text.lastIndexOf('=') + 1)
  const [token, ...others] = numberTokens(side)
  if (!token?.value || others.length > 0 || isOperand(side, token)) return null
  return { kind: 'number', value: token.value }
}

/** The canonical text of an answer, equal exactly when the answers are: the key under which votes are counted. */
export function canonicalAnswer(answer: AnswerValue): string {
  return formatRational(answer.value)
}
