/**
 * Reading an answer from how a text ends, where no mark states it: a line, a bold span, a formula
 * or a number.
 */
import { afterVerb, candidateOf, lastFormulas } from './candidate.ts'
import { unknownWord } from './certain.ts'
import { changingWords, isDeniedBehind } from './changed-number.ts'
import { cleanCandidate } from './clean-candidate.ts'
import { joinParts } from './enumeration.ts'
import { findFormulas } from './formula.ts'
import { searchedEnd, type Extraction, type Mark } from './mark.ts'
import { lastNumber, wordsBeside } from './last-number.ts'
import { numberTokens } from './number-tokens.ts'
import { isProse, wordCount } from './prose.ts'

/** `- 18`, `∴ x = 3`: what begins a line. */
const lineOpening = /^(?:[-*•]\s|[=∴⇒]>?)\s*/

/**
 * Returns the answer of a text that is nothing else: one line that is an expression, or one
 * sentence with one number of whose other words each is known to leave it as it is, `I think it is
 * 42.`
 */
export function wholeAnswer(text: string): Extraction | null {
  const line = text.trim()
  if (line.length > 200 || line.includes('\n')) return null
  const statement = cleanCandidate(line.replace(lineOpening, ''))
  if (/^(?:is|are|was|does|could|can|would) /i.test(statement)) return null
  if (isRun(statement) || /[-+*/^=(,:]$/.test(statement)) return null
  if (isDeniedBehind(statement)) return denied
  if (!isProse(statement) && isExpression(statement))
    return found(candidateOf(statement), 'whole text')
  const [token, other] = numberTokens(statement)
  if (
    !token ||
    other ||
    /[$\\=<>≤≥]/.test(statement.slice(0, token.start).replace(/\$$/, '')) ||
    wordsBeside(statement, token.start, token.end) !== null
  )
    return null
  const number = numberAtEnd(statement)
  return unknownWord(statement.slice(0, token.start)) === null && number?.candidate
    ? { candidate: number.candidate, mark: 'whole text' }
    : null
}

const denied: Extraction = { candidate: null, reason: 'the words behind the number deny it' }

/** `0 1 2 3`: no number of it is the answer. */
const isRun = (line: string): boolean => /^\d+(?: \d+){2,}$/.test(line)

function found(candidate: string | null, mark: Mark): Extraction | null {
  return candidate === null ? null : { candidate, mark }
}

/**
 * Returns the last line where it is an expression and no more, or the whole of a text that is one
 * line and no prose.
 */
export function lastLine(text: string): Extraction | null {
  const searched = searchedEnd(text)
  const end = endOfLastLine(searched)
  const start = searched.lastIndexOf('\n', end - 1) + 1
  const line = searched.slice(start, end)
  if (
    line.length > 200 ||
    findFormulas(searched).some((formula) => formula.start < start && formula.end > start)
  )
    return null
  const statement = line.trim().replace(lineOpening, '')
  if (/^(?:is|are|was|does|could|can|would) /i.test(statement)) return null
  if (isRun(statement) || (/^\d+$/.test(statement) && isNumberedLines(searched))) return null
  const isWhole = line.trim() === text.trim()
  if (isProse(statement) || /[-+*/^=(,:]$/.test(statement)) return null
  if (isDeniedBehind(statement)) return denied
  if (!isWhole && !isExpression(statement)) return null
  return found(candidateOf(statement), 'last line')
}

/** Nothing but numbers, one a line, three or more: a count, not an answer. */
const isNumberedLines = (text: string): boolean =>
  /^\d+(?:[ \t]*\n+[ \t]*\d+){2,}$/.test(text.slice(-2_000).trim())

/** Lines of fences and brackets do not count. */
function endOfLastLine(text: string): number {
  let end = text.length
  for (let tried = 0; tried < 5; tried++) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    if (start === 0 || !/^[\s`{}[\]()\\$*"',.;_-]*$/.test(text.slice(start, end).slice(0, 500)))
      return end
    end = start - 1
  }
  return end
}

function isExpression(line: string): boolean {
  if (!isComplete(line)) return false
  if (!/\d|\\[a-zA-Z]|[π∞√∅]/.test(line)) return false
  const words = wordCount(line)
  return (
    words === 0 || (words <= 2 && /^\W{0,3}\d(?!\d?[.):]\s)/.test(line) && !/[=+*/×÷]/.test(line))
  )
}

/**
 * Whether every bracket and delimiter has its other half, of whatever kind: `[0, 1)` is an
 * interval. A text that broke off lacks some.
 */
function isComplete(line: string): boolean {
  const count = (pattern: RegExp): number => line.match(pattern)?.length ?? 0
  return count(/[([{]/g) === count(/[)\]}]/g) && count(/\$\$/g) % 2 === 0 && !/^&|\\$/.test(line)
}

/** Returns the last bold span where it is an expression and no number comes after it. */
export function lastBold(text: string): Extraction | null {
  const searched = searchedEnd(text)
  const marks = [...searched.matchAll(/\*\*+/g)].map(({ index }) => index)
  const [open, close] = marks.slice(-2)
  if (
    open === undefined ||
    close === undefined ||
    close - open > 200 ||
    hasNumberAfter(searched, close)
  )
    return null
  const content = searched.slice(open + 2, close)
  if (
    content.includes('\n') ||
    isProse(content) ||
    !/\d|\\[a-zA-Z]|\$/.test(content) ||
    content.trim().endsWith(':')
  )
    return null
  if (wordsBeside(searched, open, close + 2) !== null) return null
  return found(candidateOf(content), 'bold')
}

/** Returns the last formula, or several that are enumerated, where no number comes after it. */
export function lastFormula(text: string): Extraction | null {
  const searched = searchedEnd(text)
  const formulas = findFormulas(searched)
  const last = formulas.at(-1)
  // The text ends in mathematics when a few words follow at most.
  if (!last || searched.length - last.end > 200 || hasNumberAfter(searched, last.end)) return null
  if (wordsBeside(searched, last.start, last.end) !== null) return null
  return found(lastFormulas(searched, formulas), 'last formula')
}

/**
 * Returns what the last sentence says something is, where that is an expression and not only a
 * number: `so it is 3*sqrt(2).`
 */
export function lastStatement(text: string): Extraction | null {
  const searched = searchedEnd(text)
  const line = searched.slice(searched.lastIndexOf('\n') + 1)
  if (line.length > 2_000) return null
  const sentence = cleanCandidate(line.split(/(?<=[.!?])\s/).at(-1) ?? '')
  const rest = afterVerb(` ${sentence}`)
  if (rest === null || changingWords(sentence.slice(0, sentence.length - rest.length), '') !== null)
    return null
  if (wordCount(rest) > 0 || !isComplete(rest)) return null
  if (isListOfNumbers(rest))
    return { candidate: joinParts(rest.split(listed)), mark: 'last statement' }
  if (isTuple(rest)) return { candidate: rest, mark: 'last statement' }
  return /\\[a-zA-Z]|[√π^*]|\p{L}\(/u.test(rest)
    ? { candidate: rest, mark: 'last statement' }
    : null
}

const signed = String.raw`[-−+]?\$?\d+(?:[.,/]\d+)*%?`
const oneNumber = new RegExp(`^\\s?${signed}\\s?$`)

/** Whether a text is `(2, 3)`. */
function isTuple(text: string): boolean {
  const inner = /^[([]([^()[\]]{3,200})[)\]]$/.exec(text)?.[1]?.split(',') ?? []
  return inner.length > 1 && inner.every((part) => oneNumber.test(part))
}

/**
 * Whether a text is `5 and 7`, of numbers alone: of `84 sofas and 88 chairs` each number counts
 * something else.
 */
function isListOfNumbers(text: string): boolean {
  const parts = / (?:and|or) |, .*, /.test(text) ? text.split(listed) : []
  return parts.length > 1 && parts.every((part) => oneNumber.test(part))
}

/** What joins the parts of a list. */
const listed = /,? (?:and|or) |, /

const pair = String.raw`(?<![\p{L}\p{N}'])\p{L} ?= ?${signed}(?![\p{L}\p{N}])`
const pairs = new RegExp(`${pair}(?:(?:,| or|, or| and|, and) ${pair}){1,5}$`, 'u')

/**
 * Returns the equations with which a text ends where they give single letters their values: `So x =
 * 3 and y = 4.`
 */
export function lastPairs(text: string): Extraction | null {
  const found = pairs.exec(searchedEnd(text).slice(-200).replace(/[.!]$/, ''))
  if (!found) return null
  return { candidate: joinParts(found[0].split(listed)), mark: 'last statement' }
}

const monthName = String.raw`\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?`
const day = String.raw`\b\d{1,2}(?:st|nd|rd|th)?`
const beforeYear = new RegExp(`(?:${monthName} ${day},? |${day} (?:of )?${monthName},? )$`, 'i')

/**
 * Returns the number with which a text ends, with what belongs to it: `minus` before it, `PM`
 * behind a time, `Apr 11,` before a year.
 */
export function numberAtEnd(text: string): Extraction | null {
  const found = lastNumber(text)
  if (found.candidate === null) return null
  const token = numberTokens(text).at(-1)!
  const [before, after] = [
    text.slice(Math.max(0, token.start - 20), token.start),
    text.slice(token.end, token.end + 6),
  ]
  const date = /^\d{4}$/.test(found.candidate) ? (beforeYear.exec(before)?.[0] ?? '') : ''
  if (date !== '') return { ...found, candidate: date + found.candidate }
  const half = found.candidate.includes(':')
    ? (/^\s?[ap](?:m\b|\.m\.)/i.exec(after)?.[0] ?? '')
    : ''
  const isNegative =
    /(?:(?:^|\b(?:is|are|be|to|equals)\s)minus|\bnegative)\s$/i.test(before) &&
    /^[$\d.]/.test(found.candidate)
  return { ...found, candidate: (isNegative ? '-' : '') + found.candidate + half }
}

function hasNumberAfter(text: string, end: number): boolean {
  return (numberTokens(text).at(-1)?.start ?? -1) >= end
}
