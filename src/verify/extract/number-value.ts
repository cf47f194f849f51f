/** Reading the one number of a short statement, with what usually surrounds it. */
import type { Rational } from '../../core/pure.ts'
import { isOperand, numberTokens, type NumberToken } from './number-tokens.ts'
import { plainText } from './plain-text.ts'

/** A longer candidate is no number. */
const maxCandidateLength = 2_000

/**
 * Returns the only number behind the last equals sign of a statement, as it is written and its
 * value, `null` where there are several, none, or an operand.
 */
export function onlyNumber(
  statement: string,
): { text: string; value: NumberToken['value'] } | null {
  const plain = plainText(statement)
  const side = plain.slice(plain.lastIndexOf('=') + 1)
  const [token, ...others] = numberTokens(side)
  if (!token || others.length > 0 || isOperand(side, token)) return null
  return { text: side.slice(token.start, token.end), value: token.value }
}

/**
 * Returns the value of a candidate that holds one number: with currency, thousands separators, a
 * percent sign (`60%` is 60 here), a unit, simple LaTeX or markdown. After an equals sign only the
 * last side counts. `null` for anything else, an expression such as `x - 10` included.
 */
export function numberValue(candidate: string): Rational | null {
  return candidate.length > maxCandidateLength ? null : (onlyNumber(candidate)?.value ?? null)
}
