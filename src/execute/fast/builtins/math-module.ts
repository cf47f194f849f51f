/** The module `math`: the functions whose results are certain. */

import { decompose, divideToFloat } from '../numbers/exact-float.ts'
import { itemsOf } from '../values/iteration.ts'
import { argument, expectCount, integerArgument } from './native-arguments.ts'
import {
  bounded,
  chargeProduct,
  floatPower,
  modulo,
  realArgument,
  truncate,
} from '../numbers/numbers.ts'
import { exp as expOf, log as logOf, log2 as log2Of } from '../numbers/real.ts'
import { giveUp, raise } from '../signals.ts'
import { charge, integerOf } from '../values/values.ts'
import type { Builtin, Machine, Module, Native, Value } from '../values/values.ts'

/** The steps of a function of reals, some of which compute many more digits than they return. */
const realSteps = 30

function real(apply: (value: number) => Value): Native {
  return (machine, positional, keywords) => {
    expectCount(positional, keywords, 1)
    charge(machine, realSteps)
    return apply(realArgument(positional[0]))
  }
}

const sqrt = real((value) => {
  if (value < 0)
    return raise(
      'ValueError',
      `expected a nonnegative input, got ${Number.isFinite(value) ? signedText(value) : giveUp()}`,
    )
  return Math.sqrt(value)
})

/** Writes a negative float of everyday size, as `repr` does. */
function signedText(value: number): string {
  if (value > -1e-4 || value <= -1e16) return giveUp()
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function rounding(apply: (value: number) => number): Native {
  return (_machine, positional, keywords) => {
    expectCount(positional, keywords, 1)
    const [value] = positional
    if (typeof value !== 'number' && apply === Math.trunc) return integerOf(value) ?? giveUp()
    return integerOf(value) ?? truncate(apply(realArgument(value)))
  }
}

/**
 * Logarithms too near the middle of two floats to be derived, but asked for often: as Pyodide
 * 314.0.7 and glibc 2.36 have them.
 */
const knownLogarithms: ReadonlyMap<number, number> = new Map([
  [10, 2.302585092994046],
  [100, 4.605170185988092],
])

function naturalLog(value: number): number {
  return value === 1 ? 0 : (knownLogarithms.get(value) ?? logOf(value))
}

/**
 * Logarithms also take ints that are too large for a float; the errors of arguments out of range
 * have changed between versions.
 */
function logarithmArgument(value: Value): number {
  if (typeof value === 'bigint' && !Number.isFinite(Number(value))) giveUp()
  const float = realArgument(value)
  return float > 0 && Number.isFinite(float) ? float : giveUp()
}

/** The logarithm to another base is the quotient of two natural ones. */
const log: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  charge(machine, 2 * realSteps)
  const numerator = naturalLog(logarithmArgument(argument(positional, 0)))
  if (positional.length === 1) return numerator
  const denominator = naturalLog(logarithmArgument(argument(positional, 1)))
  return denominator === 0
    ? raise('ZeroDivisionError', 'division by zero')
    : numerator / denominator
}

const log2: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  charge(machine, realSteps)
  return log2Of(logarithmArgument(argument(positional, 0)))
}
const exp = real((value) => (Number.isFinite(value) ? (value === 0 ? 1 : expOf(value)) : giveUp()))

const pow: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2)
  charge(machine, 2 * realSteps)
  const [base, exponent] = [realArgument(positional[0]), realArgument(positional[1])]
  return base === 0 && exponent < 0 ? giveUp() : floatPower(base, exponent)
}

const factorial: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const count = integerArgument(argument(positional, 0))
  if (count < 0n) return raise('ValueError', 'factorial() not defined for negative values')
  if (count > 3000n) giveUp()
  return product(machine, 1n, count)
}

/** Returns the product of the integers from `first` to `last`. */
function product(machine: Machine, first: bigint, last: bigint): bigint {
  let result = 1n
  for (let factor = first; factor <= last; factor++) {
    charge(machine, 1)
    chargeProduct(machine, result, factor)
    result = bounded(machine, result * factor)
  }
  return result
}

