/** Parses programs: statements, blocks and function definitions. */

import {
  expressionParser,
  parseExpression,
  parseExpressions,
  parseParameters,
} from './parse-expression.ts'
import { parseLoopTarget, toTarget } from './parse-comprehension.ts'
import { checkInlinedNames } from './inlined-names.ts'
import {
  accept,
  expect,
  isNext,
  nested,
  peek,
  placed,
  startParser,
  take,
  takeName,
} from './parser.ts'
import type { Parser, Places } from './parser.ts'
import { giveUp } from '../signals.ts'
import type { Expression, ImportedName, Statement, Target } from './syntax.ts'
import { tokenize } from './tokens.ts'
import type { Token } from './tokens.ts'

const augmented = new Set([
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '**=',
  '<<=',
  '>>=',
  '&=',
  '|=',
  '^=',
])

/** Returns the statements of the program `source`, whose first line has the number `line`. */
export function parseProgram(source: string, line = 1): Statement[] {
  return parseTokens(source, tokenize(source, line))
}

/** As `parseProgram`, from the tokens of `source`; `places` takes where the nodes stand. */
export function parseTokens(
  source: string,
  tokens: readonly Token[],
  places: Places | null = null,
): Statement[] {
  const parser = startParser(tokens, places)
  const statements: Statement[] = []
  while (peek(parser).kind !== 'end') parseStatement(parser, statements)
  // Fields of f-strings are parsed apart, and can hold comprehensions as well.
  if (parser.hasComprehension || source.includes('{')) checkInlinedNames(statements)
  return statements
}

function parseStatement(parser: Parser, into: Statement[]): void {
  const { index } = parser
  const { kind, text } = peek(parser)
  const compound = kind === 'keyword' ? compounds.get(text) : undefined
  if (compound) {
    into.push(placed(parser, nested(parser, compound), index))
    return
  }
  do {
    if (peek(parser).kind === 'newline') break
    const first = parser.index
    into.push(placed(parser, parseSimple(parser), first))
  } while (accept(parser, ';'))
  take(parser, 'newline')
}

function parseBlock(parser: Parser): Statement[] {
  expect(parser, ':')
  const statements: Statement[] = []
  if (peek(parser).kind !== 'newline') {
    if (peek(parser).kind === 'keyword' && compounds.has(peek(parser).text)) giveUp()
    parseStatement(parser, statements)
    return statements
  }
  take(parser, 'newline')
  take(parser, 'indent')
  do parseStatement(parser, statements)
  while (peek(parser).kind !== 'dedent')
  parser.index++
  return statements
}

function parseSimple(parser: Parser): Statement {
  const { kind, text, line } = peek(parser)
  if (kind !== 'keyword') return parseAssignment(parser)
  switch (text) {
    case 'return':
      return parseReturn(parser)
    case 'pass':
      parser.index++
      return { kind: 'pass', line }
    case 'break':
    case 'continue':
      if (!parser.inLoop) giveUp()
      parser.index++
      return { kind: text, line }
    case 'import':
      return parseImport(parser)
    case 'from':
      return parseFromImport(parser)
    case 'assert':
      return parseAssert(parser)
    default:
      return parseAssignment(parser)
  }
}

function parseReturn(parser: Parser): Statement {
  const { line } = peek(parser)
  if (!parser.inFunction) giveUp()
  expect(parser, 'return')
  const { kind, text } = peek(parser)
  const isBare = kind === 'newline' || (kind === 'operator' && text === ';')
  return { kind: 'return', value: isBare ? null : parseExpressions(parser), line }
}

function parseAssert(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'assert')
  const test = parseExpression(parser)
  // CPython warns of a test that is a display, because it is always true.
  if (test.kind === 'tuple') giveUp()
  const message = accept(parser, ',') ? parseExpression(parser) : null
  return { kind: 'assert', test, message, line }
}

function parseImport(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'import')
  const module = parseModule(parser)
  const as = accept(parser, 'as') ? takeName(parser) : ''
  if (!isNext(parser, ';') && peek(parser).kind !== 'newline') giveUp()
  parser.bound.add(as === '' ? (module.split('.')[0] ?? '') : as)
  return { kind: 'import', module, names: null, as, line }
}

function parseModule(parser: Parser): string {
  let module = takeName(parser)
  for (let parts = 0; accept(parser, '.'); parts++) {
    if (parts > 10) giveUp()
    module += `.${takeName(parser)}`
  }
  return module
}

