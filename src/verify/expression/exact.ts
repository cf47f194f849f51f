/** Exact evaluation over the rationals, of any size within the budget. */
import { greatestCommonDivisor, reduceFraction, type Rational } from '../../core/pure.ts'
import { Fault, spend, type Budget } from '../budget.ts'
import { operands, type Expression, type FunctionName, type Series } from './expression.ts'

/** Values of the free symbols. */
export type RationalPoint = ReadonlyMap<string, Rational>

/** Greater numbers are not computed: 200,000 bits are 60,000 digits. */
const maxBits = 200_000

/** A series is added up term by term. */
const maxTerms = 2_000

/**
 * Returns the value of an expression at a point, or `null` where it is not rational, not defined,
 * or too large to be written out.
 * @throws Fault when the budget is spent.
 */
export function exactValue(
  node: Expression,
  point: RationalPoint,
  budget: Budget,
): Rational | null {
  spend(budget, 5)
  switch (node.kind) {
    case 'number':
      return node.value
    case 'symbol':
      return point.get(node.name) ?? null
    case 'constant':
    case 'application':
    case 'plusMinus':
    case 'matrix':
      return null
    case 'series':
      return seriesValue(node, point, budget)
    case 'sum':
      return fold(node.terms, point, budget, add)
    case 'product':
      return fold(node.factors, point, budget, multiply)
    case 'quotient': {
      const { numerator: top, denominator: base } = node
      const isLogarithm =
        top.kind === 'call' && base.kind === 'call' && top.name === 'ln' && base.name === 'ln'
      if (isLogarithm) return logarithm(top.args[0], base.args[0], point, budget)
      const a = exactValue(top, point, budget)
      const b = a && exactValue(base, point, budget)
      return b && divide(a, b, budget)
    }
    default: {
      const values: Rational[] = []
      for (const operand of operands(node)) {
        const value = exactValue(operand, point, budget)
        if (!value) return null
        values.push(value)
      }
      return combine(node, values, budget)
    }
  }
}

/**
 * The logarithm of a power of the base, by trying the one that doubles say; `null` for all others.
 */
function logarithm(
  value: Expression | undefined,
  base: Expression | undefined,
  point: RationalPoint,
  budget: Budget,
): Rational | null {
  const x = value && exactValue(value, point, budget)
  const b = base && exactValue(base, point, budget)
  if (!x || !b || x.numerator <= 0n || b.numerator <= 0n || sameRational(b, one, budget))
    return null
  const size = ({ numerator, denominator }: Rational): number =>
    Math.log(Number(numerator)) - Math.log(Number(denominator))
  const exponent = Math.round(size(x) / size(b))
  if (!Number.isSafeInteger(exponent)) return null
  const raised = power(b, { numerator: BigInt(exponent), denominator: 1n }, budget)
  return raised && sameRational(raised, x, budget)
    ? { numerator: BigInt(exponent), denominator: 1n }
    : null
}

type Operation = (a: Rational, b: Rational, budget: Budget) => Rational | null

function fold(
  nodes: readonly Expression[],
  point: RationalPoint,
  budget: Budget,
  operation: Operation,
): Rational | null {
  let total: Rational | null = null
  for (const node of nodes) {
    const value = exactValue(node, point, budget)
    if (!value) return null
    total = total ? operation(total, value, budget) : value
    if (!total) return null
  }
  return total
}

function combine(node: Expression, values: readonly Rational[], budget: Budget): Rational | null {
  const [a = zero, b = zero] = values
  switch (node.kind) {
    case 'negative':
      return negate(a)
    case 'percent':
      return divide(a, hundred, budget)
    case 'degrees':
      return a.numerator === 0n ? zero : null
    case 'power':
      return power(a, b, budget)
    case 'root':
      return b.denominator === 1n ? root(a, b.numerator, budget) : null
    case 'call':
      return callValue(node.name, values, budget)
    default:
      return null
  }
}

function seriesValue(node: Series, point: RationalPoint, budget: Budget): Rational | null {
  const from = exactValue(node.from, point, budget)
  const to = exactValue(node.to, point, budget)
  if (from?.denominator !== 1n || to?.denominator !== 1n) return null
  if (to.numerator - from.numerator > BigInt(maxTerms))
    throw new Fault('limit', 'a series has too many terms')
  const inner = new Map(point)
  const operation = node.operation === 'sum' ? add : multiply
  let total: Rational | null = node.operation === 'sum' ? zero : one
  for (let index = from.numerator; index <= to.numerator && total; index++) {
    spend(budget, 10)
    inner.set(node.variable, { numerator: index, denominator: 1n })
    const term = exactValue(node.body, inner, budget)
    total = term && operation(total, term, budget)
  }
  return total
}

