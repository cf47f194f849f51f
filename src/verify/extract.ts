/** Finding the final answer in a model's text, by the most explicit mark it carries. */
import { jsonAnswer } from './json-answer.ts'
import { isOperand, numberTokens, type NumberToken } from './number-tokens.ts'
import { parseAnswer } from './parse.ts'
import { plainText } from './plain-text.ts'

/** How an answer was found, most explicit first. */
export type Mark = 'after ####' | 'in \\boxed{}' | 'JSON field "answer"' | 'answer line' | 'last number'

/** The part of a text that states the answer, or why there is none. */
export type Extraction = { candidate: string; mark: Mark } | { candidate: null; reason: string }

/**
 * Returns the candidate of the first mark that is present: `####`, `\boxed{}`, a JSON field `answer` (in broken JSON too), a line such
 * as `A: 18` or `the answer is 18`, else the last number. A boxed or JSON answer that is no number means that there is none: the
 * reasoning before it is not searched for a better one. Of several, the first `####` line counts (what follows it is a text that did
 * not stop; so does GSM8K's own grader), but the last of every other mark. Time is linear in the text.
 */
export function extractAnswer(text: string): Extraction {
  return findMarked(text) ?? lastNumber(text)
}

/** Like `extractAnswer`, but `null` when the text carries no mark: for texts where a stray number must not count. */
export function extractMarkedAnswer(text: string): Extraction | null {
  return findMarked(text)
}

/** Of more marks than this only the nearest are tried, so that hostile texts stay cheap. */
const maxTries = 32

function findMarked(text: string): Extraction | null {
  return afterHashes(text) ?? inBox(text) ?? fromJson(text) ?? onAnswerLine(text)
}

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
    const candidate = parseAnswer(line) === null ? leadingNumber(line) : line
    if (candidate === null) continue
    const found: Extraction = { candidate, mark: 'after ####' }
    if (/^[-−+$€£¥ ]*[\d.,/]+ ?%?\.?$/.test(line)) return found
    if (/^[-−+$€£¥]*\.?\d[\d.,/]*(?![.)\d]*[.):]\s)/.test(line.slice(0, 100))) fallback ??= found
  }
  return fallback
}

function inBox(text: string): Extraction | null {
  const at = text.lastIndexOf('\\boxed')
  if (at === -1) return null
  const content = braced(text, at + '\\boxed'.length)
  return content === null ? null : explicit(content, 'in \\boxed{}')
}

/** Returns what stands between the braces that open at `index`, or after a blank; `null` when nothing closes within 2,000 characters. */
function braced(text: string, index: number): string | null {
  const window = text.slice(index, index + 2_000)
  if (!window.startsWith('{')) return /^\s+(\S+)/.exec(window)?.[1] ?? null
  let depth = 0
  for (let end = 0; end < window.length; end++) {
    if (window[end] === '{') depth++
    else if (window[end] === '}' && --depth === 0) return window.slice(1, end)
  }
  return null
}

function fromJson(text: string): Extraction | null {
  const value = jsonAnswer(text)
  return value === null ? null : explicit(value, 'JSON field "answer"')
}

function explicit(content: string, mark: Mark): Extraction {
  const candidate = narrow(content)
  return candidate === null ? { candidate: null, reason: `no number ${mark}: ${quote(content)}` } : { candidate, mark }
}

const answerLine = /^[ \t>#*_"'{]*a ?:|\banswer\b[*_"'`]* ?(?::|is\b|=)[*_:]*/gim

/** `Answer:` may also head a whole solution: unless its line is the last one, the number must follow at once. */
function onAnswerLine(text: string): Extraction | null {
  const searched = text.slice(-20_000).trimEnd()
  for (const match of [...searched.matchAll(answerLine)].slice(-maxTries).toReversed()) {
    const rest = searched.slice(match.index + match[0].length).trimStart()
    const line = lineFrom(rest, 0)
    const candidate = line
      .split(/(?<=[.!?])\s/)
      .map(narrow)
      .find((found) => found !== null)
    if (candidate && (line.length === rest.length || leads(line, numberTokens(line)))) return { candidate, mark: 'answer line' }
  }
  return null
}

function lastNumber(text: string): Extraction {
  if (text.trim() === '') return { candidate: null, reason: 'the text is empty' }
  const token = numberTokens(text).at(-1)
  if (!token) return { candidate: null, reason: 'there is no number in the text' }
  if (isOperand(text, token)) return { candidate: null, reason: 'the last number is part of a calculation without result' }
  return { candidate: text.slice(token.start, token.end), mark: 'last number' }
}

/**
 * Returns the part of a short statement that is its number: all of it when there is only one; the first number when the statement
 * begins with it (`18 dollars for 3 days`); else the first after the last `=`, or the last, of its last sentence.
 */
function narrow(raw: string): string | null {
  const statement = plainText(raw)
  const tokens = numberTokens(statement)
  const [first] = tokens
  if (!first) return null
  if (tokens.length === 1) return statement.length <= 200 ? statement : cut(statement, first)
  if (leads(statement, tokens)) return cut(statement, first)
  const sentence = statement.split(/(?<=[.!?])\s/).findLast((part) => numberTokens(part).length > 0) ?? statement
  const side = sentence.slice(sentence.lastIndexOf('=') + 1)
  const inside = numberTokens(side)
  const token = side === sentence ? inside.at(-1) : inside[0]
  if (!token) return cut(statement, tokens.at(-1) ?? first)
  return isOperand(side, token) ? side : cut(side, token)
}

function leadingNumber(line: string): string | null {
  const statement = plainText(line)
  const tokens = numberTokens(statement)
  return leads(statement, tokens) ? cut(statement, tokens[0]!) : null
}

/** Whether a statement begins with its number, which is not the first operand of a calculation. */
function leads(statement: string, [first]: NumberToken[]): boolean {
  if (!first) return false
  return /^[\s"'*_]*(?:\\\()?$/.test(statement.slice(0, first.start)) && !isOperand(statement, first)
}

function cut(text: string, token: NumberToken): string {
  return text.slice(token.start, token.end)
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, Math.min(end === -1 ? text.length : end, start + 2_000))
}

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 59)}…` : line)
}