function parseFromImport(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'from')
  const module = parseModule(parser)
  expect(parser, 'import')
  if (accept(parser, '*')) {
    // What a star binds in a function is a syntax error.
    if (parser.inFunction) giveUp()
    return { kind: 'import', module, names: [{ name: '*', bound: '*' }], as: '', line }
  }
  const isOpen = accept(parser, '(')
  const names: ImportedName[] = []
  do {
    if (isOpen && isNext(parser, ')')) break
    const name = takeName(parser)
    const bound = accept(parser, 'as') ? takeName(parser) : name
    parser.bound.add(bound)
    names.push({ name, bound })
  } while (accept(parser, ',') && (isOpen || peek(parser).kind === 'name'))
  if (isOpen) expect(parser, ')')
  if (names.length === 0 || parser.tokens[parser.index - 1]?.text === ',') giveUp()
  return { kind: 'import', module, names, as: '', line }
}

function parseAssignment(parser: Parser): Statement {
  const { line } = peek(parser)
  const first = parseExpressions(parser)
  const { kind, text } = peek(parser)
  if (kind === 'operator' && augmented.has(text)) return parseAugmented(parser, first)
  if (kind === 'operator' && text === ':') return parseAnnotated(parser, first)
  if (!isNext(parser, '=')) return { kind: 'expression', value: first, line }
  const targets: Target[] = []
  let value = first
  while (accept(parser, '=')) {
    if (targets.length > 50) giveUp()
    targets.push(toTarget(value, parser.bound))
    value = parseExpressions(parser)
  }
  return { kind: 'assign', targets, value, line }
}

function parseAugmented(parser: Parser, first: Expression): Statement {
  const { text, line } = peek(parser)
  parser.index++
  if (first.kind !== 'name' && first.kind !== 'subscript') giveUp()
  if (first.kind === 'name') parser.bound.add(first.id)
  return {
    kind: 'augment',
    target: first,
    operator: text.slice(0, -1),
    value: parseExpressions(parser),
    line: first.line === line ? line : -1,
  }
}

/**
 * Annotations are not evaluated in CPython 3.14, but one without a value still makes its name
 * local.
 */
function parseAnnotated(parser: Parser, first: Expression): Statement {
  const { line } = peek(parser)
  expect(parser, ':')
  if (first.kind !== 'name' || parser.tokens[parser.index - 2]?.text === ')') giveUp()
  parseExpression(parser)
  parser.bound.add(first.id)
  if (!accept(parser, '=')) return { kind: 'pass', line }
  return { kind: 'assign', targets: [first], value: parseExpressions(parser), line: first.line }
}

function parseIf(parser: Parser): Statement {
  const { line } = peek(parser)
  parser.index++
  const test = parseExpression(parser)
  const body = parseBlock(parser)
  if (isNext(parser, 'elif'))
    return { kind: 'if', test, body, otherwise: [nested(parser, parseIf)], line }
  return { kind: 'if', test, body, otherwise: parseElse(parser), line }
}

function parseElse(parser: Parser): Statement[] {
  return accept(parser, 'else') ? parseBlock(parser) : []
}

function parseWhile(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'while')
  const test = parseExpression(parser)
  const body = parseLoopBody(parser)
  return { kind: 'while', test, body, otherwise: parseElse(parser), line }
}

function parseFor(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'for')
  const target = parseLoopTarget(parser, expressionParser, parser.bound)
  const iterable = parseExpressions(parser)
  const body = parseLoopBody(parser)
  return { kind: 'for', target, iterable, body, otherwise: parseElse(parser), line }
}

function parseLoopBody(parser: Parser): Statement[] {
  const outer = parser.inLoop
  parser.inLoop = true
  const body = parseBlock(parser)
  parser.inLoop = outer
  return body
}

function parseDefinition(parser: Parser): Statement {
  const { line } = peek(parser)
  expect(parser, 'def')
  const name = takeName(parser)
  parser.bound.add(name)
  expect(parser, '(')
  const parameters = parseParameters(parser, true)
  expect(parser, ')')
  if (accept(parser, '->')) parseExpression(parser)
  const { bound, inFunction, inLoop } = parser
  const locals = new Set(parameters.map((parameter) => parameter.name))
  Object.assign(parser, { bound: locals, inFunction: true, inLoop: false })
  const body = parseBlock(parser)
  Object.assign(parser, { bound, inFunction, inLoop })
  return { kind: 'def', definition: { name, parameters, body, locals }, line }
}

/**
 * The statements with blocks; the other keywords that open one are outside the subset, and no
 * expression starts with them.
 */
const compounds = new Map([
  ['if', parseIf],
  ['while', parseWhile],
  ['for', parseFor],
  ['def', parseDefinition],
])
