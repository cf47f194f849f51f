/** Reading a number from a text by each of its marks, for tasks whose answers are numbers. */
import { taggedAnswer } from './answer-tag.ts'
import { lastBoxed } from './boxed.ts'
import { isEnumeration } from './enumeration.ts'
import { jsonAnswer } from './json-answer.ts'
import { lineFrom, maxTries, placeOf, quote, searchedEnd, type Extraction, type Mark, type MarkReaders } from './mark.ts'
import { isOperand, numberTokens, type NumberToken } from './number-tokens.ts'
import { numberValue } from './number-value.ts'
import { plainText } from './plain-text.ts'
import { programOutput } from './program-output.ts'

/** The readers of numbers. A boxed or JSON answer that is no number means that there is none. */
export const numberReaders: MarkReaders = [
  ['in <answer>', inTag],
  ['after ####', afterHashes],
  ['in \\boxed{}', (text) => explicit(lastBoxed(text)?.content, 'in \\boxed{}')],
  ['JSON field "answer"', (text) => explicit(jsonAnswer(text), 'JSON field "answer"')],
  ['answer line', onAnswerLine],
  ['program output', (text) => narrowed(programOutput(text))],
  ['last number', lastNumber],
]

/**
 * A markdown heading such as `#### Step 1: add` is not an answer: a line that is a number and no more is looked for first. Of a line that says
 * more, such as `#### 18 dollars for 3 days`, the number it begins with counts.
 */
function afterHashes(text: string): Extraction | null {
  let fallback: Extraction | null = null
  let tried = 0
  for (let at = text.indexOf('####'); at !== -1 && tried < maxTries; at = text.indexOf('####', at + 4), tried++) {
    const line = lineFrom(text, at + 4)
      .replaceAll(/\s+/g, ' ')
      .trim()
    const candidate = numberValue(line) === null ? leadingNumber(line) : line
    if (candidate === null) continue
    const found: Extraction = { candidate, mark: 'after ####' }
    if (isNumberAlone(line)) return found
    if (beginsWithNumber(line)) fallback ??= found
  }
  return fallback
}

/** Whether a line is a number and no more, with its sign, currency or percent sign. */
export function isNumberAlone(line: string): boolean {
  return /^[-−+$€£¥ ]*[\d.,/]+ ?%?\.?$/.test(line)
}

/** Whether a line begins with a number that does not number the line, as in `1. Add`. */
export function beginsWithNumber(line: string): boolean {
  return /^[-−+$€£¥]*\.?\d[\d.,/]*(?![.)\d]*[.):]\s)/.test(line.slice(0, 100))
}

function explicit(content: string | null | undefined, mark: Mark): Extraction | null {
  if (content === null || content === undefined) return null
  const candidate = narrowToNumber(content)
  return candidate === null ? { candidate: null, reason: `no number ${placeOf(mark)}: ${quote(content)}` } : { candidate, mark }
}

/** A whole solution may stand between the tags: then it is read like any other text. */
function inTag(text: string): Extraction | null {
  const content = taggedAnswer(text)
  if (content === null) return null
  if (!content.includes('\n') && !/boxed|####/.test(content)) return explicit(content, 'in <answer>')
  for (const [mark, read] of numberReaders) {
    const candidate = mark === 'in <answer>' ? null : read(content)?.candidate
    if (candidate) return { candidate, mark: 'in <answer>' }
  }
  return null
}

function narrowed(extraction: Extraction | null): Extraction | null {
  const candidate = extraction?.candidate ? narrowToNumber(extraction.candidate) : null
  return candidate === null ? null : { candidate, mark: 'program output' }
}

const answerLine = /^[ \t>#*_"'{]*a ?:|\banswer\b[*_"'`]* ?(?::|is\b|=)[*_:]*/gim

/** `Answer:` may also head a whole solution: unless its line is the last one, the number must follow at once. */
function onAnswerLine(text: string): Extraction | null {
  const searched = searchedEnd(text)
  for (const match of [...searched.matchAll(answerLine)].slice(-maxTries).toReversed()) {
    const rest = searched.slice(match.index + match[0].length).trimStart()
    const line = lineFrom(rest, 0)
    const candidate = line
      .split(/(?<=[.!?])\s/)
      .map(narrowToNumber)
      .find((found) => found !== null)
    if (candidate && (line.length === rest.length || leadsWithNumber(line))) return { candidate, mark: 'answer line' }
  }
  return null
}

/** A text that says more behind its last number broke off or got lost: it does not end in that number. */
const maxAfterLastNumber = 400

/** Returns the number with which a text ends, unless it is part of a calculation without result. */
export function lastNumber(text: string): Extraction {
  if (text.trim() === '') return { candidate: null, reason: 'the text is empty' }
  const token = numberTokens(text).at(-1)
  if (!token) return { candidate: null, reason: 'there is no number in the text' }
  if (text.trimEnd().length - token.end > maxAfterLastNumber)
    return { candidate: null, reason: 'the last number is far from the end of the text' }
  if (isOperand(text, token)) return { candidate: null, reason: 'the last number is part of a calculation without result' }
  return { candidate: text.slice(token.start, token.end), mark: 'last number' }
}

/** `1, 2 and 3` is no number. */
function isList(statement: string, tokens: readonly NumberToken[]): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (!first || !last || first === last || /\w/.test(statement.slice(0, first.start) + statement.slice(last.end))) return false
  return tokens.slice(1).every(({ start }, index) => isEnumeration(statement.slice(tokens[index]!.end, start)))
}

/** `118 000` and no more; in running text it may be two numbers. */
const spacedThousands = /^[-−+$€£¥]{0,3}\d{1,3}(?: \d{3})+(?:\.\d+)?$/

/**
 * Returns the part of a short statement that is its number: all of it when there is only one; the first number when the statement
 * begins with it (`18 dollars for 3 days`); else the first after the last `=`, or the last, of its last sentence.
 */
export function narrowToNumber(raw: string): string | null {
  const statement = plainText(raw)
  const tokens = numberTokens(statement)
  const [first] = tokens
  if (!first) return null
  if (spacedThousands.test(statement) || isList(statement, tokens)) return statement
  if (tokens.length === 1) return statement.length <= 200 ? statement : cut(statement, first)
  if (leads(statement, tokens)) return cut(statement, first)
  const sentence = statement.split(/(?<=[.!?])\s/).findLast((part) => numberTokens(part).length > 0) ?? statement
  const side = mainClause(sentence.slice(sentence.lastIndexOf('=') + 1))
  const inside = numberTokens(side)
  const token = sentence.includes('=') ? inside[0] : inside.at(-1)
  if (!token) return cut(statement, tokens.at(-1) ?? first)
  return isOperand(side, token) ? side : cut(side, token)
}

/** What begins a clause that says for what, when or why. */
const subordinate =
  / (?:to (?!about|the |a |an |at |approx|around|roughly|some )\p{L}{2}|when |if |because |since |while |given |so that )/u

/** `It takes 4 hours to dig 30 holes` answers with the 4: what a clause adds does not count where the number comes before it. */
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
  return /^[\s"'*_]*(?:\\\()?$/.test(statement.slice(0, first.start)) && !isOperand(statement, first)
}

function cut(text: string, token: NumberToken): string {
  return text.slice(token.start, token.end)
}
