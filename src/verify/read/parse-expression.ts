/** Sums, products, signs and powers: the operators of scalar expressions, by recursive descent. */
import { Fault } from '../budget.ts'
import {
  call,
  integer,
  negative,
  quotient,
  symbol,
  type Expression,
} from '../expression/expression.ts'
import { parsePrimary } from './parse-primary.ts'
import { fractionCommands } from './names.ts'
import { isMinusOne } from './parse-function.ts'
import {
  accept,
  deeper,
  link,
  next,
  peek,
  scalarOf,
  sees,
  type Parsed,
  type Reader,
} from './reader.ts'
import { startsFactor, startsUnit } from './starts-factor.ts'
import { rawScript, script } from './script.ts'
import { transposed } from './transpose.ts'

/**
 *     sum     = sign? product (sign product)*   then  \over sum | \choose sum
 *     sign    = '+' | '-' | \pm | \mp
 *     product = signed ('*' signed | '/' signed | \bmod signed | factor)*
 *     signed  = ('+' | '-')* factor
 *     factor  = primary ('!' | '%' | ' | ^ script | _ script | °)*
 */
export function parseSum(reader: Reader): Parsed {
  return deeper(reader, () => {
    const sign = acceptSign(reader)
    const first = parseProduct(reader)
    if (sign === null && !seesSign(reader)) return combined(reader, first)
    const terms = [signed(sign, first)]
    for (let following = acceptSign(reader); following !== null; following = acceptSign(reader))
      terms.push(signed(following, parseProduct(reader)))
    return combined(reader, terms.length === 1 && terms[0] ? terms[0] : { kind: 'sum', terms })
  })
}

const signs = ['+', '-', '\\pm', '\\mp']
const seesSign = (reader: Reader): boolean => sees(reader, ...signs)
const acceptSign = (reader: Reader): string | null => accept(reader, ...signs)

function signed(sign: string | null, operand: Parsed): Expression {
  const value = scalarOf(operand)
  if (sign === '-') return negative(value)
  if (sign === '\\pm') return { kind: 'plusMinus', operand: value, sign: 1 }
  if (sign === '\\mp') return { kind: 'plusMinus', operand: value, sign: -1 }
  return value
}

function combined(reader: Reader, left: Parsed): Parsed {
  if (accept(reader, '\\over')) return quotient(scalarOf(left), scalarOf(parseSum(reader)))
  if (accept(reader, '\\choose'))
    return call('binomial', scalarOf(left), scalarOf(parseSum(reader)))
  return left
}

function parseProduct(reader: Reader): Parsed {
  let left = parseSigned(reader)
  for (let divisions = 0; ;) {
    if (sees(reader, '/', '\\div', '\\bmod', '\\mod', 'mod') && divisions++ > 0) link(reader)
    if (accept(reader, '*', '\\cdot', '\\times', '\\ast')) left = product(left, parseSigned(reader))
    else if (accept(reader, '/', '\\div'))
      left = quotient(scalarOf(left), scalarOf(parseSigned(reader)))
    else if (accept(reader, '\\bmod', '\\mod', 'mod'))
      left = call('modulo', scalarOf(left), scalarOf(parseSigned(reader)))
    else if (startsFactor(reader) && !startsUnit(reader)) left = juxtaposed(reader, left)
    else return left
  }
}

function product(left: Parsed, right: Parsed): Expression {
  const a = scalarOf(left)
  const b = scalarOf(right)
  return { kind: 'product', factors: a.kind === 'product' ? [...a.factors, b] : [a, b] }
}

/** Two factors side by side: a product, or a mixed number such as `2\frac13` and `2 1/3`. */
function juxtaposed(reader: Reader, left: Parsed): Expression {
  const previous = peek(reader, -1)
  const token = peek(reader)
  const isWhole =
    left.kind === 'number' &&
    left.places === null &&
    left.value.denominator === 1n &&
    previous?.type === 'number'
  if (isWhole && token?.type === 'number') {
    const fraction = plainFraction(reader)
    if (!fraction) throw new Fault('syntax', 'two numbers stand side by side')
    reader.position += 3
    const mixed: Expression = { kind: 'sum', terms: [left, fraction] }
    return accept(reader, '%') ? { kind: 'percent', operand: mixed } : mixed
  }
  if (token?.type === 'number' && previous?.type === 'number')
    throw new Fault('syntax', 'two numbers stand side by side')
  const isFraction = token?.type === 'command' && fractionCommands.has(token.text.slice(1))
  const right = parseFactor(reader)
  if (isWhole && isFraction) {
    const isMarked = right.kind === 'percent' || right.kind === 'degrees'
    const fraction = isMarked ? right.operand : right
    if (fraction.kind === 'quotient' && isProper(fraction.numerator, fraction.denominator)) {
      const mixed: Expression = { kind: 'sum', terms: [left, fraction] }
      return isMarked ? { kind: right.kind, operand: mixed } : mixed
    }
  }
  return product(left, right)
}

