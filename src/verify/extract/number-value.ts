/** Reading the one number of a short statement, with what usually surrounds it. */
import type { Rational } from '../../core/index.ts'
import { isOperand, numberTokens } from './number-tokens.ts'
import { plainText } from './plain-text.ts'

/** A longer candidate is no number. */
const maxCandidateLength = 2_000

/**
 * Returns the value of a candidate that holds one number: with currency, thousands separators, a
 * percent sign (`60%` is 60 here), a unit, simple LaTeX or markdown. After an equals sign only the
 * last side counts. `null` for anything else, an expression such as `x - 10` included.
 */
export function numberValue(candidate: string): Rational | null {
  if (candidate.length > maxCandidateLength) return null
  const text = plainText(candidate)
  const side = text.slice(text.lastIndexOf('=') + 1)
  const [token, ...others] = numberTokens(side)
  if (!token?.value || others.length > 0 || isOperand(side, token)) return null
  return token.value
}
