/**
 * Splits Python source into tokens, indentation included; gives up on what CPython might read
 * differently.
 */

import { giveUp } from '../signals.ts'
import { readString } from './string-literals.ts'

export type TokenKind =
  | 'name'
  | 'keyword'
  | 'int'
  | 'float'
  | 'string'
  | 'formatted'
  | 'operator'
  | 'newline'
  | 'indent'
  | 'dedent'
  | 'end'

/**
 * `text` is the source text, without underscores for numbers, and the decoded value for strings
 * (the raw body for f-strings).
 */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly line: number
  /** Where it stands in the source; empty for `indent`, `dedent` and `end`. */
  readonly start: number
  readonly end: number
}

interface Scanner {
  readonly source: string
  readonly tokens: Token[]
  readonly indents: number[]
  position: number
  line: number
  brackets: number
}

const maxTokens = 200_000
/**
 * CPython allows 100 levels of indentation and 20 of loops; real programs stay far below either.
 */
const maxIndents = 18
const maxBrackets = 100

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

const operators3 = new Set(['**=', '//=', '>>=', '<<='])
const operators2 = new Set('** // >> << <= >= == != -> += -= *= /= %= &= |= ^='.split(' '))
const operators1 = new Set('+-*/%()[]{},:.;=<>&|^~')

const radixPattern = /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+/y
const decimalPattern = /(?:\d(?:_?\d)*)?(?:\.(?:\d(?:_?\d)*)?)?(?:[eE][+-]?\d(?:_?\d)*)?/y
const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y

/**
 * Returns the tokens of `source`, ending with `end`; `firstLine` is the line that its first
 * character stands on.
 */
export function tokenize(source: string, firstLine = 1): Token[] {
  // Half a surrogate pair cannot be encoded, not even in a comment.
  if (source.includes('\r') || source.includes('\0') || /\p{Surrogate}/u.test(source)) giveUp()
  const scanner: Scanner = {
    source,
    tokens: [],
    indents: [0],
    position: 0,
    line: firstLine,
    brackets: 0,
  }
  while (scanner.position < source.length) {
    if (!atLineStart(scanner) || readIndentation(scanner)) readToken(scanner)
    if (scanner.tokens.length > maxTokens) giveUp()
  }
  if (scanner.brackets > 0) giveUp()
  if (scanner.tokens.length > 0 && scanner.tokens.at(-1)?.kind !== 'newline')
    push(scanner, 'newline', '')
  for (let depth = scanner.indents.length; depth > 1; depth--) push(scanner, 'dedent', '')
  push(scanner, 'end', '')
  return scanner.tokens
}

/** Adds the token that stands before `end` from the scanner's position, which does not move. */
function push(scanner: Scanner, kind: TokenKind, text: string, end = scanner.position): void {
  scanner.tokens.push({ kind, text, line: scanner.line, start: scanner.position, end })
}

function atLineStart(scanner: Scanner): boolean {
  const { position, source, tokens, brackets } = scanner
  if (position === 0) return true
  if (brackets > 0 || source.charCodeAt(position - 1) !== 10) return false
  const last = tokens.at(-1)
  return last === undefined || last.kind === 'newline'
}

/**
 * Reads the blanks that open a line; false when nothing else stands on it and the line is used up.
 */
function readIndentation(scanner: Scanner): boolean {
  const { source } = scanner
  const start = scanner.position
  let position = start
  while (source.charCodeAt(position) === 32) position++
  scanner.position = position
  const next = source.charAt(position)
  if (next === '\t' || next === '\f' || next === '\\') giveUp()
  if (next === '#') skipComment(scanner)
  if (scanner.position >= source.length) return false
  if (source.charCodeAt(scanner.position) === 10) {
    scanner.position++
    scanner.line++
    return false
  }
  openOrClose(scanner, position - start)
  return true
}

function openOrClose(scanner: Scanner, column: number): void {
  const { indents } = scanner
  if (column > (indents.at(-1) ?? 0)) {
    indents.push(column)
    if (indents.length > maxIndents) giveUp()
    push(scanner, 'indent', '')
    return
  }
  while (column < (indents.at(-1) ?? 0)) {
    indents.pop()
    push(scanner, 'dedent', '')
  }
  if (column !== indents.at(-1)) giveUp()
}

