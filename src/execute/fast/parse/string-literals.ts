/** Reads string literals: where one ends, and what its escapes stand for. */

import { giveUp } from '../signals.ts'

export interface Literal {
  /** The string's value; of an f-string the body as written. */
  readonly text: string
  readonly formatted: boolean
  /** The position after the closing quotes. */
  readonly end: number
  readonly newlines: number
}

const surrogates = /[\ud800-\udfff]/

const simpleEscapes = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/**
 * Returns the literal whose opening quote is at `start`. Bytes, templates and characters beyond the
 * BMP are given up.
 */
export function readString(source: string, start: number, prefix: string): Literal {
  const flags = prefix.toLowerCase()
  if (!['', 'r', 'u', 'f'].includes(flags)) giveUp()
  const quote = source.charAt(start)
  const isTriple = source.startsWith(quote.repeat(3), start)
  const bodyStart = start + (isTriple ? 3 : 1)
  const bodyEnd = findEnd(source, bodyStart, isTriple ? quote.repeat(3) : quote)
  const body = source.slice(bodyStart, bodyEnd)
  // Length and order of strings are counted in code points, which are UTF-16 units as long as none
  // lies beyond the BMP.
  if (surrogates.test(body)) giveUp()
  if (!isTriple && body.includes('\n')) giveUp()
  const newlines = isTriple ? countNewlines(body) : 0
  const formatted = flags === 'f'
  if (formatted && (newlines > 0 || body.includes('\\N'))) giveUp()
  const text = formatted || flags === 'r' || !body.includes('\\') ? body : unescape(body)
  return { text, formatted, end: bodyEnd + (isTriple ? 3 : 1), newlines }
}

function findEnd(source: string, start: number, quote: string): number {
  const code = quote.charCodeAt(0)
  for (let position = start; position < source.length; position++) {
    const current = source.charCodeAt(position)
    if (current === 92) position++
    else if (current === 10 && quote.length === 1) break
    else if (current === code && source.startsWith(quote, position)) return position
  }
  return giveUp()
}

function countNewlines(body: string): number {
  let count = 0
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) count++
  return count
}

/**
 * Returns `body` with its escapes replaced. Unknown escapes make CPython print a warning, so they
 * are given up.
 */
export function unescape(body: string): string {
  if (!body.includes('\\')) return body
  let result = ''
  let position = 0
  for (let slash = body.indexOf('\\'); slash >= 0; slash = body.indexOf('\\', position)) {
    const [replacement, length] = readEscape(body, slash + 1)
    result += body.slice(position, slash) + replacement
    position = slash + 1 + length
  }
  return result + body.slice(position)
}

function readEscape(body: string, start: number): [replacement: string, length: number] {
  const letter = body.charAt(start)
  const simple = simpleEscapes.get(letter)
  if (simple !== undefined) return [simple, 1]
  const code =
    letter === 'x'
      ? hexadecimal(body, start, 2)
      : letter === 'u'
        ? hexadecimal(body, start, 4)
        : giveUp()
  if (code >= 0xd800 && code <= 0xdfff) giveUp()
  return [String.fromCharCode(code), letter === 'x' ? 3 : 5]
}

function hexadecimal(body: string, start: number, digits: number): number {
  const text = body.slice(start + 1, start + 1 + digits)
  return text.length === digits && /^[0-9a-fA-F]+$/.test(text)
    ? Number.parseInt(text, 16)
    : giveUp()
}
