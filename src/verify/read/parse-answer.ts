/** Reading an answer, LaTeX or plain, as a typed value; nothing is ever evaluated as code. */
import { listAnswer, scalarAnswer, type Answer } from '../answer.ts'
import { attempt, Fault, readingBudget, spend, type Budget } from '../budget.ts'
import { freeSymbols, integer } from '../expression/expression.ts'
import { printExpression } from '../expression/print.ts'
import { plainCharacters } from './characters.ts'
import { singleBackslashes, unwrap } from './clean.ts'
import { withoutDecimalCommas } from './decimal-comma.ts'
import { interpret } from './interpret.ts'
import { functionNames } from './names.ts'
import { parseNamedItem } from './named-side.ts'
import { declaration } from './parameter.ts'
import { parseFactor, parseSum } from './parse-expression.ts'
import { parseItem } from './parse-item.ts'
import { parsePrimary } from './parse-primary.ts'
import { accept, peek, sees, type Grammar, type Reader } from './reader.ts'
import { plainSpelling } from './spellings.ts'
import { proseOf, specialAnswer, textKey } from './special-answers.ts'
import { tokenize } from './tokens.ts'

/** Longer answers are not read. */
export const maxAnswerLength = 4_096

/**
 * Returns the value of an answer. What is not understood becomes text, with the reason as its
 * `fault`; never throws. The work is bounded by a count of steps.
 */
export function parseAnswer(text: string): Answer {
  if (/^-?\d{1,15}$/.test(text)) return scalarAnswer(signedInteger(text))
  if (text.length > maxAnswerLength) return unread('', `longer than ${maxAnswerLength} characters`)
  return parseText(plainSpelling(unwrap(singleBackslashes(plainCharacters(text)))), readingBudget())
}

function signedInteger(
  text: string,
): ReturnType<typeof integer> | { kind: 'negative'; operand: ReturnType<typeof integer> } {
  return text.startsWith('-')
    ? { kind: 'negative', operand: integer(BigInt(text.slice(1))) }
    : integer(BigInt(text))
}

const unread = (text: string, fault: string | null): Answer => ({
  kind: 'text',
  key: textKey(proseOf(text)),
  fault,
  alternative: null,
})

/** Phrases before an answer that are not part of it. */
const opening =
  /^(?:(?:the |so |thus |hence |therefore,? )*(?:final )?answer(?: is)?\s?[:=]?\s|(?:thus|therefore|hence|so|exactly|about|approximately|roughly|a total of),?\s)/i

function parseText(raw: string, budget: Budget): Answer {
  const text = raw.replace(opening, '').trim()
  const prose = proseOf(text)
  if (text === '') return unread('', null)
  try {
    spend(budget, text.length)
    const special = specialAnswer(text, prose, (part) => parseText(unwrap(part), budget))
    return special ?? words(text, prose, budget) ?? formula(text, budget)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return unread(text, error.message)
  }
}