function skipComment(scanner: Scanner): void {
  const end = scanner.source.indexOf('\n', scanner.position)
  scanner.position = end < 0 ? scanner.source.length : end
}

function readToken(scanner: Scanner): void {
  const { source, position } = scanner
  const code = source.charCodeAt(position)
  if (code === 32 || code === 9) scanner.position++
  else if (code === 10) readNewline(scanner)
  else if (code === 35) skipComment(scanner)
  else if (code === 92) readContinuation(scanner)
  else if (code === 34 || code === 39) readStringToken(scanner, '')
  else if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(position + 1))))
    readNumber(scanner)
  else if (isNameStart(code)) readName(scanner)
  else readOperator(scanner)
}

function readNewline(scanner: Scanner): void {
  if (scanner.brackets === 0) push(scanner, 'newline', '', scanner.position + 1)
  scanner.position++
  scanner.line++
}

/**
 * A backslash joins the next line on. Only between tokens of a line that goes on with something is
 * it beyond doubt.
 */
function readContinuation(scanner: Scanner): void {
  const { source, position } = scanner
  if (source.charCodeAt(position + 1) !== 10) giveUp()
  let next = position + 2
  while (source.charCodeAt(next) === 32) next++
  const code = source.charCodeAt(next)
  if (next >= source.length || code === 10 || code === 92 || code === 35) giveUp()
  scanner.position = next
  scanner.line++
}

/** The prefix stands before the scanner's position, from which the quotes are read. */
function readStringToken(scanner: Scanner, prefix: string): void {
  const literal = readString(scanner.source, scanner.position, prefix)
  scanner.position -= prefix.length
  push(scanner, literal.formatted ? 'formatted' : 'string', literal.text, literal.end)
  scanner.position = literal.end
  scanner.line += literal.newlines
}

function readNumber(scanner: Scanner): void {
  const { source, position } = scanner
  const radix = match(radixPattern, source, position)
  const text = radix ?? match(decimalPattern, source, position) ?? giveUp()
  const end = position + text.length
  const next = source.charCodeAt(end)
  if (isNameStart(next) || isDigit(next) || next === 46 || next > 127) giveUp()
  const digits = text.includes('_') ? text.replaceAll('_', '') : text
  const isInteger = radix !== null || /^\d+$/.test(digits)
  if (radix === null && isInteger && digits.length > 1 && digits.startsWith('0')) giveUp()
  if (isInteger && digits.length > 4000) giveUp()
  push(scanner, isInteger ? 'int' : 'float', digits, end)
  scanner.position = end
}

function readName(scanner: Scanner): void {
  const { source, position } = scanner
  const text = match(namePattern, source, position) ?? giveUp()
  const end = position + text.length
  const next = source.charCodeAt(end)
  if (next > 127) giveUp()
  if (next === 34 || next === 39) {
    scanner.position = end
    return readStringToken(scanner, text)
  }
  push(scanner, keywords.has(text) ? 'keyword' : 'name', text, end)
  scanner.position = end
}

function readOperator(scanner: Scanner): void {
  const { source, position } = scanner
  const three = source.slice(position, position + 3)
  const two = three.slice(0, 2)
  const one = three.slice(0, 1)
  const text = operators3.has(three)
    ? three
    : operators2.has(two)
      ? two
      : operators1.has(one)
        ? one
        : giveUp()
  if (text === '(' || text === '[' || text === '{') scanner.brackets++
  else if (text === ')' || text === ']' || text === '}') scanner.brackets--
  if (scanner.brackets < 0 || scanner.brackets > maxBrackets) giveUp()
  const end = position + text.length
  push(scanner, 'operator', text, end)
  scanner.position = end
}

function match(pattern: RegExp, source: string, position: number): string | null {
  pattern.lastIndex = position
  return pattern.exec(source)?.[0] ?? null
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
}
