/** The arithmetic of a solution's steps: read from text, evaluated exactly, written in Python. */
import {
  addRational,
  divideRational,
  multiplyRational,
  negateRational,
  parseRational,
  subtractRational,
  type Rational,
} from '../../core/index.ts'

export type Operator = '+' | '-' | '*' | '/' | '//' | '**'

/**
 * An expression. A `reference` is the result of an earlier step, a `call` what is done with it, and
 * `unknown` the letter of an equation.
 */
export type Expression =
  | { kind: 'number'; value: Rational; text: string }
  | { kind: 'reference'; step: number; value: Rational }
  | { kind: 'call'; function: RoundingFunction; operand: Expression; digits?: number }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'unknown' }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }

/** `int` rounds towards zero. */
export type RoundingFunction = 'int' | 'round' | 'math.ceil'

/** Longer texts are refused; this also bounds the depth of the recursion. */
const maxLength = 500

const maxExponent = 64n

const token =
  /\s*(?:[$€£]?(\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+\.?\d*|\.\d+)|(\*\*|\/\/|[-+*/()%^])|([×·÷−–]|[xX](?!\p{L}))|(\p{L}+)\.?)\s*/uy

const synonyms: Readonly<Record<string, string>> = { '÷': '/', '−': '-', '–': '-', '^': '**' }

/**
 * Returns the expression that a step calculates, or `null` where it is no arithmetic. Read are `+ -
 * * / // ** ( )` and their typographic forms, `x` between operands, `2(3 + 4)`, percent signs,
 * currency signs, thousands separators; words, such as units, are passed over.
 *
 *     sum     = product (('+' | '-') product)*
 *     product = signed (('*' | '/' | '//' | nothing before a parenthesis) signed)*
 *     signed  = ('+' | '-')* operand '%'* ('**' signed)?
 *     operand = number | unknown | '(' sum ')'
 *
 * `unknown` is a letter that stands for a number, in lower case.
 */
export function readExpression(text: string, unknown?: string): Expression | null {
  if (text.length > maxLength) return null
  const tokens = tokenize(text, unknown)
  if (!tokens) return null
  const reader = { tokens, position: 0 }
  const sum = readSum(reader)
  return reader.position === tokens.length ? sum : null
}

interface Reader {
  readonly tokens: readonly string[]
  position: number
}

function tokenize(text: string, unknown?: string): string[] | null {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (!match) return null
    const [, number, sign, letter, word] = match
    if (unknown !== undefined && (letter ?? word)?.toLowerCase() === unknown) tokens.push('unknown')
    else if (number !== undefined) tokens.push(number.replaceAll(',', ''))
    else if (sign !== undefined) tokens.push(synonyms[sign] ?? sign)
    else if (letter !== undefined) tokens.push(synonyms[letter] ?? '*')
  }
  return tokens
}

function accept(reader: Reader, sign: string): boolean {
  if (reader.tokens[reader.position] !== sign) return false
  reader.position++
  return true
}

function readSum(reader: Reader): Expression | null {
  let left = readProduct(reader)
  while (left) {
    const operator = accept(reader, '+') ? '+' : accept(reader, '-') ? '-' : null
    if (!operator) break
    left = binary(operator, left, readProduct(reader))
  }
  return left
}

function readProduct(reader: Reader): Expression | null {
  let left = readSigned(reader)
  while (left) {
    const operator = (['*', '//', '/'] as const).find((sign) => accept(reader, sign))
    if (!operator && !startsFactor(reader)) break
    left = binary(operator ?? '*', left, readSigned(reader))
  }
  return left
}

/** `2(3 + 4)` and `(3 + 4)(5)`, but not two numbers. */
function startsFactor({ tokens, position }: Reader): boolean {
  const next = tokens[position]
  return (
    next === '(' ||
    next === 'unknown' ||
    (next !== undefined && /^[\d.]/.test(next) && tokens[position - 1] === ')')
  )
}

function readSigned(reader: Reader): Expression | null {
  let isNegative = false
  for (;;) {
    if (accept(reader, '-')) isNegative = !isNegative
    else if (!accept(reader, '+')) break
  }
  let operand = readOperand(reader)
  while (operand && accept(reader, '%')) operand = binary('/', operand, hundred)
  if (operand && accept(reader, '**')) operand = binary('**', operand, readSigned(reader))
  return operand && isNegative ? { kind: 'negative', operand } : operand
}

function readOperand(reader: Reader): Expression | null {
  if (accept(reader, '(')) {
    const sum = readSum(reader)
    return accept(reader, ')') ? sum : null
  }
  const text = reader.tokens[reader.position++]
  if (text === 'unknown') return { kind: 'unknown' }
  return text !== undefined && /\d/.test(text) ? numberOf(text) : null
}

const wholeNumber = (value: bigint): Expression & { kind: 'number' } => ({
  kind: 'number',
  text: String(value),
  value: { numerator: value, denominator: 1n },
})
export const one = wholeNumber(1n)
export const hundred = wholeNumber(100n)

