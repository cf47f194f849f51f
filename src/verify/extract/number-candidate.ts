/** Making a candidate of what the readers of numbers found, so that the grammar of answers can read it. */
import { cleanCandidate } from './candidate.ts'
import type { Extraction, MarkReaders } from './mark.ts'
import { numberReaders } from './number-answer.ts'
import { isOperand, numberTokens } from './number-tokens.ts'
import { plainText } from './plain-text.ts'
import { isProse } from './prose.ts'

/** The readers of numbers: of a sentence they give its number alone, of `18 cm` both. */
export const numberCandidateReaders: MarkReaders = numberReaders.map(([mark, read]) => [mark, (text) => bare(read(text))])

function bare(extraction: Extraction | null): Extraction | null {
  if (!extraction?.candidate) return extraction
  const statement = cleanCandidate(extraction.candidate)
  return { ...extraction, candidate: isProse(statement) ? numberIn(statement) : statement }
}

/** Returns the only number behind the last equals sign, where it is no operand; else all of the statement. */
function numberIn(statement: string): string {
  const plain = plainText(statement)
  const side = plain.slice(plain.lastIndexOf('=') + 1)
  const [token, ...others] = numberTokens(side)
  return token && others.length === 0 && !isOperand(side, token) ? side.slice(token.start, token.end) : statement
}
