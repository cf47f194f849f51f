/** Making a candidate of what stands at a mark, without the prose around it. */
import { cleanCandidate, withSign } from './clean-candidate.ts'
import { isEnumeration, joinParts } from './enumeration.ts'
import { findFormulas, type Formula } from './formula.ts'
import { leadingAnswer } from './leading-answer.ts'
import { parseAnswer } from '../read/parse-answer.ts'
import { foreignNoun, leadingNumber, narrowToNumber } from './narrow-number.ts'
import { isOperand, numberTokens } from './number-tokens.ts'
import { plainText } from './plain-text.ts'
import { isProse } from './prose.ts'

const leadIn =
  /^(?:(?:therefore|thus|hence|then|simply|just|exactly|indeed|approximately|about|roughly|around|equal to|given by)[ ,:]+){1,3}/i

/** `4 (3 onions and 1 potato)`: a number, and words in parentheses that explain it. */
const gloss = /^([-−+$€£¥]*\d[\d.,/]*(?: \p{L}+)?) \((?=[^()]*\p{L}{3})[^()]*\)$/u

/**
 * Returns the candidate of a statement, or `null` when nothing is in it. An expression is taken
 * whole, LaTeX as it stands. Of a sentence of prose the number or formula counts with which it
 * begins, else its last formula, else its number, else all of it.
 */