/** Whether two rationals are the same; they need not be in lowest terms. */
export function sameRational(a: Rational, b: Rational, budget: Budget): boolean {
  if (a.denominator === b.denominator) return a.numerator === b.numerator
  spend(
    budget,
    4 * (words(a.numerator) + words(b.numerator)) +
      (words(a.denominator) * words(b.denominator)) / 16,
  )
  return a.numerator * b.denominator === b.numerator * a.denominator
}

export const zero: Rational = { numerator: 0n, denominator: 1n }
export const one: Rational = { numerator: 1n, denominator: 1n }
const hundred: Rational = { numerator: 100n, denominator: 1n }

export const add: Operation = (a, b, budget) => {
  if (a.denominator === 1n && b.denominator === 1n) {
    spend(budget, 1 + words(a.numerator))
    return { numerator: a.numerator + b.numerator, denominator: 1n }
  }
  return reduced(
    {
      numerator: a.numerator * b.denominator + b.numerator * a.denominator,
      denominator: a.denominator * b.denominator,
    },
    budget,
  )
}

export const multiply: Operation = (a, b, budget) => {
  spend(budget, 2 + words(a.numerator) * words(b.numerator))
  const numerator = a.numerator * b.numerator
  if (a.denominator === 1n && b.denominator === 1n) return bounded({ numerator, denominator: 1n })
  return reduced({ numerator, denominator: a.denominator * b.denominator }, budget)
}

export const divide: Operation = (a, b, budget) =>
  b.numerator === 0n
    ? null
    : multiply(
        a,
        b.numerator < 0n
          ? { numerator: -b.denominator, denominator: -b.numerator }
          : { numerator: b.denominator, denominator: b.numerator },
        budget,
      )

export const negate = (a: Rational): Rational => ({
  numerator: -a.numerator,
  denominator: a.denominator,
})

/**
 * Returns the value in lowest terms. Euclid's algorithm takes about 37 rounds a word, each of which
 * makes a number and passes over it.
 */
export function lowestTerms({ numerator, denominator }: Rational, budget: Budget): Rational {
  const size = Math.min(words(numerator), words(denominator))
  spend(budget, 10 + words(denominator) + (size > 1 ? 200 * size + 12 * size * size : 0))
  return reduceFraction(numerator, denominator)
}

const reduced = (value: Rational, budget: Budget): Rational | null =>
  bounded(lowestTerms(value, budget))

function bounded(value: Rational): Rational | null {
  return words(value.numerator) * 64 <= maxBits && words(value.denominator) * 64 <= maxBits
    ? value
    : null
}

/** Returns about how many 64-bit words a number takes. */
export function words(value: bigint): number {
  if (value < small && value > -small) return 1
  return Math.ceil(value.toString(16).length / 16)
}
const small = 1n << 62n

function power(base: Rational, exponent: Rational, budget: Budget): Rational | null {
  if (exponent.denominator !== 1n) {
    const inner = root(base, exponent.denominator, budget)
    return inner && power(inner, { numerator: exponent.numerator, denominator: 1n }, budget)
  }
  if (exponent.numerator < 0n) {
    const inverse = power(base, negate(exponent), budget)
    return inverse && divide(one, inverse, budget)
  }
  if (exponent.numerator === 0n) return base.numerator === 0n ? null : one
  if (base.denominator === 1n && (base.numerator === 0n || base.numerator === 1n)) return base
  if (base.denominator === 1n && base.numerator === -1n)
    return exponent.numerator % 2n === 0n ? one : base
  const size = Math.max(bits(base.numerator), bits(base.denominator))
  if (exponent.numerator > BigInt(maxBits) || size * Number(exponent.numerator) > maxBits)
    return null
  const length = (size * Number(exponent.numerator)) / 64
  spend(budget, 10 + length * Math.sqrt(length))
  return {
    numerator: base.numerator ** exponent.numerator,
    denominator: base.denominator ** exponent.numerator,
  }
}

const bits = (value: bigint): number => (value < 0n ? -value : value).toString(2).length