function isProper(numerator: Expression, denominator: Expression): boolean {
  if (numerator.kind !== 'number' || denominator.kind !== 'number') return false
  return (
    numerator.value.denominator === 1n && numerator.value.numerator < denominator.value.numerator
  )
}

/** The `1/3` of `2 1/3`. */
function plainFraction(reader: Reader): Expression | null {
  const [above, slash, below] = [peek(reader), peek(reader, 1), peek(reader, 2)]
  if (above?.type !== 'number' || !above.spaced || slash?.text !== '/' || below?.type !== 'number')
    return null
  return isProper(above.node, below.node) ? quotient(above.node, below.node) : null
}

function parseSigned(reader: Reader): Parsed {
  if (accept(reader, '-')) return deeper(reader, () => negative(scalarOf(parseSigned(reader))))
  if (accept(reader, '+')) return deeper(reader, () => parseSigned(reader))
  const currency = accept(reader, '$', '€', '£', '¥', '₹')
  if (currency !== null) {
    reader.currency = currency
    return deeper(reader, () => parseSigned(reader))
  }
  return parseFactor(reader)
}

/** A primary with what is written behind it. */
export function parseFactor(reader: Reader): Parsed {
  return deeper(reader, () => {
    let node = parsePrimary(reader)
    for (let marks = 0; ; marks++) {
      const token = peek(reader)
      if (token === undefined || (token.type !== 'symbol' && token.type !== 'command')) return node
      const changed = postfix(reader, node, token.text)
      if (!changed) return node
      if (marks > 0) link(reader)
      node = changed
    }
  })
}

function postfix(reader: Reader, node: Parsed, mark: string): Parsed | null {
  switch (mark) {
    case '!':
      next(reader)
      return call('factorial', scalarOf(node))
    case '%':
      next(reader)
      return { kind: 'percent', operand: scalarOf(node) }
    case "'":
    case '\\prime':
      next(reader)
      return appliedPrime(reader, primed(node))
    case '\\circ':
    case '\\degree':
      next(reader)
      if (node.kind === 'symbol' && peek(reader)?.type === 'word')
        throw new Fault('syntax', 'a composition of functions')
      return { kind: 'degrees', operand: scalarOf(node) }
    case '^':
      next(reader)
      return transposed(reader, node) ?? raised(reader, scalarOf(node))
    case '_':
      next(reader)
      return subscripted(reader, scalarOf(node))
    default:
      return null
  }
}

/** `f'` is another symbol; `45'` are minutes of arc. */
function primed(node: Parsed): Expression {
  if (node.kind === 'symbol') return symbol(`${node.name}'`)
  if (node.kind === 'number') return { kind: 'degrees', operand: quotient(node, integer(60n)) }
  throw new Fault('syntax', 'a prime stands behind an expression')
}

/** `f'(x)` applies the derivative. */
function appliedPrime(reader: Reader, node: Expression): Expression {
  if (node.kind !== 'symbol' || !/^[fghyFGH]'+$/.test(node.name) || !sees(reader, '(')) return node
  return { kind: 'application', name: node.name, args: [scalarOf(reader.grammar.primary(reader))] }
}

function raised(reader: Reader, base: Expression): Expression {
  const inGroup = sees(reader, '{')
  const mark = peek(reader, inGroup ? 1 : 0)
  if (mark?.text === '\\circ' || mark?.text === '\\degree' || mark?.text === '\\prime') {
    if (inGroup && peek(reader, 2)?.text !== '}') throw new Fault('syntax', 'a composed exponent')
    reader.position += inGroup ? 3 : 1
    return mark.text === '\\prime'
      ? appliedPrime(reader, primed(base))
      : { kind: 'degrees', operand: base }
  }
  const exponent = script(reader)
  // `f^{-1}(x)` applies the inverse.
  const isInverse =
    base.kind === 'symbol' && isMinusOne(exponent) && /^[fgh]$/.test(base.name) && sees(reader, '(')
  if (isInverse)
    return {
      kind: 'application',
      name: `${base.name}^-1`,
      args: [scalarOf(reader.grammar.primary(reader))],
    }
  return { kind: 'power', base, exponent }
}

/**
 * `x_1`, `x^2_1`; and `C_n^k`, which is a binomial coefficient, and `A_n^k`, which counts
 * arrangements.
 */
function subscripted(reader: Reader, base: Expression): Expression {
  if (base.kind === 'power' && base.base.kind === 'symbol' && base.base.name === 'C')
    return call('binomial', script(reader), base.exponent)
  if (base.kind === 'power') return { ...base, base: subscripted(reader, base.base) }
  if (base.kind !== 'symbol') throw new Fault('syntax', 'a subscript stands behind an expression')
  if (/^[CAP]$/.test(base.name)) {
    const start = reader.position
    const n = script(reader)
    if (accept(reader, '^')) {
      const k = script(reader)
      const binomial = call('binomial', n, k)
      return base.name === 'C'
        ? binomial
        : { kind: 'product', factors: [binomial, call('factorial', k)] }
    }
    reader.position = start
  }
  return symbol(`${base.name}_${rawScript(reader)}`)
}