export function candidateOf(raw: string): string | null {
  const statement = lastStep(
    withSign(cleanCandidate(cleanCandidate(raw).replace(leadIn, '')).replace(gloss, '$1')),
  )
  if (!/[\p{L}\p{N}∞∅]|\\[a-zA-Z{]/u.test(statement)) return null
  if (choices.test(statement)) return statement.match(/[A-J]/g)!.join(', ')
  return withoutRest(
    withoutRows(isProse(statement) ? fromProse(statement) : fromExpression(statement)),
  )
}

/** `(A) and (C)`, `A & C`: several choices. */
const choices =
  /^(?:[([]?[A-J][)\]]?(?:,? and |,? & |\s?[,;、]\s?)){1,8}[([]?[A-J][)\]]?$|^(?:[([][A-J][)\]]\s?){2,9}$/

/** `5 hours and 30 minutes`: what it begins with is only a part. */
const compound = /^[^\s\d]{0,2}\d[\d.,]*\s?\p{L}+,?\s(?:(?:and|y|et|und|e|и) )?\d/u

/**
 * Of `12 manzanas en 3 días`, which cannot be read as one answer, the number with which it begins.
 */
function withoutRest(candidate: string): string {
  if (foreignNoun.test(candidate)) return leadingNumber(candidate) ?? candidate
  if (
    !/^[-−+$€£¥₹]{0,2}\d[^\n]*\p{L}[^\n]*\d/u.test(candidate) ||
    !/[\p{L}]{2}/u.test(candidate) ||
    candidate.includes('\\')
  )
    return candidate
  if (compound.test(candidate)) return candidate
  return parseAnswer(candidate).kind === 'text'
    ? (leadingNumber(candidate) ?? candidate)
    : candidate
}

/** Of equations that follow from one another, as in `2x = 6 => x = 3`, the last one. */
function lastStep(statement: string): string {
  const steps = statement.split(/=>|[⇒⟹]|\\(?:R|Longr)ightarrow(?![a-zA-Z])|\\implies(?![a-zA-Z])/)
  const last = steps.at(-1)?.trim()
  return last && steps.length > 1 && steps[0]?.includes('=') ? last : statement
}

/** Delimiters go; of `$x^2$ apples` the formula counts, of `$28$ percent` both. */
function fromExpression(statement: string): string {
  const formulas = findFormulas(statement)
  const [first, last] = [formulas[0], formulas.at(-1)]
  if (!first || !last) return statement
  const isAll = first.start === 0 && last.end === statement.length
  if (isAll && leadingGroup(statement, formulas).length === formulas.length)
    return joinFormulas(formulas)
  if (
    formulas.length === 1 &&
    first.start === 0 &&
    !isNumber(first.content) &&
    /^\s?\p{L}/u.test(statement.slice(first.end))
  )
    return first.content
  return formulas.reduceRight(
    (text, { start, end, content }) => text.slice(0, start) + content + text.slice(end),
    statement,
  )
}

function fromProse(statement: string): string {
  const formulas = findFormulas(statement)
  if (formulas[0]?.start === 0) return joinFormulas(leadingGroup(statement, formulas))
  const leading = leadingAnswer(statement)
  if (leading !== null) return leading
  const behind = afterVerb(statement.slice(formulas.at(-1)?.end ?? statement.length))
  if (behind !== null) return behind
  return (
    lastFormulas(statement, formulas) ??
    afterVerb(statement) ??
    numberOfProse(statement) ??
    statement
  )
}

/**
 * Returns what follows the last verb, as in `The value is 2\sqrt{3}`, where it is mathematics and
 * no prose itself.
 */
export function afterVerb(statement: string): string | null {
  const verb = [...statement.matchAll(/ (?:is|are|equals|equal to|be|was) (?=\S)/g)].at(-1)
  if (!verb) return null
  const rest = statement.slice(verb.index + verb[0].length).replace(leadIn, '')
  return /\d|\\[a-z]/i.test(rest) && !isProse(rest) ? cleanCandidate(rest) : null
}

function numberOfProse(statement: string): string | null {
  const found = narrowToNumber(statement)
  if (found === null) return null
  const plain = plainText(statement)
  const [token, ...others] = numberTokens(found)
  // All of a statement with one number comes back whole; only the number is wanted of it.
  if (found !== plain || !token || others.length > 0) return found
  return isOperand(plain, token) ? statement : plain.slice(token.start, token.end)
}

/**
 * Returns the last formula that says more than a variable's name, with those it is enumerated with;
 * `null` when there is none.
 */
export function lastFormulas(text: string, formulas: readonly Formula[]): string | null {
  const last = formulas.findLastIndex(
    ({ start, content }) =>
      !/^\p{L}'?$/u.test(content) ||
      /(?:^|[:=]|is|are|be)\s?$/.test(text.slice(Math.max(0, start - 6), start)),
  )
  const end = formulas[last]
  if (!end) return null
  let first = last
  while (first > 0 && isEnumeration(text.slice(formulas[first - 1]!.end, formulas[first]!.start)))
    first--
  return joinFormulas(formulas.slice(first, last + 1))
}

/** The first formula and those that are enumerated with it. */
function leadingGroup(text: string, formulas: readonly Formula[]): Formula[] {
  const broken = formulas.findIndex(
    ({ start }, index) => index > 0 && !isEnumeration(text.slice(formulas[index - 1]!.end, start)),
  )
  return formulas.slice(0, broken === -1 ? formulas.length : broken)
}

function joinFormulas(formulas: readonly Formula[]): string {
  return joinParts(formulas.map(({ content }) => cleanCandidate(content)))
}

const rows = /^\\begin\{((?:align|aligned|gather|gathered|split|eqnarray)\*?)\}(.*)\\end\{\1\}$/

/**
 * Several lines of equations: a line that begins with a relation goes on with the one before,
 * others are parts of a list.
 */
function withoutRows(candidate: string): string {
  const inner = rows.exec(candidate)?.[2]
  if (inner === undefined) return candidate
  const parts: string[] = []
  for (const row of inner.split('\\\\').map((line) => line.replaceAll('&', '').trim())) {
    const last = parts.length - 1
    if (/^(?:[=<>≈≤≥]|\\(?:approx|leq?|geq?|equiv)\b)/.test(row) && parts[last] !== undefined)
      parts[last] += ` ${row}`
    else if (row !== '') parts.push(row)
  }
  return cleanCandidate(parts.join(', '))
}

function isNumber(content: string): boolean {
  return /^[-−+]?[\d.,{}!\\]*\d\\?%?$/.test(content)
}
