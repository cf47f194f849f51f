/** Parses the body of an f-string into literal text and replacement fields. */

import type { ExpressionParser } from './parse-comprehension.ts'
import { startParser, peek } from './parser.ts'
import { giveUp } from '../signals.ts'
import { unescape } from './string-literals.ts'
import type { Expression, Field, FormattedString } from './syntax.ts'
import { tokenize } from './tokens.ts'
import type { Token } from './tokens.ts'

interface Body {
  readonly text: string
  readonly line: number
  readonly tools: ExpressionParser
  readonly depth: number
  position: number
}

/** Returns the parts of the f-string `token`, which stands `depth` levels deep. */
export function parseFormatted(
  token: Token,
  tools: ExpressionParser,
  depth: number,
): (string | Field)[] {
  const body = { text: token.text, line: token.line, tools, depth, position: 0 }
  return parseParts(body, false)
}

function parseParts(body: Body, inFormat: boolean): (string | Field)[] {
  const parts: (string | Field)[] = []
  let literal = ''
  while (body.position < body.text.length) {
    const current = body.text.charAt(body.position)
    if (current === '}' && inFormat) break
    if (
      (current !== '{' && current !== '}') ||
      (!inFormat && body.text.charAt(body.position + 1) === current)
    ) {
      literal += current
      // In text a doubled brace stands for one.
      body.position += current === '{' || current === '}' ? 2 : 1
      continue
    }
    if (current === '}') giveUp()
    if (literal !== '') parts.push(unescape(literal))
    literal = ''
    parts.push(parseField(body, inFormat))
  }
  if (literal !== '') parts.push(unescape(literal))
  return parts
}

function parseField(body: Body, inFormat: boolean): Field {
  const start = body.position + 1
  const end = findFieldEnd(body.text, start)
  const expression = parseInner(body, body.text.slice(start, end))
  body.position = end
  const conversion = readConversion(body)
  let format: FormattedString | null = null
  if (body.text.charAt(body.position) === ':') {
    if (inFormat) giveUp()
    body.position++
    format = { kind: 'formatted', parts: parseParts(body, true), line: body.line }
  }
  if (body.text.charAt(body.position) !== '}') giveUp()
  body.position++
  return { expression, conversion, format, line: body.line }
}

function readConversion(body: Body): 'r' | 's' | null {
  if (body.text.charAt(body.position) !== '!') return null
  const letter = body.text.charAt(body.position + 1)
  body.position += 2
  return letter === 'r' || letter === 's' ? letter : giveUp()
}

/**
 * Returns where the expression that starts at `start` ends: at `}`, `!` or `:` outside of brackets
 * and strings.
 */
function findFieldEnd(text: string, start: number): number {
  let brackets = 0
  for (let position = start; position < text.length; position++) {
    const current = text.charAt(position)
    if (current === '\\' || current === '#') giveUp()
    if (current === '"' || current === "'") {
      position = text.indexOf(current, position + 1)
      if (position < 0) giveUp()
    } else if (current === '(' || current === '[' || current === '{') brackets++
    else if (brackets > 0 && (current === ')' || current === ']' || current === '}')) brackets--
    else if (brackets === 0 && (current === '}' || current === ':')) return position
    else if (brackets === 0 && current === '!' && text.charAt(position + 1) !== '=') return position
  }
  return giveUp()
}

function parseInner(body: Body, source: string): Expression {
  const parser = startParser(tokenize(source.trim(), body.line))
  // Fields can hold f-strings that hold fields: the depth goes on counting.
  parser.depth = body.depth + 4
  const expression = body.tools.expressions(parser)
  parser.index++
  if (peek(parser).kind !== 'end' || parser.tokens[parser.index - 1]?.kind !== 'newline') giveUp()
  return expression
}
