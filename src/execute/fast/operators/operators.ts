/**
 * The operators of expressions on values of every class, and the errors of operands that do not
 * fit.
 */

import { contains, equal, ordered } from './comparison.ts'
import { bounded, floatArithmetic, integerArithmetic, toFloat } from '../numbers/numbers.ts'
import { formatPercent } from '../format/percent-format.ts'
import { giveUp, typeError } from '../signals.ts'
import { charge, integerOf, list, maxLength, truth, tuple, typeName } from '../values/values.ts'
import type { List, Machine, Tuple, Value } from '../values/values.ts'

/** Returns `a op b`. */
export function binaryOperation(machine: Machine, operator: string, a: Value, b: Value): Value {
  return operate(machine, [operator, operator], a, b)
}

/**
 * Returns `a op b` as the errors of `a op= b` have it; lists, which change in place, are not for
 * this function.
 */
export function augmentedOperation(machine: Machine, operator: string, a: Value, b: Value): Value {
  return operate(machine, [operator, `${operator}=`], a, b)
}

/** The steps of a power of floats, which is computed with many more digits than it has. */
const powerSteps = 50

/** `symbol` is how errors write the operator. */
function operate(
  machine: Machine,
  [operator, symbol]: readonly [string, string],
  a: Value,
  b: Value,
): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint')
    return integerArithmetic(machine, operator, a, b)
  if (operator === '**') charge(machine, powerSteps)
  if (typeof a === 'number' && typeof b === 'number')
    return floatArithmetic(operator, a, b) ?? unsupported(symbol, a, b)
  const left = typeof a === 'number' ? a : integerOf(a)
  const right = typeof b === 'number' ? b : integerOf(b)
  if (left !== null && right !== null) return mixedArithmetic(machine, operator, [a, b], symbol)
  if (operator === '+') return concatenate(machine, a, b, symbol)
  if (operator === '*') return repeat(machine, a, b, symbol)
  if (operator === '%' && typeof a === 'string') return formatPercent(machine, a, b)
  if (isSetLike(operator, a, b) || (operator === '>>' && isBuiltin(a))) giveUp()
  return unsupported(symbol, a, b)
}

/**
 * Of two numbers that are not both int or both float: a bool counts as an int, and an int meets a
 * float as one.
 */
function mixedArithmetic(
  machine: Machine,
  operator: string,
  operands: [Value, Value],
  symbol: string,
): Value {
  const [a, b] = operands
  const left = integerOf(a)
  const right = integerOf(b)
  if (left !== null && right !== null) {
    const result = integerArithmetic(machine, operator, left, right)
    const isBitwise = operator === '&' || operator === '|' || operator === '^'
    return isBitwise && typeof a === 'boolean' && typeof b === 'boolean' ? result !== 0n : result
  }
  if ('<<>>&|^'.includes(operator)) return unsupported(symbol, a, b)
  const x = typeof a === 'number' ? a : toFloat(left ?? 0n)
  const y = typeof b === 'number' ? b : toFloat(right ?? 0n)
  return floatArithmetic(operator, x, y) ?? giveUp()
}

function unsupported(symbol: string, a: Value, b: Value): never {
  const written = symbol === '**' ? '** or pow()' : symbol
  return typeError(
    `unsupported operand type(s) for ${written}: '${typeName(a)}' and '${typeName(b)}'`,
  )
}

function isBuiltin(value: Value): boolean {
  return value !== null && typeof value === 'object' && value.kind === 'builtin'
}

/** Dicts merge with `|`, views are sets, and classes make unions. */
function isSetLike(operator: string, ...operands: Value[]): boolean {
  if (!'-&|^'.includes(operator)) return false
  return operands.some(
    (value) =>
      value !== null &&
      typeof value === 'object' &&
      (value.kind === 'dict' || value.kind === 'view' || value.kind === 'builtin'),
  )
}

function concatenate(machine: Machine, a: Value, b: Value, symbol: string): Value {
  if (typeof a === 'string') {
    if (typeof b !== 'string') typeError(`can only concatenate str (not "${typeName(b)}") to str`)
    const length = a.length + b.length
    if (length > maxLength) giveUp()
    charge(machine, length >> 4)
    return a + b
  }
  if (a === null || typeof a !== 'object' || (a.kind !== 'list' && a.kind !== 'tuple'))
    return unsupported(symbol, a, b)
  if (b === null || typeof b !== 'object' || b.kind !== a.kind) {
    return typeError(`can only concatenate ${a.kind} (not "${typeName(b)}") to ${a.kind}`)
  }
  if (a.items.length + b.items.length > maxLength) giveUp()
  charge(machine, (a.items.length + b.items.length) >> 1)
  const items = [...a.items, ...b.items]
  return a.kind === 'list' ? list(items) : tuple(items)
}

function repeat(machine: Machine, a: Value, b: Value, symbol: string): Value {
  const sequence = isSequence(a) ? a : isSequence(b) ? b : null
  if (sequence === null) return unsupported(symbol, a, b)
  const other = sequence === a ? b : a
  // In place, what kinds of classes stand to the left decides between two errors.
  if (symbol === '*=' && sequence === b && a !== null && typeof a === 'object') giveUp()
  const count = integerOf(other)
  // Beyond the index size of one machine or another CPython raises, even for an empty sequence.
  if (count !== null && (count >= 2n ** 31n || count < -(2n ** 31n))) giveUp()
  if (count === null)
    return typeError(`can't multiply sequence by non-int of type '${typeName(other)}'`)
  const length = typeof sequence === 'string' ? sequence.length : sequence.items.length
  const times = count <= 0n || length === 0 ? 0 : Number(count)
  if (times * length > maxLength) giveUp()
  charge(machine, (times * length) >> 1)
  if (typeof sequence === 'string') return sequence.repeat(times)
  const items: Value[] = []
  for (let time = 0; time < times; time++) for (const item of sequence.items) items.push(item)
  return sequence.kind === 'list' ? list(items) : tuple(items)
}

function isSequence(value: Value): value is string | List | Tuple {
  return (
    typeof value === 'string' ||
    (value !== null &&
      typeof value === 'object' &&
      (value.kind === 'list' || value.kind === 'tuple'))
  )
}

/** Returns `operator operand`. */
export function unaryOperation(machine: Machine, operator: string, operand: Value): Value {
  if (operator === 'not') return !truth(operand)
  if (typeof operand === 'number' && operator !== '~') return operator === '-' ? -operand : operand
  const integer = integerOf(operand)
  if (integer === null)
    return typeError(`bad operand type for unary ${operator}: '${typeName(operand)}'`)
  // CPython 3.14 warns of the inversion of a bool.
  if (operator === '~') return typeof operand === 'boolean' ? giveUp() : bounded(machine, ~integer)
  return operator === '-' ? -integer : integer
}

/** Returns whether `a op b`, for one of the comparison operators. */
export function compare(machine: Machine, operator: string, a: Value, b: Value): boolean {
  switch (operator) {
    case '==':
      return equal(machine, a, b)
    case '!=':
      return !equal(machine, a, b)
    case 'in':
      return contains(machine, b, a)
    case 'not in':
      return !contains(machine, b, a)
    case 'is':
      return a === b
    case 'is not':
      return a !== b
    default:
      return ordered(machine, operator, a, b)
  }
}
