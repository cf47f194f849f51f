/** Parses the clauses of comprehensions, and turns expressions into the targets they stand for. */

import { accept, expect, isNext } from './parser.ts'
import type { Parser } from './parser.ts'
import { giveUp } from '../signals.ts'
import type { Clause, Comprehension, Expression, Target } from './syntax.ts'

/** The expression parser, handed to the parts of the grammar it is made of. */
export interface ExpressionParser {
  readonly expression: (parser: Parser) => Expression
  readonly expressions: (parser: Parser) => Expression
  readonly disjunction: (parser: Parser) => Expression
  readonly operand: (parser: Parser) => Expression
}

/** Parses the clauses from `for` on and returns the comprehension that `head` opens. */
export function parseComprehension(
  parser: Parser,
  tools: ExpressionParser,
  head: Pick<Comprehension, 'produces' | 'element' | 'value' | 'line'>,
): Comprehension {
  parser.hasComprehension = true
  const bound = new Set<string>()
  const clauses: Clause[] = []
  while (accept(parser, 'for')) {
    const target = parseLoopTarget(parser, tools, bound)
    const iterable = tools.disjunction(parser)
    const conditions = []
    while (accept(parser, 'if')) conditions.push(tools.disjunction(parser))
    clauses.push({ target, iterable, conditions })
    if (clauses.length > 10) giveUp()
  }
  return { kind: 'comprehension', ...head, clauses, bound }
}

/** Parses the targets between `for` and `in`, and notes the names they bind. */
export function parseLoopTarget(
  parser: Parser,
  tools: ExpressionParser,
  bound: Set<string>,
): Target {
  const first = tools.operand(parser)
  if (accept(parser, 'in')) return toTarget(first, bound)
  const items = [first]
  while (accept(parser, ',')) {
    if (isNext(parser, 'in')) break
    items.push(tools.operand(parser))
  }
  expect(parser, 'in')
  return toTarget({ kind: 'tuple', items, line: first.line }, bound)
}

/**
 * Returns the target that `expression` is when it stands left of `=`, adding the names it binds to
 * `bound`.
 */
export function toTarget(expression: Expression, bound: Set<string>): Target {
  switch (expression.kind) {
    case 'name':
      bound.add(expression.id)
      return expression
    case 'subscript':
      return expression
    case 'list':
    case 'tuple':
      return {
        kind: 'targets',
        items: expression.items.map((item) => toTarget(item, bound)),
        line: expression.line,
      }
    default:
      return giveUp()
  }
}
