/**
 * Left sides that are no formulas of the grammar but name the answer: `\mathbb{E}[X] = 5`, `P(A
 * \mid B) = \frac13`, `\det A = -2`.
 */
import type { Answer } from '../answer.ts'
import { Fault, spend } from '../budget.ts'
import { relations } from './names.ts'
import { parseItem } from './parse-item.ts'
import { deniesName } from './parse-quantity.ts'
import type { Reader } from './reader.ts'
import type { Token } from './tokens.ts'

/**
 * Reads an item. Where what stands before its equals sign cannot be read, that is a label: under
 * every policy where it has the shape of a quantity's name, else with the fault, so that only a
 * lenient policy passes over it.
 * @throws Fault for anything else that cannot be read.
 */
export function parseNamedItem(reader: Reader): Answer {
  const { position: start, depth, links, bars, braces, reversed } = reader
  try {
    return parseItem(reader)
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'syntax') throw error
    const sign = equalsSign(reader, start)
    if (
      sign === null ||
      reader.position > sign ||
      deniesName.test(textOf(reader.tokens.slice(start, sign)))
    )
      throw error
    const side = reader.tokens.slice(start, sign)
    const label: Token = {
      type: 'text',
      text: textOf(side),
      spaced: side[0]?.spaced ?? false,
      ...(!isNameOfQuantity(side) && { fault: error.message }),
    }
    reader.tokens.splice(start, side.length, label)
    Object.assign(reader, { position: start, depth, links, bars, braces, reversed })
    return parseItem(reader)
  }
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ')

/** Longer left sides are sentences. */
const longestSide = 60

/** Words and commands that join or set a condition. */
const notInName = /^\\?(?:if|when|where|unless|for|and|or|either|lnot|neg|forall|exists)$/i

/**
 * Returns the index of the first equals sign outside of brackets, `null` where another relation or
 * the end of the item comes before.
 */
function equalsSign(reader: Reader, start: number): number | null {
  let depth = 0
  for (let index = start; index < Math.min(reader.tokens.length, start + longestSide); index++) {
    spend(reader.budget, 1)
    const { type, text } = reader.tokens[index]!
    if (type === 'symbol' && openings.has(text)) depth++
    else if (type === 'symbol' && closings.has(text)) depth--
    else if (depth < 0 || notInName.test(text)) return null
    else if (depth === 0 && index > start && type === 'symbol' && text === '=') return index
    else if (
      depth === 0 &&
      (text === ',' ||
        text === ';' ||
        ((type === 'symbol' || type === 'command') && relations.has(text)))
    )
      return null
  }
  return null
}

const openings: ReadonlySet<string> = new Set(['(', '[', '{', '\\{'])
const closings: ReadonlySet<string> = new Set([')', ']', '}', '\\}'])

/** Operators that stand before what they measure, without brackets. */
const measures: ReadonlySet<string> = new Set(
  'det dim deg ker Pr tr Tr trace rank rk Var var Cov cov Corr E P card ord Vol vol Area area'
    .split(' ')
    .map((name) => `\\${name}`),
)

/** `E[X]`, `P(A | B)`, `\operatorname{Var}(X)`, `f''_n(2)`, `\det A`, `|A \cap B|`. */
function isNameOfQuantity(side: readonly Token[]): boolean {
  const [head] = side
  if (!head) return false
  if (head.text === '|' || head.text === '\\lvert')
    return side.length > 2 && /^(?:\||\\rvert)$/.test(side.at(-1)?.text ?? '')
  const isLetters = head.type === 'word' || head.type === 'text'
  const isBoard = head.text === '\\mathbb'
  if (!isLetters && !isBoard && !measures.has(head.text)) return false
  let index = isBoard ? afterArgument(side, 1) : 1
  for (
    let mark = side[index]?.text ?? '';
    /^(?:[\^_']|\\prime)$/.test(mark);
    mark = side[index]?.text ?? ''
  )
    index = mark === '^' || mark === '_' ? afterArgument(side, index + 1) : index + 1
  const opening = side[index]
  if (opening?.type === 'symbol' && (opening.text === '(' || opening.text === '['))
    return afterArgument(side, index) === side.length
  const rest = side.slice(index)
  return (
    measures.has(head.text) &&
    rest.length > 0 &&
    rest.length <= 8 &&
    rest.every(({ text }) => !/^(?:[-+*/]|\\cdot|\\times)$/.test(text))
  )
}

/** The index behind a group in brackets or a single token. */
function afterArgument(side: readonly Token[], start: number): number {
  let depth = 0
  for (let index = start; index < side.length; index++) {
    const { type, text } = side[index]!
    if (type === 'symbol' && openings.has(text)) depth++
    if (type === 'symbol' && closings.has(text)) depth--
    if (depth <= 0) return index + 1
  }
  return side.length
}
