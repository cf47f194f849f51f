/**
 * Parses expressions by precedence climbing; whatever is not surely Python of the subset is given
 * up.
 */

import { parseAtom } from './parse-atom.ts'
import { parseComprehension } from './parse-comprehension.ts'
import type { ExpressionParser } from './parse-comprehension.ts'
import { accept, expect, isNext, maxChain, nested, peek, placed, takeName } from './parser.ts'
import type { Parser } from './parser.ts'
import { giveUp } from '../signals.ts'
import { unsureLine } from './syntax.ts'
import type { Expression, Parameter } from './syntax.ts'

const binaryPrecedence = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['//', 6],
  ['%', 6],
])

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'is', 'not'])

/** What the parser of atoms and of statements need of this one. */
export const expressionParser: ExpressionParser = {
  expression: parseExpression,
  expressions: parseExpressions,
  disjunction: or,
  operand: parseOperand,
}

/** Parses one expression without a bare comma: a lambda, a conditional expression or less. */
export function parseExpression(parser: Parser): Expression {
  return nested(parser, conditional)
}

/** Parses an expression, or several with commas, which make a tuple. */
export function parseExpressions(parser: Parser): Expression {
  const { line } = peek(parser)
  const first = parseExpression(parser)
  if (!isNext(parser, ',')) return first
  const items = [first]
  while (accept(parser, ',')) {
    if (endsExpressions(parser)) break
    items.push(parseExpression(parser))
  }
  return { kind: 'tuple', items, line }
}

/**
 * Parses what may stand between `for` and `in`, or beside a comparison: everything that binds
 * tighter.
 */
function parseOperand(parser: Parser): Expression {
  return binary(parser, 1)
}

function endsExpressions(parser: Parser): boolean {
  const { kind, text } = peek(parser)
  if (kind === 'newline' || kind === 'end') return true
  return (
    kind === 'operator' &&
    (text === ')' || text === ']' || text === '}' || text === '=' || text === ':' || text === ';')
  )
}

function conditional(parser: Parser): Expression {
  const { line } = peek(parser)
  if (isNext(parser, 'lambda')) return lambda(parser)
  const whenTrue = or(parser)
  if (!accept(parser, 'if')) return whenTrue
  const test = or(parser)
  expect(parser, 'else')
  return { kind: 'conditional', test, whenTrue, whenFalse: parseExpression(parser), line }
}

function lambda(parser: Parser): Expression {
  const { line } = peek(parser)
  expect(parser, 'lambda')
  const parameters = isNext(parser, ':') ? [] : parseParameters(parser, false)
  expect(parser, ':')
  const outer = parser.bound
  const locals = new Set(parameters.map((parameter) => parameter.name))
  parser.bound = locals
  const value = parseExpression(parser)
  parser.bound = outer
  const body = [{ kind: 'return' as const, value, line: value.line }]
  return { kind: 'lambda', definition: { name: '<lambda>', parameters, body, locals }, line }
}

/**
 * Parses parameters up to the closing `)` or `:`; only a `def` may annotate them, and annotations
 * are never evaluated.
 */
export function parseParameters(parser: Parser, annotated: boolean): Parameter[] {
  const parameters: Parameter[] = []
  do {
    if (isNext(parser, ')') || isNext(parser, ':')) break
    const name = takeName(parser)
    if (parameters.some((parameter) => parameter.name === name) || parameters.length > 50) giveUp()
    if (annotated && accept(parser, ':')) parseExpression(parser)
    const value = accept(parser, '=') ? parseExpression(parser) : null
    if (value === null && parameters.some((parameter) => parameter.default !== null)) giveUp()
    parameters.push({ name, default: value })
  } while (accept(parser, ','))
  return parameters
}

function or(parser: Parser): Expression {
  return logical(parser, 'or', and)
}

function and(parser: Parser): Expression {
  return logical(parser, 'and', not)
}

function logical(
  parser: Parser,
  operator: 'and' | 'or',
  part: (parser: Parser) => Expression,
): Expression {
  const { line } = peek(parser)
  const first = part(parser)
  if (!isNext(parser, operator)) return first
  const parts = [first]
  while (accept(parser, operator)) parts.push(part(parser))
  return { kind: 'logical', operator, parts, line }
}

function not(parser: Parser): Expression {
  const { line } = peek(parser)
  if (accept(parser, 'not'))
    return { kind: 'unary', operator: 'not', operand: nested(parser, not), line }
  return comparison(parser)
}

function comparison(parser: Parser): Expression {
  const { line } = peek(parser)
  const first = parseOperand(parser)
  if (!comparisons.has(peek(parser).text)) return first
  const rest = []
  for (let operator = comparator(parser); operator !== null; operator = comparator(parser)) {
    const operand = parseOperand(parser)
    rest.push({ operator, operand })
    // CPython warns of identity with a literal, and identity of other values is not defined by the
    // language.
    if (operator.startsWith('is') && !(operand.kind === 'constant' && isSingleton(operand.value)))
      giveUp()
  }
  if (rest.length === 0) return first
  const isIdentity = rest.some(({ operator }) => operator.startsWith('is'))
  if (isIdentity && (rest.length > 1 || (first.kind !== 'name' && first.kind !== 'call'))) giveUp()
  return { kind: 'compare', first, rest, line }
}

function isSingleton(value: unknown): boolean {
  return value === null || typeof value === 'boolean'
}