/** The exact root of a perfect power; of a negative number only for an odd degree. */
function root(value: Rational, degree: bigint, budget: Budget): Rational | null {
  if (degree < 1n || degree > 64n) return null
  if (value.numerator < 0n) {
    if (degree % 2n === 0n) return null
    const positive = root(negate(value), degree, budget)
    return positive && negate(positive)
  }
  const numerator = integerRoot(value.numerator, degree, budget)
  if (numerator === null) return null
  const denominator = integerRoot(value.denominator, degree, budget)
  return denominator === null ? null : { numerator, denominator }
}

/**
 * Returns the integer whose `degree`-th power is `value`, or `null`. Newton's method from above.
 */
function integerRoot(value: bigint, degree: bigint, budget: Budget): bigint | null {
  if (value < 2n || degree === 1n) return value
  if (value < small) {
    const rounded = BigInt(Math.round(Number(value) ** (1 / Number(degree))))
    return rounded ** degree === value ? rounded : null
  }
  const size = words(value)
  let guess = 1n << BigInt(Math.ceil(bits(value) / Number(degree)))
  for (;;) {
    spend(budget, 20 + size * size)
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess ** degree === value ? guess : null
    guess = next
  }
}

function callValue(
  name: FunctionName,
  values: readonly Rational[],
  budget: Budget,
): Rational | null {
  const [a = zero, b = zero] = values
  switch (name) {
    case 'abs':
      return a.numerator < 0n ? negate(a) : a
    case 'sign':
      return { numerator: a.numerator < 0n ? -1n : a.numerator > 0n ? 1n : 0n, denominator: 1n }
    case 'floor':
      return { numerator: floor(a), denominator: 1n }
    case 'ceil':
      return { numerator: -floor(negate(a)), denominator: 1n }
    case 'min':
      return values.reduce((least, value) => (less(value, least) ? value : least))
    case 'max':
      return values.reduce((most, value) => (less(most, value) ? value : most))
    case 'modulo': {
      if (b.numerator === 0n) return null
      const quotient = divide(a, b, budget)
      const part = quotient && multiply(b, { numerator: floor(quotient), denominator: 1n }, budget)
      return part && add(a, negate(part), budget)
    }
    case 'conjugate':
    case 'realPart':
      return a
    case 'imaginaryPart':
      return zero
    default:
      return values.every(({ denominator }) => denominator === 1n)
        ? integerFunction(name, values, budget)
        : null
  }
}

function integerFunction(
  name: FunctionName,
  values: readonly Rational[],
  budget: Budget,
): Rational | null {
  const [n = 0n, k = 0n] = values.map(({ numerator }) => numerator)
  spend(budget, values.length * 20)
  switch (name) {
    case 'factorial':
      return whole(fallingProduct(n, n, budget))
    case 'gamma':
      return n < 1n ? null : whole(fallingProduct(n - 1n, n - 1n, budget))
    case 'binomial': {
      if (n < 0n || k < 0n) return null
      if (k > n) return zero
      const chosen = k * 2n > n ? n - k : k
      const above = fallingProduct(n, chosen, budget)
      const below = fallingProduct(chosen, chosen, budget)
      return above === null || below === null ? null : whole(above / below)
    }
    case 'gcd':
      return whole(
        values.reduce((divisor, { numerator }) => greatestCommonDivisor(divisor, numerator), 0n),
      )
    case 'lcm':
      return whole(
        values.reduce((multiple, { numerator }) => leastCommonMultiple(multiple, numerator), 1n),
      )
    default:
      return null
  }
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n
  const product = (a / greatestCommonDivisor(a, b)) * b
  return product < 0n ? -product : product
}

const whole = (value: bigint | null): Rational | null =>
  value === null ? null : bounded({ numerator: value, denominator: 1n })

/** Returns `n (n - 1) … (n - count + 1)`, or `null` where it is too large. */
function fallingProduct(n: bigint, count: bigint, budget: Budget): bigint | null {
  if (n < 0n || count < 0n || count > 20_000n || Number(count) * bits(n) > 2 * maxBits) return null
  const size = (Number(count) * bits(n)) / 64
  spend(budget, 10 + Number(count) * (2 + size / 2))
  let product = 1n
  for (let index = 0n; index < count; index++) product *= n - index
  return product
}

function floor({ numerator, denominator }: Rational): bigint {
  const towardsZero = numerator / denominator
  return numerator < 0n && towardsZero * denominator !== numerator ? towardsZero - 1n : towardsZero
}

const less = (a: Rational, b: Rational): boolean =>
  a.numerator * b.denominator < b.numerator * a.denominator
