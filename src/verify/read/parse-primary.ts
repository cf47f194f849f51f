/** The smallest parts of an expression: numbers, symbols, brackets, absolute values. */
import { Fault, spend } from '../budget.ts'
import {
  call,
  constant,
  freeSymbols,
  integer,
  quotient,
  symbol,
  type Expression,
} from '../expression/expression.ts'
import { parseBrackets } from './parse-brackets.ts'
import { parseFunction } from './parse-function.ts'
import { parseEnvironment } from './parse-matrix.ts'
import { parseSeries } from './parse-series.ts'
import {
  fractionCommands,
  functionNames,
  hyperbolicCommands,
  infinityNames,
  symbolNames,
} from './names.ts'
import { accept, expect, next, peek, scalarOf, sees, type Parsed, type Reader } from './reader.ts'
import { argument, group, rawScript } from './script.ts'
import type { Token } from './tokens.ts'

/**
 * Reads a number, symbol, function application, bracket or matrix. @throws Fault for anything else.
 */
export function parsePrimary(reader: Reader): Parsed {
  spend(reader.budget, 10)
  const token = next(reader)
  switch (token.type) {
    case 'number':
      return token.node
    case 'word':
      return parseWord(reader, token)
    case 'command':
      return parseCommand(reader, token.text.slice(1))
    case 'environment':
      return parseEnvironment(reader, token)
    case 'text':
      throw new Fault('syntax', `there is text: ${JSON.stringify(token.text.slice(0, 40))}`)
    case 'symbol':
      if (token.text === '|') return absolute(reader, '|')
      if (['(', '[', ']', '{', '\\{'].includes(token.text)) return parseBrackets(reader, token.text)
      throw new Fault('syntax', `${JSON.stringify(token.text)} begins nothing`)
  }
}

function absolute(reader: Reader, ...closing: string[]): Expression {
  reader.bars++
  const inner = scalarOf(reader.grammar.sum(reader))
  reader.bars--
  expect(reader, ...closing)
  return call('abs', inner)
}

/** Functions whose names are words of plain text and begin other words: `sinx`. */
const prefixes =
  /^(arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|ln|log|sqrt|exp)(?=[A-Za-z])/

/** Longer words than this are prose, not products of symbols. */
const longestProduct = 4

/** Common short words, and words that begin a sentence. */
const proseWord =
  /^(?:the|for|any|all|and|not|are|is|or|of|to|if|no|[A-Z][a-z]{2,}|Is|Or|Of|To|If|No|It|So|We|In|By)$/

function parseWord(reader: Reader, token: Token): Parsed {
  const name = token.text
  if (name.length === 1) return letter(reader, name)
  const known = functionNames.get(name)
  if (known && (name.length > 2 || known === 'ln' || known === 'log' || sees(reader, '(')))
    return parseFunction(reader, known)
  if (name === 'sqrt' || name === 'cbrt') return root(reader, name === 'cbrt' ? integer(3n) : null)
  if (name === 'pi') return constant('pi')
  if (infinityNames.has(name)) return constant('infinity')
  const named = symbolNames.get(name)
  if (named !== undefined) return symbol(named)
  const prefix = prefixes.exec(name)?.[1]
  if (prefix === undefined && (name.length > longestProduct || proseWord.test(name)))
    throw new Fault('syntax', `there is a word: ${JSON.stringify(name.slice(0, 40))}`)
  const length = prefix?.length ?? 1
  reader.position--
  const head: Token = { type: 'word', text: name.slice(0, length), spaced: token.spaced }
  reader.tokens.splice(reader.position, 1, head, {
    type: 'word',
    text: name.slice(length),
    spaced: false,
  })
  return parsePrimary(reader)
}

function letter(reader: Reader, name: string): Parsed {
  if (name === 'e' || name === 'i') return constant(name)
  return application(reader, name) ?? symbol(name)
}

/**
 * `f(x)`: the letters f, g and h apply to anything, capitals of functions only to one symbol or
 * number, so that `P(1+r)` is a product, and other letters only to a usual variable, as in `x(t)`;
 * a capital before several items labels a point, P and Q only before numbers.
 */
function application(reader: Reader, name: string): Parsed | null {
  if (/^[fgh]$/.test(name) && sees(reader, '{') && peek(reader, 1)?.text === '(')
    return { kind: 'application', name, args: [group(reader)] }
  const opening = peek(reader)
  if (opening?.text !== '(' || opening.type !== 'symbol') return null
  const isFunction = /^[fgh]$/.test(name)
  const isCapital = /^[A-Z]$/.test(name)
  const isTuple = isCapital && hasComma(reader)
  if (!isFunction && !isTuple && !isApplied(name, reader)) return null
  next(reader)
  const inner = parseBrackets(reader, '(')
  if (inner.kind !== 'collection')
    return isTuple ? null : { kind: 'application', name, args: [scalarOf(inner)] }
  const args = inner.items.map((item) => (item.kind === 'scalar' ? item.expression : null))
  const isPoint =
    !/^[FGH]$/.test(name) &&
    (!/^[PQ]$/.test(name) || args.every((each) => each && freeSymbols(each).size === 0))
  if (isCapital && isPoint) return { ...inner, label: name }
  if (args.every((each) => each !== null)) return { kind: 'application', name, args }
  throw new Fault('syntax', 'an argument is not a number')
}

