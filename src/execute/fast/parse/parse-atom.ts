/** Parses names, literals and displays: what stands between operators. */

import { parseComprehension } from './parse-comprehension.ts'
import type { ExpressionParser } from './parse-comprehension.ts'
import { parseFormatted } from './parse-formatted.ts'
import { accept, expect, isNext, maxChain, nested, peek, placed, takeName } from './parser.ts'
import type { Parser } from './parser.ts'
import { giveUp } from '../signals.ts'
import type { Expression, Field } from './syntax.ts'

/** Parses one atom. */
export function parseAtom(parser: Parser, tools: ExpressionParser): Expression {
  const { index } = parser
  const { kind, text, line } = peek(parser)
  switch (kind) {
    case 'name':
      return placed(parser, { kind: 'name', id: takeName(parser), line }, index)
    case 'int':
      parser.index++
      return placed(parser, { kind: 'constant', value: BigInt(text), line }, index)
    case 'float':
      parser.index++
      return placed(parser, { kind: 'constant', value: Number(text), line }, index)
    case 'string':
    case 'formatted':
      return strings(parser, tools)
    case 'keyword':
      return keyword(parser)
    case 'operator':
      return nested(parser, (inner) => display(inner, tools))
    default:
      return giveUp()
  }
}

function keyword(parser: Parser): Expression {
  const { text, line } = peek(parser)
  parser.index++
  const value =
    text === 'True' ? true : text === 'False' ? false : text === 'None' ? null : giveUp()
  return { kind: 'constant', value, line }
}

/** Adjacent literals are one string. */
function strings(parser: Parser, tools: ExpressionParser): Expression {
  const { line } = peek(parser)
  const parts: (string | Field)[] = []
  let value = ''
  let isFormatted = false
  for (let count = 0; ; count++) {
    const token = peek(parser)
    if (token.kind !== 'string' && token.kind !== 'formatted') break
    if (count > maxChain) giveUp()
    parser.index++
    if (token.kind === 'string') {
      value += token.text
      parts.push(token.text)
    } else {
      isFormatted = true
      parts.push(...parseFormatted(token, tools, parser.depth))
    }
  }
  if (!isFormatted) return { kind: 'constant', value, line }
  return { kind: 'formatted', parts, line }
}

function display(parser: Parser, tools: ExpressionParser): Expression {
  if (accept(parser, '(')) return parenthesis(parser, tools)
  if (accept(parser, '[')) return list(parser, tools)
  if (accept(parser, '{')) return dict(parser, tools)
  return giveUp()
}

function parenthesis(parser: Parser, tools: ExpressionParser): Expression {
  const { line } = parser.tokens[parser.index - 1] ?? giveUp()
  if (accept(parser, ')')) return { kind: 'tuple', items: [], line }
  const first = tools.expression(parser)
  if (isNext(parser, 'for')) {
    const generator = parseComprehension(parser, tools, {
      produces: 'generator',
      element: first,
      value: null,
      line,
    })
    expect(parser, ')')
    return generator
  }
  if (accept(parser, ')')) return first
  const items = [first]
  while (!accept(parser, ')')) {
    expect(parser, ',')
    if (!isNext(parser, ')')) items.push(tools.expression(parser))
  }
  return { kind: 'tuple', items, line }
}

function list(parser: Parser, tools: ExpressionParser): Expression {
  const { line } = parser.tokens[parser.index - 1] ?? giveUp()
  const items: Expression[] = []
  while (!accept(parser, ']')) {
    const item = tools.expression(parser)
    if (items.length === 0 && isNext(parser, 'for')) {
      const comprehension = parseComprehension(parser, tools, {
        produces: 'list',
        element: item,
        value: null,
        line,
      })
      expect(parser, ']')
      return comprehension
    }
    items.push(item)
    if (!isNext(parser, ']')) expect(parser, ',')
  }
  return { kind: 'list', items, line }
}

function dict(parser: Parser, tools: ExpressionParser): Expression {
  const { line } = parser.tokens[parser.index - 1] ?? giveUp()
  const entries: { key: Expression; value: Expression }[] = []
  while (!accept(parser, '}')) {
    const key = tools.expression(parser)
    expect(parser, ':')
    const value = tools.expression(parser)
    if (entries.length === 0 && isNext(parser, 'for')) {
      const comprehension = parseComprehension(parser, tools, {
        produces: 'dict',
        element: key,
        value,
        line,
      })
      expect(parser, '}')
      return comprehension
    }
    entries.push({ key, value })
    if (!isNext(parser, '}')) expect(parser, ',')
  }
  return { kind: 'dict', entries, line }
}