export const isZero = ({ numerator }: Rational): boolean => numerator === 0n

function binary(operator: Operator, left: Expression, right: Expression | null): Expression | null {
  return right && { kind: 'binary', operator, left, right }
}

function numberOf(text: string): Expression | null {
  const value = parseRational(text)
  return value && { kind: 'number', value, text: plainNumber(text) }
}

/** `05` is `5`, `.50` is `0.5`, `64.00` is `64`. */
export function plainNumber(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  const digits = fraction.replace(/0+$/, '')
  const integer = whole.replace(/^0+(?=\d)/, '') || '0'
  return digits === '' ? integer : `${integer}.${digits}`
}

/** Returns the numbers that stand in the expression, from left to right. */
export function numbersOf(expression: Expression): Rational[] {
  switch (expression.kind) {
    case 'number':
      return [expression.value]
    case 'negative':
    case 'call':
      return numbersOf(expression.operand)
    case 'binary':
      return [...numbersOf(expression.left), ...numbersOf(expression.right)]
    default:
      return []
  }
}

/** Returns the nearest float. */
export const toNumber = ({ numerator, denominator }: Rational): number =>
  Number(numerator) / Number(denominator)

/** Whether the expression calculates something. */
export function isCalculation(expression: Expression): boolean {
  if (expression.kind === 'negative') return isCalculation(expression.operand)
  return expression.kind === 'binary'
}

/** Returns the exact value, or `null` where there is none. */
export function evaluate(expression: Expression): Rational | null {
  switch (expression.kind) {
    case 'number':
    case 'reference':
      return expression.value
    case 'unknown':
      return null
    case 'negative': {
      const value = evaluate(expression.operand)
      return value && negateRational(value)
    }
    case 'call': {
      const value = evaluate(expression.operand)
      return value && rounded(value, expression.function, expression.digits)
    }
    default: {
      const { operator, left, right } = expression
      return apply(operator, evaluate(left), evaluate(right))
    }
  }
}

function apply(operator: Operator, a: Rational | null, b: Rational | null): Rational | null {
  if (!a || !b) return null
  switch (operator) {
    case '+':
      return addRational(a, b)
    case '-':
      return subtractRational(a, b)
    case '*':
      return multiplyRational(a, b)
    case '/':
      return divideRational(a, b)
    case '//': {
      const quotient = divideRational(a, b)
      return quotient && { numerator: floor(quotient), denominator: 1n }
    }
    default:
      return power(a, b)
  }
}

function power(base: Rational, exponent: Rational): Rational | null {
  const { numerator, denominator } = exponent
  if (denominator !== 1n || numerator < 0n || numerator > maxExponent) return null
  let value: Rational | null = { numerator: 1n, denominator: 1n }
  for (let times = 0n; times < numerator; times++) value = multiplyRational(value, base)
  return value
}

function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

/** As Python rounds, halves to the even neighbour. */
export function rounded(value: Rational, how: RoundingFunction, digits = 0): Rational | null {
  if (how === 'int') return { numerator: value.numerator / value.denominator, denominator: 1n }
  const low = floor(value)
  if (how === 'math.ceil')
    return {
      numerator: low * value.denominator === value.numerator ? low : low + 1n,
      denominator: 1n,
    }
  const scale: Rational = { numerator: 10n ** BigInt(digits), denominator: 1n }
  const scaled = multiplyRational(value, scale)
  if (!scaled) return null
  const below = floor(scaled)
  const twice = 2n * (scaled.numerator - below * scaled.denominator)
  const isUp = twice > scaled.denominator || (twice === scaled.denominator && below % 2n !== 0n)
  return divideRational({ numerator: isUp ? below + 1n : below, denominator: 1n }, scale)
}

const precedences: Readonly<Record<Operator, number>> = {
  '+': 1,
  '-': 1,
  '*': 2,
  '/': 2,
  '//': 2,
  '**': 4,
}

const precedenceOf = (expression: Expression): number =>
  expression.kind === 'binary'
    ? precedences[expression.operator]
    : expression.kind === 'negative'
      ? 3
      : 5

/** Returns the expression in Python, with as few parentheses as keep its structure. */
export function writePython(expression: Expression, nameOf: (step: number) => string): string {
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'reference':
      return nameOf(expression.step)
    case 'unknown':
      return 'unknown'
    case 'call': {
      const digits = expression.digits ? `, ${expression.digits}` : ''
      return `${expression.function}(${writePython(expression.operand, nameOf)}${digits})`
    }
    case 'negative':
      return `-${within(expression.operand, 3)}`
    default: {
      const { operator, left, right } = expression
      const own = precedences[operator]
      const isSame =
        right.kind === 'binary' &&
        right.operator === operator &&
        (operator === '+' || operator === '*')
      const before = within(left, operator === '**' ? own + 1 : own)
      return `${before} ${operator} ${within(right, isSame ? own : own + 1)}`
    }
  }
  function within(part: Expression, least: number): string {
    const text = writePython(part, nameOf)
    return precedenceOf(part) < least ? `(${text})` : text
  }
}
