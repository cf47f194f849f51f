/** Items of a list: relations, ratios, set operations, quantities with their units. */
import type { Answer } from '../answer.ts'
import { Fault } from '../budget.ts'
import type { Expression } from '../expression/expression.ts'
import type { RelationOperator } from './names.ts'
import { parseQuantity } from './parse-quantity.ts'
import { accept, deeper, link, next, peek, scalarOf, sees, type Reader } from './reader.ts'
import { relationAt, skipLeadingRelation } from './relation-sign.ts'

/**
 *     item        = side (relation side)*            behind an approximation (≈) nothing counts
 *     side        = combination (':' combination)*   a ratio
 *     combination = quantity ((\cup | \cap | \setminus) quantity)*
 *     quantity    = label? sum unit?
 */
export function parseItem(reader: Reader): Answer {
  return deeper(reader, () => {
    const sides: Answer[] = []
    const operators: RelationOperator[] = []
    if (relationAt(reader)) skipLeadingRelation(reader)
    sides.push(parseSide(reader))
    for (let operator = relationAt(reader); operator; operator = relationAt(reader)) {
      next(reader)
      if (operator === '~') return approximated(reader, sides, operators)
      operators.push(operator)
      sides.push(parseSide(reader))
    }
    if (accept(reader, '\\pmod') || acceptModulus(reader)) return congruence(reader, sides)
    return relationOf(sides, operators)
  })
}

/** `x = 1/3 ≈ 0.33` is `x = 1/3`; `x ≈ 11` is `x = 11`. */
function approximated(reader: Reader, sides: Answer[], operators: RelationOperator[]): Answer {
  const rest = parseSide(reader)
  while (relationAt(reader)) {
    next(reader)
    parseSide(reader)
  }
  const [only] = sides
  if (sides.length === 1 && only?.kind === 'scalar' && only.expression.kind === 'symbol')
    return relationOf([only, rest], ['='])
  return relationOf(sides, operators)
}

const relationOf = (sides: Answer[], operators: RelationOperator[]): Answer => {
  const [only] = sides
  return sides.length === 1 && only ? only : { kind: 'relation', sides, operators }
}

function acceptModulus(reader: Reader): boolean {
  if (!sees(reader, '(') || peek(reader, 1)?.text !== '\\bmod') return false
  reader.position += 2
  return true
}

/** `x ≡ 3 (mod 5)`: only the last side counts. */
function congruence(reader: Reader, sides: readonly Answer[]): Answer {
  const last = sides.at(-1)
  if (last?.kind !== 'scalar') throw new Fault('syntax', 'a congruence has no residue')
  const modulus = scalarOf(reader.grammar.factor(reader))
  accept(reader, ')')
  return { kind: 'congruence', residue: last.expression, modulus }
}

function parseSide(reader: Reader): Answer {
  const first = parseCombination(reader)
  if (!sees(reader, ':') || reader.braces > 0) return first
  const terms: Expression[] = [scalarTerm(first)]
  while (accept(reader, ':')) terms.push(scalarTerm(parseCombination(reader)))
  return { kind: 'ratio', terms, seconds: null }
}

function scalarTerm(answer: Answer): Expression {
  if (answer.kind !== 'scalar') throw new Fault('syntax', 'a term of a ratio is not a number')
  return answer.expression
}

const setOperations = {
  '\\cup': 'union',
  '\\cap': 'intersection',
  '\\setminus': 'difference',
  '\\backslash': 'difference',
} as const

function parseCombination(reader: Reader): Answer {
  let left = parseQuantity(reader)
  for (;;) {
    const command = accept(reader, '\\cup', '\\cap', '\\setminus', '\\backslash')
    if (command === null) return left
    if (left.kind === 'combination') link(reader)
    const operation = setOperations[command as keyof typeof setOperations]
    left = { kind: 'combination', operation, parts: [left, parseQuantity(reader)] }
  }
}
