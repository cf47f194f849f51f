/** Narrowing a short statement to the number that it states. */
import { parseAnswer } from '../read/parse-answer.ts'
import { cleanCandidate, withSign } from './clean-candidate.ts'
import { isEnumeration } from './enumeration.ts'
import { isOperand, numberTokens, type NumberToken } from './number-tokens.ts'
import { onlyNumber } from './number-value.ts'
import { plainText } from './plain-text.ts'
import { isProse } from './prose.ts'

/** Whether a line is a number and no more, with its sign, currency or percent sign. */
export function isNumberAlone(line: string): boolean {
  return /^[-−+$€£¥ ]*[\d.,/]+ ?%?\.?$/.test(line)
}

/** Whether a line begins with a number that does not number the line, as in `1. Add`. */
export function beginsWithNumber(line: string): boolean {
  return /^[-−+$€£¥]*\.?\d[\d.,/]*(?![.)\d]*[.):]\s)/.test(line.slice(0, 100))
}

/** `1, 2 and 3` is no number. */
function isList(statement: string, tokens: readonly NumberToken[]): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (
    !first ||
    !last ||
    first === last ||
    /\w/.test(statement.slice(0, first.start) + statement.slice(last.end))
  )
    return false
  return tokens
    .slice(1)
    .every(({ start }, index) => isEnumeration(statement.slice(tokens[index]!.end, start)))
}

/** `118 000` and no more; in running text it may be two numbers. */
const spacedThousands = /^[-−+$€£¥]{0,3}\d{1,3}(?: \d{3})+(?:\.\d+)?$/

/**
 * Returns the part of a short statement that is its number: all of it when there is only one; the
 * first number when the statement begins with it (`18 dollars for 3 days`); else the first after
 * the last `=`, or the last, of its last sentence.
 */
export function narrowToNumber(raw: string): string | null {
  const statement = plainText(raw)
  const tokens = numberTokens(statement)
  const [first] = tokens
  if (!first) return null
  if (spacedThousands.test(statement) || isList(statement, tokens)) return statement
  if (tokens.length === 1) return statement.length <= 200 ? statement : cut(statement, first)
  if (leads(statement, tokens)) return cut(statement, first)
  const sentence =
    statement.split(/(?<=[.!?])\s/).findLast((part) => numberTokens(part).length > 0) ?? statement
  const side = mainClause(sentence.slice(sentence.lastIndexOf('=') + 1))
  const inside = numberTokens(side)
  const token = sentence.includes('=') ? inside[0] : inside.at(-1)
  if (!token) return cut(statement, tokens.at(-1) ?? first)
  return isOperand(side, token) ? side : cut(side, token)
}

/** What begins a clause that says for what, when or why. */
const subordinate =
  / (?:to (?!about|the |a |an |at |approx|around|roughly|some )\p{L}{2}|when |if |because |since |while |given |so that )/u

/**
 * `It takes 4 hours to dig 30 holes` answers with the 4: what a clause adds does not count where
 * the number comes before it.
 */
function mainClause(sentence: string): string {
  const main = sentence.slice(0, subordinate.exec(sentence)?.index)
  return numberTokens(main).length > 0 ? main : sentence
}

/** Whether a line begins with a number that is not the first operand of a calculation. */
export function leadsWithNumber(line: string): boolean {
  return leads(line, numberTokens(line))
}

/** Returns the number that a line begins with, or `null`. */
export function leadingNumber(line: string): string | null {
  const statement = plainText(line)
  const tokens = numberTokens(statement)
  return leads(statement, tokens) ? cut(statement, tokens[0]!) : null
}

function leads(statement: string, [first]: NumberToken[]): boolean {
  if (!first) return false
  return (
    /^[\s"'*_]*(?:\\\()?$/.test(statement.slice(0, first.start)) && !isOperand(statement, first)
  )
}

function cut(text: string, token: NumberToken): string {
  return text.slice(token.start, token.end)
}

/** `12 maçãs`: a word that no formula has. */
export const foreignNoun = /^[^\s\d]{0,2}\d[\d.,]*\s(?=\p{Ll}*[À-ɏ])\p{Ll}{3,20}$/u

/** Longer statements are no single value. */
const maxValueLength = 200

/**
 * Whether several numbers make one value, which none of them is: `42 \times 10^3`, `42 \pm 3`, `42
 * feet 3 inches`, `42 < x < 50`.
 */
function isOneValue(statement: string): boolean {
  if (statement.length > maxValueLength || numberTokens(statement).length < 2 || isProse(statement))
    return false
  return parseAnswer(statement).kind !== 'text'
}

/**
 * Like `narrowToNumber`, but of a sentence only its number, so that the grammar of answers can read
 * it: of `18 cm` both.
 */
export function bareNumber(raw: string): string | null {
  const whole = withSign(cleanCandidate(raw))
  if (isOneValue(whole)) return whole
  const narrowed = narrowToNumber(whole)
  if (narrowed === null) return null
  const statement = cleanCandidate(narrowed)
  return isProse(statement) || foreignNoun.test(statement)
    ? (onlyNumber(statement)?.text ?? statement)
    : statement
}