/** Words alone are prose, short ones perhaps a product of symbols. */
function words(text: string, prose: string, budget: Budget): Answer | null {
  const isProse = /^[A-Za-z][A-Za-z' .,()-]*$/.test(prose) && /[A-Za-z]{2}/.test(prose)
  const isLatex =
    /\\(?!text|mathrm|mathbf|mbox|textbf|textit|mathit|operatorname|[,;:! ])[A-Za-z]/.test(text)
  if (
    !isProse ||
    isLatex ||
    /^(?:pi|e|i|inf|infinity|oo)$/i.test(prose) ||
    /\(/.test(prose.replaceAll(/\s\(/g, ''))
  )
    return null
  const named = /\\(?:operatorname\*?|mathrm)\s?\{\s?([A-Za-z]+)\s?\}/.exec(text)?.[1]
  if (named !== undefined && functionNames.has(named)) return null
  if (/^(?:the set of )?all real(?: numbers|s)$/i.test(prose))
    return { kind: 'namedSet', name: 'R' }
  const isSingle = /^[A-Za-z]+$/.test(prose)
  if (!isSingle && !/[A-Za-z]{3}/.test(prose)) return null
  const alternative =
    isSingle && prose.length <= 8 && !/^[A-Z]{2}$/.test(prose) ? symbolsOf(prose, budget) : null
  return { kind: 'text', key: textKey(prose), fault: null, alternative }
}

function symbolsOf(prose: string, budget: Budget): Answer | null {
  try {
    return formula(prose, budget)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

const grammar: Grammar = {
  sum: parseSum,
  primary: parsePrimary,
  factor: parseFactor,
  item: parseItem,
  text: parseCell,
}

/** A cell must be a formula: text in it is a fault of the whole. */
function parseCell(text: string, budget: Budget): Answer {
  return formula(text.trim(), budget)
}

/** Reads a whole text as mathematics. @throws Fault where it is none. */
function formula(text: string, budget: Budget): Answer {
  const tokens = tokenize(text, budget)
  const reader: Reader = {
    tokens,
    position: 0,
    budget,
    grammar,
    depth: 0,
    links: 0,
    bars: 0,
    braces: 0,
    reversed: 0,
    currency: null,
  }
  const answer = parseList(reader)
  const isLogic = tokens.some(({ text: sign }) => /^\\(?:vee|wedge|lor|land)$/.test(sign))
  if (isLogic && answer.kind === 'collection' && answer.items.some(({ kind }) => kind === 'scalar'))
    throw new Fault('syntax', 'a formula of logic')
  const rest = peek(reader)
  if (rest) throw new Fault('syntax', `${JSON.stringify(rest.text.slice(0, 40))} is not expected`)
  return withDecimalComma(text, interpret(answer), budget)
}

type Separator = ',' | ';' | 'and' | 'or'

/** Items between commas, semicolons, "and" and "or"; several kinds of separators make groups. */
function parseList(reader: Reader): Answer {
  const items = [parseNamedItem(reader)]
  const separators: Separator[] = []
  for (let separator = acceptSeparator(reader); separator; separator = acceptSeparator(reader)) {
    if (!peek(reader)) break
    items.push(parseNamedItem(reader))
    separators.push(separator)
  }
  return grouped(items, separators)
}

const separatorNames: Record<string, Separator> = {
  ',': ',',
  ';': ';',
  and: 'and',
  or: 'or',
  '\\land': 'and',
  '\\wedge': 'and',
  '\\lor': 'or',
  '\\vee': 'or',
  '\\\\': 'and',
}

/** Passes over one separator, or a comma with the word behind it: `19, 46, and 82`. */
function acceptSeparator(reader: Reader): Separator | null {
  let found: Separator | null = null
  for (;;) {
    const text = accept(reader, ...Object.keys(separatorNames))
    if (text === null) return found
    if (found === null || found === ',') found = separatorNames[text] ?? found
    if (sees(reader, ',', ';') && found !== ',') return found
  }
}

const isInequality = (answer: Answer): boolean =>
  answer.kind === 'relation' && answer.operators.some((operator) => /[<>]|!=/.test(operator))

const isAssignment = (answer: Answer): boolean =>
  answer.kind === 'relation' && answer.operators.at(-1) === '='

/** `2x, x ≠ 1` and `y = √x, x ≥ 0` are one answer: what follows says for which symbols it holds. */
function withDomain(items: readonly Answer[]): Answer | null {
  const [first, ...rest] = items
  const last =
    first?.kind === 'relation' && first.operators.every((operator) => operator === '=')
      ? first.sides.at(-1)
      : first
  if (!first || last?.kind !== 'scalar' || rest.length === 0) return null
  const names = freeSymbols(last.expression)
  const domains = rest.map((item) =>
    item.kind === 'relation' && item.operators.at(-1) !== '=' ? item.sides[0] : undefined,
  )
  const isDomain = domains.every(
    (side) =>
      side?.kind === 'scalar' &&
      side.expression.kind === 'symbol' &&
      names.has(side.expression.name),
  )
  if (!isDomain) return null
  const condition =
    declaration(rest) ??
    JSON.stringify(rest, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  const conditioned: Answer = { ...last, condition }
  return first.kind === 'relation'
    ? { ...first, sides: [...first.sides.slice(0, -1), conditioned] }
    : conditioned
}

/** `a = 0 or b = 0` is a condition; `x = 1 or x = 2` are two solutions. */
function haveSeveralNames(items: readonly Answer[]): boolean {
  const names = items.map((item) =>
    item.kind === 'relation' && item.sides[0]?.kind === 'scalar'
      ? printExpression(item.sides[0].expression)
      : '',
  )
  return new Set(names).size > 1
}

function grouped(items: Answer[], separators: Separator[]): Answer {
  const [only] = items
  if (items.length === 1 && only) return only
  const connectors = new Set(separators)
  const restricted = withDomain(items)
  if (restricted && !connectors.has('or')) return restricted
  const areMixed =
    items.every(({ kind }) => kind === 'relation') &&
    (items.some(isInequality) || haveSeveralNames(items))
  if (
    (items.every(isInequality) && connectors.has('and')) ||
    (areMixed && connectors.has('or') && !connectors.has(','))
  )
    return { kind: 'conditions', connector: connectors.has('or') ? 'or' : 'and', items }
  for (const separator of [';', 'and', 'or'] as const) {
    if (!connectors.has(separator) || !connectors.has(',')) continue
    const groups = split(items, separators, separator)
    const isGrouping =
      separator === ';' ||
      (items.every(isAssignment) && new Set(groups.map((group) => group.length)).size === 1)
    if (isGrouping && groups.some((group) => group.length > 1))
      return listAnswer(
        groups.map((group) =>
          group.length > 1
            ? { kind: 'collection', open: '(', close: ')', items: group }
            : group[0]!,
        ),
      )
  }
  return listAnswer(items)
}

function split(
  items: readonly Answer[],
  separators: readonly Separator[],
  at: Separator,
): Answer[][] {
  const groups: Answer[][] = [[]]
  for (const [index, item] of items.entries()) {
    if (index > 0 && separators[index - 1] === at) groups.push([])
    groups.at(-1)?.push(item)
  }
  return groups
}

/**
 * `2,5` is a list of two, or the decimal 2.5 of many countries; `1,05` and `-0,5` are no lists,
 * since `05` and `-0` are no numbers.
 */
function withDecimalComma(text: string, answer: Answer, budget: Budget): Answer {
  if (answer.kind !== 'collection' && answer.kind !== 'relation' && answer.kind !== 'combination')
    return answer
  const plain = withoutDecimalCommas(text)
  const other = plain === null ? null : attempt(() => formula(plain, budget))
  if (!other) return answer
  return /^-?\d+,\d+$/.test(text) && /^-0|,0\d/.test(text)
    ? other
    : { ...answer, alternative: other }
}
