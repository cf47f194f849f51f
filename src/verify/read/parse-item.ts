/** Items of a list: relations, ratios, set operations, quantities with their units. */
import { scalarAnswer, type Answer } from '../answer.ts'
import { Fault } from '../budget.ts'
import type { Expression } from '../expression/expression.ts'
import { functionNames, relations, symbolNames, type RelationOperator } from './names.ts'
import { accept, deeper, isStructure, link, next, peek, scalarOf, sees, type Reader } from './reader.ts'
import { startsUnit } from './starts-factor.ts'
import { textKey } from './special-answers.ts'
import type { Token } from './tokens.ts'
import { withUnit } from './units.ts'

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

function relationAt(reader: Reader): RelationOperator | undefined {
  const token = peek(reader)
  if (!token || (token.type !== 'symbol' && token.type !== 'command')) return undefined
  return relations.get(token.text)
}

/** `= 5` and `≈ 5` are 5. */
function skipLeadingRelation(reader: Reader): void {
  const operator = relationAt(reader)
  if (operator !== '=' && operator !== '~') throw new Fault('syntax', 'a relation has no left side')
  next(reader)
}

/** `x = 1/3 ≈ 0.33` is `x = 1/3`; `x ≈ 11` is `x = 11`. */
function approximated(reader: Reader, sides: Answer[], operators: RelationOperator[]): Answer {
  const rest = parseSide(reader)
  while (relationAt(reader)) {
    next(reader)
    parseSide(reader)
  }
  const [only] = sides
  if (sides.length === 1 && only?.kind === 'scalar' && only.expression.kind === 'symbol') return relationOf([only, rest], ['='])
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

/** Words before a value that say nothing of it. */
const filler =
  /^(?:(?:the |final |answer|is|are|equals?|approximately|approx\.?|about|around|exactly|only|just|roughly|nearly|total|a total of|rs\.?|rmb|usd|us|hk|thus|so|therefore|hence|which|namely|or|we get)[\s,:]*)+$/i

function skipFiller(reader: Reader): void {
  while (peek(reader)?.type === 'text' && filler.test(peek(reader)?.text ?? '') && peek(reader, 1) !== undefined) {
    next(reader)
    accept(reader, ':')
  }
}

/** A word that is no product of symbols and no function: `Area`, `total`. */
const labelWord = /^(?:[A-Z][a-z]{2,}|[a-z]{4,})$/

/** Words in front of `=` or `:` name what follows: `Area = 12`, `\text{Tom}: 5`. Returns them, and turns the colon into the sign. */
function acceptLabel(reader: Reader): Answer | null {
  const first = peek(reader)
  const isWord =
    first?.type === 'word' && labelWord.test(first.text) && !functionNames.has(first.text) && !symbolNames.has(first.text)
  if (first?.type !== 'text' && !isWord) return null
  let end = reader.position
  while (isLabelPart(reader.tokens[end])) end++
  const sign = reader.tokens[end]
  if (sign?.text !== '=' && sign?.text !== ':') return null
  const words = reader.tokens.slice(reader.position, end).map(({ text }) => text)
  reader.tokens[end] = { type: 'symbol', text: '=', spaced: sign.spaced }
  reader.position = end
  return { kind: 'text', key: textKey(words.join(' ')), fault: null, alternative: null }
}

const isLabelPart = (token: Token | undefined): boolean =>
  token?.type === 'text' || token?.type === 'word' || token?.text === '\\triangle' || token?.text === '\\angle'

function parseQuantity(reader: Reader): Answer {
  skipFiller(reader)
  const label = acceptLabel(reader)
  if (label) return label
  if (relationAt(reader)) skipLeadingRelation(reader)
  reader.currency = null
  const value = reader.grammar.sum(reader)
  const currency = accept(reader, '$', '€', '£', '¥', '₹') ?? reader.currency
  const { phrase, condition } = unitPhrase(reader)
  if (isStructure(value)) return value
  const { expression, unit, direction } = withUnit(value, phrase, currency)
  const under = direction + condition
  return { ...scalarAnswer(expression, unit), ...(under !== '' && { condition: under }) }
}

/** Words, slashes and powers up to the end of the item. Behind a word of condition ("for all", "where") everything belongs to it. */
function unitPhrase(reader: Reader): { phrase: string; condition: string } {
  if (!startsUnit(reader) && !startsRate(reader) && !seesCondition(reader)) return { phrase: '', condition: '' }
  let phrase = ''
  for (let token = peek(reader); token; token = peek(reader)) {
    if (seesCondition(reader)) return { phrase, condition: readCondition(reader) }
    const isPart =
      token.type === 'text' ||
      (token.type === 'word' && !/^(?:and|or)$/.test(token.text)) ||
      '/^*{}'.includes(token.text) ||
      (token.type === 'number' && /[\^{]$/.test(phrase)) ||
      isHyphen(reader, phrase)
    if (!isPart || (token.text === '}' && !phrase.includes('{'))) break
    phrase += token.type === 'text' || token.type === 'word' ? ` ${token.text}` : token.text
    next(reader)
  }
  return { phrase, condition: '' }
}

/** The sign in `kilowatt-hours`: between two words, without blanks. */
function isHyphen(reader: Reader, phrase: string): boolean {
  const [sign, word] = [peek(reader), peek(reader, 1)]
  return (
    /[a-z]{3}$/i.test(phrase) &&
    sign?.text === '-' &&
    !sign.spaced &&
    word?.type === 'word' &&
    !word.spaced &&
    word.text.length > 2
  )
}

/** `5 / second`, and a power behind a group of words. */
const startsRate = (reader: Reader): boolean => sees(reader, '/') && peek(reader, 1)?.type === 'text'

function seesCondition(reader: Reader): boolean {
  const token = peek(reader)
  return (token?.type === 'text' || token?.type === 'word') && /^(?:for|where|when|if|with|such|only)\b/i.test(token.text)
}

/**
 * Everything up to the end of the item, as text without blanks. A comma ends it inside of brackets, and where another condition follows:
 * `1 if n is odd, 2 if n is even` are two items.
 */
function readCondition(reader: Reader): string {
  const rest = reader.tokens.slice(reader.position + 1)
  const hasMore =
    isInBrackets(rest) || rest.some(({ type, text }) => (type === 'text' || type === 'word') && conditionWord.test(text))
  let depth = 0
  let text = ''
  for (let token = peek(reader); token; token = peek(reader)) {
    const isBracket = token.type === 'symbol'
    if (isBracket && ['(', '[', '{', '\\{'].includes(token.text)) depth++
    if (isBracket && [')', ']', '}', '\\}'].includes(token.text) && --depth < 0) break
    if (depth === 0 && hasMore && text !== '' && /^(?:[,;]|and|or)$/.test(token.text)) break
    text += next(reader).text
  }
  return text.replaceAll(/\s/g, '').replace(/^(?:for|where|when|if|with|suchthat|only)(?:all|some|any)?/i, '')
}

const conditionWord = /\b(?:for|where|when|if|otherwise|else)\b/i

/** Whether a bracket closes that did not open in these tokens. */
function isInBrackets(tokens: readonly Token[]): boolean {
  let depth = 0
  return tokens.some(({ type, text }) => {
    if (type !== 'symbol') return false
    if (['(', '[', '{', '\\{'].includes(text)) depth++
    return [')', ']', '}', '\\}'].includes(text) && --depth < 0
  })
}
