/**
 * Exact evaluation of plain arithmetic: a recursive-descent grammar over rationals, bounded and
 * without `eval`.
 */
import {
  addRational,
  divideRational,
  multiplyRational,
  negateRational,
  parseRational,
  subtractRational,
  type Rational,
} from '../core/pure.ts'

/** The value of an expression, or what is wrong with it. */
export type ArithmeticResult = { value: Rational } | { fault: string }

/** Longer texts are refused; this also bounds the depth of the recursion. */
const maxLength = 500

/**
 * Evaluates `+ - * / // ( )` (`//` rounds down; two GSM8K solutions use it), signs, decimals,
 * thousands separators (`1,080`) and a percent sign after an operand (`20%` is 1/5). `×`, `÷` and a
 * `$` before a number are read as people mean them.
 *
 *     sum     = product (('+' | '-') product)*
 *     product = signed (('*' | '/' | '//') signed)*
 *     signed  = ('+' | '-')* operand '%'*
 *     operand = number | '(' sum ')'
 */
export function evaluateArithmetic(text: string): ArithmeticResult {
  if (text.length > maxLength)
    return { fault: `an expression of more than ${maxLength} characters` }
  const tokens = tokenize(text)
  if (!tokens) return { fault: `not arithmetic: ${JSON.stringify(text.trim().slice(0, 60))}` }
  const reader = { tokens, position: 0 }
  try {
    const value = readSum(reader)
    if (reader.position < tokens.length)
      return { fault: `unexpected ${JSON.stringify(tokens[reader.position])}` }
    return { value }
  } catch (error) {
    if (error instanceof ArithmeticFault) return { fault: error.message }
    throw error
  }
}

/** Unwinds the recursion; never leaves this file. */
class ArithmeticFault extends Error {}

interface Reader {
  tokens: readonly string[]
  position: number
}

const synonyms: Record<string, string> = { '×': '*', '÷': '/', '−': '-' }

/** Returns numbers and operators, or `null` when the text holds anything else. */
function tokenize(text: string): string[] | null {
  const plain = text.replaceAll(/[×÷−]/g, (sign) => synonyms[sign] ?? sign)
  const tokens: string[] = []
  const token =
    /\s*(?:\$?(\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+\.?\d*|\.\d+)|(\/\/|[-+*/()%]))\s*/y
  while (token.lastIndex < plain.length) {
    const match = token.exec(plain)
    if (!match) return null
    tokens.push(match[1]?.replaceAll(',', '') ?? match[2] ?? '')
  }
  return tokens
}

function readSum(reader: Reader): Rational {
  let value = readProduct(reader)
  for (;;) {
    if (accept(reader, '+')) value = bounded(addRational(value, readProduct(reader)))
    else if (accept(reader, '-')) value = bounded(subtractRational(value, readProduct(reader)))
    else return value
  }
}

function readProduct(reader: Reader): Rational {
  let value = readSigned(reader)
  for (;;) {
    if (accept(reader, '*')) value = bounded(multiplyRational(value, readSigned(reader)))
    else if (accept(reader, '/')) value = divide(value, readSigned(reader))
    else if (accept(reader, '//')) value = roundDown(divide(value, readSigned(reader)))
    else return value
  }
}

function readSigned(reader: Reader): Rational {
  let negative = false
  for (;;) {
    if (accept(reader, '-')) negative = !negative
    else if (!accept(reader, '+')) break
  }
  let value = readOperand(reader)
  while (accept(reader, '%')) value = bounded(divideRational(value, hundred))
  return negative ? negateRational(value) : value
}

function readOperand(reader: Reader): Rational {
  if (accept(reader, '(')) {
    const value = readSum(reader)
    if (!accept(reader, ')')) throw new ArithmeticFault('a parenthesis is not closed')
    return value
  }
  const token = reader.tokens[reader.position++]
  if (token === undefined) throw new ArithmeticFault('a number is missing at the end')
  if (!/[\d.]/.test(token)) throw new ArithmeticFault(`unexpected ${JSON.stringify(token)}`)
  return bounded(parseRational(token))
}

function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new ArithmeticFault('division by zero')
  return bounded(divideRational(a, b))
}

function roundDown({ numerator, denominator }: Rational): Rational {
  const towardsZero = numerator / denominator
  const isExact = towardsZero * denominator === numerator
  return { numerator: numerator < 0n && !isExact ? towardsZero - 1n : towardsZero, denominator: 1n }
}

function bounded(value: Rational | null): Rational {
  if (!value) throw new ArithmeticFault('a number has too many digits')
  return value
}

function accept(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.position] !== token) return false
  reader.position++
  return true
}

const hundred: Rational = { numerator: 100n, denominator: 1n }