function comparator(parser: Parser): string | null {
  const { kind, text } = peek(parser)
  if ((kind !== 'operator' && kind !== 'keyword') || !comparisons.has(text)) return null
  parser.index++
  if (text === 'is') return accept(parser, 'not') ? 'is not' : 'is'
  if (text !== 'not') return text
  expect(parser, 'in')
  return 'not in'
}

function binary(parser: Parser, minimum: number): Expression {
  const { index } = parser
  const { line } = peek(parser)
  let left = unary(parser)
  for (let length = 0; ; length++) {
    const { kind, text } = peek(parser)
    const precedence = kind === 'operator' ? binaryPrecedence.get(text) : undefined
    if (precedence === undefined || precedence < minimum) return left
    if (length > maxChain) giveUp()
    const at = parser.index++
    const right = binary(parser, precedence + 1)
    left = placed(parser, { kind: 'binary', operator: text, left, right, line }, index, at)
  }
}

function unary(parser: Parser): Expression {
  const { kind, text, line } = peek(parser)
  if (kind !== 'operator' || (text !== '-' && text !== '+' && text !== '~')) return power(parser)
  parser.index++
  const operand = nested(parser, unary)
  if (
    operand.kind === 'constant' &&
    text === '-' &&
    (typeof operand.value === 'bigint' || typeof operand.value === 'number')
  ) {
    return { kind: 'constant', value: -operand.value, line }
  }
  return { kind: 'unary', operator: text, operand, line }
}

function power(parser: Parser): Expression {
  const { index } = parser
  const { line } = peek(parser)
  const base = trailers(parser)
  if (!accept(parser, '**')) return base
  const at = parser.index - 1
  const right = nested(parser, unary)
  return placed(parser, { kind: 'binary', operator: '**', left: base, right, line }, index, at)
}

function trailers(parser: Parser): Expression {
  const { index } = parser
  const { line } = peek(parser)
  let expression = parseAtom(parser, expressionParser)
  for (let length = 0; ; length++) {
    if (length > maxChain) giveUp()
    const at = parser.index
    if (accept(parser, '(')) expression = placed(parser, call(parser, expression, line), index, at)
    else if (accept(parser, '[')) expression = subscript(parser, expression, line)
    else if (accept(parser, '.'))
      expression = placed(parser, attribute(parser, expression, line), index, at + 1)
    else return expression
  }
}

function attribute(parser: Parser, object: Expression, line: number): Expression {
  // CPython places an attribute that stands on a later line on that line in some instructions and
  // not in others.
  const isSure = peek(parser).line === line
  return { kind: 'attribute', object, name: takeName(parser), line: isSure ? line : unsureLine }
}

function call(parser: Parser, callee: Expression, line: number): Expression {
  // CPython warns at compile time of calling what can never be called.
  if (
    callee.kind !== 'name' &&
    callee.kind !== 'attribute' &&
    callee.kind !== 'lambda' &&
    callee.kind !== 'call'
  )
    giveUp()
  const positional: Expression[] = []
  const keywords: { name: string; value: Expression }[] = []
  while (!accept(parser, ')')) {
    const { kind, line: start } = peek(parser)
    const value = parseExpression(parser)
    if (kind === 'name' && value.kind === 'name' && accept(parser, '=')) {
      if (keywords.some((keyword) => keyword.name === value.id)) giveUp()
      keywords.push({ name: value.id, value: parseExpression(parser) })
    } else if (isNext(parser, 'for')) {
      // A generator expression may stand without parentheses as the only argument.
      if (positional.length + keywords.length > 0) giveUp()
      positional.push(
        parseComprehension(parser, expressionParser, {
          produces: 'generator',
          element: value,
          value: null,
          line: start,
        }),
      )
      if (!isNext(parser, ')')) giveUp()
    } else if (keywords.length > 0) giveUp()
    else positional.push(value)
    if (!isNext(parser, ')')) expect(parser, ',')
  }
  const isSure = callee.line !== unsureLine
  return { kind: 'call', callee, positional, keywords, line: isSure ? line : unsureLine }
}

function subscript(parser: Parser, object: Expression, line: number): Expression {
  const index = isNext(parser, ':') ? slice(parser, null) : parseIndex(parser)
  if (!isSubscriptable(object, index)) giveUp()
  expect(parser, ']')
  return { kind: 'subscript', object, index, line }
}

/**
 * CPython warns at compile time of subscripts that can never work, such as of a number, or of a
 * list display by a string.
 */
function isSubscriptable(object: Expression, index: Expression): boolean {
  const { kind } = object
  if (
    kind === 'name' ||
    kind === 'attribute' ||
    kind === 'call' ||
    kind === 'subscript' ||
    kind === 'dict'
  )
    return true
  if (
    kind !== 'list' &&
    kind !== 'tuple' &&
    !(kind === 'constant' && typeof object.value === 'string')
  )
    return false
  if (index.kind === 'constant') return typeof index.value === 'bigint'
  return (
    index.kind === 'name' ||
    index.kind === 'binary' ||
    index.kind === 'slice' ||
    index.kind === 'call'
  )
}

function parseIndex(parser: Parser): Expression {
  const lower = parseExpressions(parser)
  return isNext(parser, ':') ? slice(parser, lower) : lower
}

function slice(parser: Parser, lower: Expression | null): Expression {
  const { line } = peek(parser)
  if (lower?.kind === 'tuple') giveUp()
  expect(parser, ':')
  const upper = isNext(parser, ']') || isNext(parser, ':') ? null : parseExpression(parser)
  const hasStep = accept(parser, ':')
  const step = hasStep && !isNext(parser, ']') ? parseExpression(parser) : null
  return { kind: 'slice', lower, upper, step, line }
}
