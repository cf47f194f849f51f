/**
 * Letters that are units beside an answer with a unit: `5 m` is a product of symbols, but against
 * `5 cm` a length.
 */
import type { ScalarAnswer } from '../answer.ts'
import { freeSymbols, integer, type Expression } from '../expression/expression.ts'
import { letterUnits } from '../read/names.ts'
import { unitOf } from '../read/unit-phrase.ts'

/**
 * Returns a constant times units in single letters as a quantity, `null` where anything else
 * occurs.
 */
export function letterQuantity({ expression, unit, condition }: ScalarAnswer): ScalarAnswer | null {
  if (unit || expression.kind === 'symbol') return null
  const constants: Expression[] = []
  const units: string[] = []
  if (!split(expression, 1, constants, units) || constants.length === 0) return null
  const read = units.length > 0 ? unitOf(units.join(' ')) : null
  if (!read?.dimension) return null
  return {
    kind: 'scalar',
    expression: { kind: 'product', factors: constants },
    unit: read,
    ...(condition !== undefined && { condition }),
  }
}

/**
 * Sorts the factors of a product into constants and powers of units; `false` where one is neither.
 */
function split(node: Expression, sign: 1 | -1, constants: Expression[], units: string[]): boolean {
  if (node.kind === 'product')
    return node.factors.every((factor) => split(factor, sign, constants, units))
  if (node.kind === 'quotient')
    return (
      split(node.numerator, sign, constants, units) &&
      split(node.denominator, sign === 1 ? -1 : 1, constants, units)
    )
  const power = unitPower(node)
  if (power !== null) return units.push(`${power.name}^${sign * power.exponent}`) > 0
  if (freeSymbols(node).size > 0) return false
  constants.push(sign === 1 ? node : { kind: 'power', base: node, exponent: minusOne })
  return true
}

const minusOne = integer(-1n)

/** A letter of a unit, or its power from -4 to 4. */
function unitPower(node: Expression): { name: string; exponent: number } | null {
  if (node.kind === 'symbol')
    return letterUnits.test(node.name) ? { name: node.name, exponent: 1 } : null
  if (node.kind !== 'power' || node.base.kind !== 'symbol' || !letterUnits.test(node.base.name))
    return null
  const isNegative = node.exponent.kind === 'negative'
  const size = node.exponent.kind === 'negative' ? node.exponent.operand : node.exponent
  const exponent =
    size.kind === 'number' && size.value.denominator === 1n ? Number(size.value.numerator) : 0
  return exponent >= 1 && exponent <= 4
    ? { name: node.base.name, exponent: isNegative ? -exponent : exponent }
    : null
}
