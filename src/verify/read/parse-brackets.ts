/** Round, square, curly and angle brackets: groups, tuples, intervals, sets. */
import type { Answer, CollectionAnswer } from '../answer.ts'
import { Fault } from '../budget.ts'
import {
  accept,
  deeper,
  expect,
  peek,
  sees,
  type Parsed,
  type Reader,
  type Structure,
} from './reader.ts'

const closings: Record<string, readonly string[]> = {
  '(': [')', ']'],
  '[': [']', ')'],
  ']': ['[', ']', ')'],
  '{': ['}'],
  '\\{': ['\\}', '}'],
  '\\langle': ['\\rangle', '>'],
}

/**
 * Reads up to the bracket that closes `opening`, which was passed. One scalar in brackets is that
 * scalar, except in `\{ \}`.
 */
export function parseBrackets(reader: Reader, opening: string): Parsed {
  return deeper(reader, () => {
    const closing = closings[opening] ?? []
    const isSet = opening === '\\{' || opening === '{'
    const outerBars = reader.bars
    reader.bars = 0
    if (isSet) reader.braces++
    if (opening === ']') reader.reversed++
    const items: Answer[] = []
    let builder: Parsed | null = null
    while (!sees(reader, ...closing)) {
      items.push(reader.grammar.item(reader))
      if (isSet && items.length === 1) builder = condition(reader, items[0]!)
      if (builder || !accept(reader, ',', ';', 'and', '\\text{and}')) break
    }
    if (isSet) reader.braces--
    if (opening === ']') reader.reversed--
    reader.bars = outerBars
    const system = openSystem(reader, opening, items)
    if (system) return system
    // Of four items, two pairs may be decimals: `[0,5; 1,5[`.
    const isHalfOpen =
      items.length >= 2 && items.length <= 4 && (opening === '[' || opening === '(')
    const close = isHalfOpen ? expect(reader, ...closing, '[') : expect(reader, ...closing)
    return builder ?? bracketed(opening, close, items)
  })
}

/**
 * Returns the lines of `\left\{ \begin{array}… \end{array} \right.`, whose bracket is never closed;
 * behind a square one, of which any holds.
 */
function openSystem(reader: Reader, opening: string, items: readonly Answer[]): Structure | null {
  const [only] = items
  const isSystem = items.length === 1 && only?.kind === 'collection' && only.open === ''
  if (
    !isSystem ||
    (opening !== '\\{' && opening !== '[') ||
    peek(reader) ||
    peek(reader, -1)?.type !== 'environment'
  )
    return null
  const areInequalities = only.items.every(
    (item) => item.kind === 'relation' && !item.operators.includes('='),
  )
  return opening === '[' && areInequalities
    ? { kind: 'conditions', connector: 'or', items: only.items }
    : only
}

/** `| x > 2` or `: x > 2` behind the first item of a set. */
function condition(reader: Reader, variable: Answer): Parsed | null {
  if (!accept(reader, '|', '\\mid', '\\vert', ':', '\\colon')) return null
  const items: Answer[] = []
  let connector: 'and' | 'or' = 'and'
  do {
    items.push(reader.grammar.item(reader))
    if (sees(reader, 'or', '\\lor', '\\vee')) connector = 'or'
  } while (accept(reader, ',', 'and', 'or', '\\land', '\\lor', '\\wedge', '\\vee'))
  const [only] = items
  return {
    kind: 'builder',
    variable,
    condition: items.length === 1 && only ? only : { kind: 'conditions', connector, items },
  }
}

function bracketed(opening: string, closing: string, items: readonly Answer[]): Parsed {
  const [only] = items
  const isSet = opening === '\\{'
  const isMismatched =
    opening === ']' ||
    closing === '[' ||
    (opening === '(' && closing === ']') ||
    (opening === '[' && closing === ')')
  if (items.length === 1 && isMismatched) throw new Fault('syntax', 'brackets do not match')
  if (items.length === 1 && only && !isSet) {
    if (only.kind === 'scalar' && only.unit === null) return only.expression
    if (only.kind !== 'scalar' && only.kind !== 'matrix') {
      const isWrapped = only.kind !== 'collection' || only.open !== '' || opening === '{'
      if (isWrapped && (opening === '(' || opening === '{')) return only
    }
    if (only.kind === 'matrix') return { kind: 'matrix', rows: only.rows }
  }
  const open = opening === '\\langle' ? '<' : opening
  const close = closing === '\\rangle' ? '>' : closing === '}' && isSet ? '\\}' : closing
  if (!isOpen(open) || !isClose(close)) throw new Fault('syntax', 'brackets do not match')
  return { kind: 'collection', open, close, items }
}

const isOpen = (text: string): text is CollectionAnswer['open'] =>
  ['(', '[', ']', '{', '\\{', '<'].includes(text)
const isClose = (text: string): text is CollectionAnswer['close'] =>
  [')', ']', '[', '}', '\\}', '>'].includes(text)