/** Whether the bracket that opens here holds several items. */
function hasComma(reader: Reader): boolean {
  let depth = 0
  for (let offset = 0; ; offset++) {
    const token = peek(reader, offset)
    spend(reader.budget, 1)
    if (!token) return false
    if (token.type !== 'symbol') continue
    if ('([{'.includes(token.text)) depth++
    else if (')]}'.includes(token.text) && --depth === 0) return false
    else if (token.text === ',' && depth === 1) return true
  }
}

/**
 * Whether one symbol or number stands in the brackets that follow, to which the letter may apply.
 */
function isApplied(name: string, reader: Reader): boolean {
  const argument = peek(reader, 1)
  if (peek(reader, 2)?.text !== ')') return false
  const isSymbol =
    (argument?.type === 'word' && argument.text.length === 1) ||
    symbolNames.has(argument?.text.slice(1) ?? '')
  if (/^[FGHPQSTUVWEXYZ]$/.test(name)) return isSymbol || argument?.type === 'number'
  if (/^[dn]$/.test(name) && /^[A-Z]$/.test(argument?.text ?? '')) return true
  return /^[a-z]$/.test(name) && argument?.text !== name && /^[tnsxy]$/.test(argument?.text ?? '')
}

function parseCommand(reader: Reader, name: string): Parsed {
  const known = functionNames.get(name) ?? hyperbolicCommands.get(name)
  if (known === 'binomial') return call('binomial', argument(reader), argument(reader))
  if (known) return parseFunction(reader, known)
  const named = symbolNames.get(name)
  if (named !== undefined) return named === 'i' ? constant('i') : symbol(named)
  if (infinityNames.has(name)) return constant('infinity')
  if (fractionCommands.has(name)) return quotient(argument(reader), argument(reader))
  switch (name) {
    case 'dbinom':
    case 'tbinom':
      return call('binomial', argument(reader), argument(reader))
    case 'sqrt':
    case 'cbrt':
      return root(reader, name === 'cbrt' ? integer(3n) : null)
    case 'pi':
      return constant('pi')
    case 'e':
      return constant('e')
    case 'sum':
    case 'prod':
      return parseSeries(reader, name === 'sum' ? 'sum' : 'product')
    case 'lvert':
    case 'vert':
    case 'lVert':
      return absolute(reader, '\\rvert', '\\vert', '\\rVert', '|')
    case 'lfloor':
      return enclosed(reader, 'floor', '\\rfloor')
    case 'lceil':
      return enclosed(reader, 'ceil', '\\rceil')
    case 'langle':
      return parseBrackets(reader, '\\langle')
    case 'lbrack':
      return parseBrackets(reader, '[')
    case 'overline':
    case 'bar':
      return overlined(argument(reader))
    case 'angle':
    case 'triangle':
    case 'measuredangle':
      return symbol(`${name} ${next(reader).text}`)
    case 'hat':
    case 'widehat':
    case 'tilde':
      return marked(name, argument(reader))
    case 'mathbb':
      return namedSet(rawScript(reader))
    case 'emptyset':
    case 'varnothing':
      return { kind: 'namedSet', name: 'empty' }
    default:
      throw new Fault('syntax', `\\${name.slice(0, 40)} is not known`)
  }
}

function enclosed(reader: Reader, name: 'floor' | 'ceil', closing: string): Expression {
  const inner = scalarOf(reader.grammar.sum(reader))
  expect(reader, closing)
  return call(name, inner)
}

function root(reader: Reader, degree: Expression | null): Expression {
  let index = degree ?? integer(2n)
  if (accept(reader, '[')) {
    index = scalarOf(reader.grammar.sum(reader))
    expect(reader, ']')
  }
  const radicand = sees(reader, '{') ? group(reader) : scalarOf(reader.grammar.primary(reader))
  return { kind: 'root', radicand, degree: index }
}

/** A conjugate; over capitals a segment, as in `\overline{AB}`, and over x and y a mean. */
function overlined(inner: Expression): Expression {
  if (inner.kind === 'symbol' && /^[xyA-Z]/.test(inner.name)) return symbol(`mean ${inner.name}`)
  const isSegment =
    inner.kind === 'product' &&
    inner.factors.every((each) => each.kind === 'symbol' && /^[A-Z]/.test(each.name))
  if (isSegment) return inner
  return { kind: 'call', name: 'conjugate', args: [inner] }
}

/** A mark makes another symbol, except on the unit vectors. */
function marked(mark: string, inner: Expression): Expression {
  if (inner.kind === 'constant' && inner.name === 'i') return inner
  if (inner.kind !== 'symbol') throw new Fault('syntax', `a ${mark} over an expression`)
  return /^[jk]$/.test(inner.name) ? inner : symbol(`${mark} ${inner.name}`)
}

function namedSet(name: string): Parsed {
  if (name === 'R' || name === 'Z' || name === 'N' || name === 'Q' || name === 'C')
    return { kind: 'namedSet', name }
  throw new Fault('syntax', `the set ${JSON.stringify(name.slice(0, 10))} is not known`)
}