const comb: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 2)
  const [n, k] = [
    integerArgument(argument(positional, 0)),
    integerArgument(argument(positional, 1)),
  ]
  if (n < 0n) return raise('ValueError', 'n must be a non-negative integer')
  if (k < 0n) return raise('ValueError', 'k must be a non-negative integer')
  if (k > n) return 0n
  const count = k < n - k ? k : n - k
  if (count > 3000n) giveUp()
  return product(machine, n - count + 1n, n) / product(machine, 1n, count)
}

const perm: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1, 2)
  const n = integerArgument(argument(positional, 0))
  const k =
    positional[1] === undefined || positional[1] === null
      ? n
      : integerArgument(argument(positional, 1))
  if (n < 0n || k < 0n) giveUp()
  if (k > n) return 0n
  if (k > 3000n) giveUp()
  return product(machine, n - k + 1n, n)
}

function divisor(machine: Machine, a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) {
    charge(machine, 1)
    ;[x, y] = [y, modulo(machine, x, y)]
  }
  return x
}

const gcd: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 100)
  return positional.map(integerArgument).reduce((a, b) => divisor(machine, a, b), 0n)
}

const lcm: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 100)
  return positional.map(integerArgument).reduce((a, b) => {
    if (a === 0n || b === 0n) return 0n
    const multiple = (a / divisor(machine, a, b)) * b
    return bounded(machine, multiple < 0n ? -multiple : multiple)
  }, 1n)
}

const isqrt: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  const value = integerArgument(argument(positional, 0))
  if (value < 0n) return raise('ValueError', 'isqrt() argument must be nonnegative')
  // Newton's iteration from a power of two above the root.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    chargeProduct(machine, value, value)
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

const prod: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  let result: bigint | number = 1n
  for (const item of itemsOf(machine, argument(positional, 0))) {
    if (typeof item !== 'bigint' && typeof item !== 'number') return giveUp()
    if (typeof item === 'bigint' && typeof result === 'bigint') {
      chargeProduct(machine, result, item)
      result = bounded(machine, result * item)
    } else result = realArgument(result) * realArgument(item)
  }
  return result
}

/** The exact sum, rounded once. */
const fsum: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  let total = 0n
  for (const item of itemsOf(machine, argument(positional, 0))) {
    const value = realArgument(item)
    // CPython raises where a part of the sum overflows, even if the whole does not.
    if (!(Math.abs(value) < 2 ** 1000)) giveUp()
    const { mantissa, exponent } = decompose(value)
    total += mantissa << BigInt(exponent + 1074)
    charge(machine, 20)
  }
  const sum = divideToFloat(total, 1n << 1074n)
  return Number.isFinite(sum) ? sum : giveUp()
}

const functions: Record<string, Native> = {
  sqrt,
  floor: rounding(Math.floor),
  ceil: rounding(Math.ceil),
  trunc: rounding(Math.trunc),
  fabs: real(Math.abs),
  isnan: real(Number.isNaN),
  isfinite: real(Number.isFinite),
  isinf: real((value) => !Number.isFinite(value) && !Number.isNaN(value)),
  // As CPython writes them: one multiplication with a constant that is rounded first.
  radians: real((value) => value * (Math.PI / 180)),
  degrees: real((value) => value * (180 / Math.PI)),
  log,
  log2,
  exp,
  pow,
  factorial,
  comb,
  perm,
  gcd,
  lcm,
  isqrt,
  prod,
  fsum,
}

/**
 * The functions whose last bits depend on the C library, or that are too rare; they can be named,
 * but not called.
 */
const unsureFunctions =
  'acos acosh asin asinh atan atan2 atanh cbrt copysign cos cosh dist erf erfc exp2 expm1 fma fmod frexp gamma hypot isclose ldexp ' +
  'lgamma log10 log1p modf nextafter remainder sin sinh sumprod tan tanh ulp'

function builtin(name: string, call: Native): [string, Builtin] {
  return [name, { kind: 'builtin', type: 'builtin_function_or_method', name, call }]
}

export const mathModule: Module = {
  kind: 'module',
  name: 'math',
  members: new Map<string, Value>([
    ['pi', Math.PI],
    ['e', Math.E],
    ['tau', 2 * Math.PI],
    ['inf', Infinity],
    ['nan', Number.NaN],
    ...unsureFunctions.split(' ').map((name) => builtin(name, giveUp)),
    ...Object.entries(functions).map(([name, call]) => builtin(name, call)),
  ]),
}
