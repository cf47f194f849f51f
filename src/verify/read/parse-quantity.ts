/** Quantities: a label, a value, its unit, and the condition under which it holds. */
import { scalarAnswer, type Answer, type ScalarAnswer } from '../answer.ts'
import { compareRational, divideRational } from '../../core/pure.ts'
import { number, freeSymbols, type Expression } from '../expression/expression.ts'
import { functionNames, symbolNames } from './names.ts'
import { accept, isStructure, next, peek, type Reader } from './reader.ts'
import { relationAt, skipLeadingRelation } from './relation-sign.ts'
import { textKey } from './special-answers.ts'
import type { Token } from './tokens.ts'
import { unitPhrase } from './unit-tokens.ts'
import { withUnit } from './units.ts'

/** Words before a value that say nothing of it. */
const filler =
  /^(?:(?:the |final |answer|is|are|equals?|approximately|approx\.?|about|around|exactly|only|just|roughly|nearly|total|a total of|rs\.?|rmb|usd|us|hk|thus|so|therefore|hence|which|namely|or|we get)[\s,:]*)+$/i

function skipFiller(reader: Reader): void {
  while (
    peek(reader)?.type === 'text' &&
    filler.test(peek(reader)?.text ?? '') &&
    peek(reader, 1) !== undefined
  ) {
    next(reader)
    accept(reader, ':')
  }
}

/** A word that is no product of symbols and no function: `Area`, `total`. */
const labelWord = /^(?:[A-Z][a-z]{2,}|[a-z]{4,})$/

/** Words with which a left side says less than its name: `not x = 5`, `at least one of x = 5`. */
export const deniesName =
  /(?:^|[^a-z])(?:not|no|never|neither|nor|none|cannot|at\s(?:least|most)|than|if|when|unless|wrong|incorrect|false)(?:$|[^a-z])/i

/**
 * Words in front of `=` or `:` name what follows: `Area = 12`, `\text{Tom}: 5`. Returns them, and
 * turns the colon into the sign.
 */
function acceptLabel(reader: Reader): Answer | null {
  const first = peek(reader)
  const isWord =
    first?.type === 'word' &&
    labelWord.test(first.text) &&
    !functionNames.has(first.text) &&
    !symbolNames.has(first.text)
  if (first?.type !== 'text' && !isWord) return null
  let end = reader.position
  while (isLabelPart(reader.tokens[end])) end++
  const sign = reader.tokens[end]
  if (sign?.text !== '=' && sign?.text !== ':') return null
  const words = reader.tokens.slice(reader.position, end).map(({ text }) => text)
  if (deniesName.test(words.join(' '))) return null
  reader.tokens[end] = { type: 'symbol', text: '=', spaced: sign.spaced }
  reader.position = end
  const fault = first?.type === 'text' ? (first.fault ?? null) : null
  return { kind: 'text', key: textKey(words.join(' ')), fault, alternative: null }
}

const isLabelPart = (token: Token | undefined): boolean =>
  token?.type === 'text' ||
  token?.type === 'word' ||
  token?.text === '\\triangle' ||
  token?.text === '\\angle'

/** Reads a label, a value with its unit and condition, or a structure such as a set. */
export function parseQuantity(reader: Reader): Answer {
  skipFiller(reader)
  const label = acceptLabel(reader)
  if (label) return label
  if (relationAt(reader)) skipLeadingRelation(reader)
  const first = parseSimple(reader)
  return first.kind === 'scalar' ? withSmallerUnits(reader, first) : first
}

function parseSimple(reader: Reader): Answer {
  reader.currency = null
  const value = reader.grammar.sum(reader)
  const currency = accept(reader, '$', '€', '£', '¥', '₹') ?? reader.currency
  const { phrase, condition } = unitPhrase(reader)
  if (isStructure(value)) return value
  const { expression, unit, direction } = withUnit(value, phrase, currency)
  const under = direction + condition
  return { ...scalarAnswer(expression, unit), ...(under !== '' && { condition: under }) }
}

/**
 * `2 hours 30 minutes` and `5 dollars and 20 cents`: whole numbers of ever smaller units of the
 * same kind are added up.
 */
function withSmallerUnits(reader: Reader, first: ScalarAnswer): ScalarAnswer {
  let total = first
  let smallest = first.unit
  while (smallest?.dimension && seesAmount(reader)) {
    const start = reader.position
    accept(reader, 'and')
    const following = parseSimple(reader)
    const unit = following.kind === 'scalar' ? following.unit : null
    const isSmaller =
      unit?.dimension === smallest.dimension && compareRational(unit.factor, smallest.factor) < 0
    const ratio = isSmaller && total.unit ? divideRational(unit.factor, total.unit.factor) : null
    if (
      following.kind !== 'scalar' ||
      !ratio ||
      following.condition !== undefined ||
      hasSymbols(following, total)
    ) {
      reader.position = start
      return total
    }
    const part: Expression = { kind: 'product', factors: [following.expression, number(ratio)] }
    total = { ...total, expression: added(total.expression, part) }
    smallest = unit
  }
  return total
}

/** A number, perhaps behind "and". */
function seesAmount(reader: Reader): boolean {
  const offset = peek(reader)?.text === 'and' ? 1 : 0
  return peek(reader, offset)?.type === 'number' && isUnitToken(peek(reader, offset + 1))
}

const isUnitToken = (token: Token | undefined): boolean =>
  token?.type === 'text' || token?.type === 'word'

const hasSymbols = (...answers: ScalarAnswer[]): boolean =>
  answers.some(({ expression }) => freeSymbols(expression).size > 0)

/** A sign counts for all parts: `-2 hours 30 minutes`. */
const added = (value: Expression, part: Expression): Expression =>
  value.kind === 'negative'
    ? { kind: 'negative', operand: { kind: 'sum', terms: [value.operand, part] } }
    : { kind: 'sum', terms: [value, part] }
