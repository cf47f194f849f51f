/** Splitting an answer into tokens; LaTeX and plain text alike. */
import { Fault, spend, type Budget } from '../budget.ts'
import type { NumberNode } from '../expression/expression.ts'
import {
  functionNames,
  layoutCommands,
  letterUnits,
  textCommands,
  typefaceCommands,
} from './names.ts'
import { productOfUnits } from './unit-phrase.ts'
import { readLiteral } from './number-literal.ts'

interface Place {
  /** As written; a command with its backslash. */
  text: string
  /** Whether blank space comes before it. */
  spaced: boolean
}

/** A token. An `environment`'s cells are text: rows of them. */
export type Token = Place &
  (
    | { type: 'number'; node: NumberNode }
    | { type: 'word' | 'command' | 'symbol' }
    /** With why it was not read, where it stands for a left side. */
    | { type: 'text'; fault?: string }
    | { type: 'environment'; rows: readonly (readonly string[])[] }
  )

/** Deeper nesting is refused. */
const maxDepth = 80

const longSymbols = /\*\*|<=|>=|!=|==|:=|->|\.\.\./y
const letters = /[A-Za-z]+/y
/** Words of other scripts: units and remarks. */
const foreignWord = /[\p{L}\p{M}]{1,200}/uy
/** Few commands have a form with a star; behind others it multiplies: `\pi*2`, `\pi**2`. */
const commandName = /\\([A-Za-z]+)(?:(?<=\\(?:operatorname|[hv]space|tag))\*)?/y

interface Lexer {
  text: string
  index: number
  spaced: boolean
  /** Open round and square brackets and braced sets. */
  brackets: number
  /** Open groups of every kind. */
  depth: number
  /** Whether dollar signs delimit formulas: those that are not escaped pair up. */
  hasFormulas: boolean
  tokens: Token[]
}

/**
 * Returns the tokens of a text. @throws Fault for nesting deeper than 80, or a group that is not
 * closed.
 */
export function tokenize(text: string, budget: Budget): Token[] {
  const hasFormulas = (text.split('$').length - text.split('\\$').length) % 2 === 0
  const lexer: Lexer = {
    text,
    index: 0,
    spaced: false,
    brackets: 0,
    depth: 0,
    hasFormulas,
    tokens: [],
  }
  while (lexer.index < text.length) {
    spend(budget, 10)
    readToken(lexer, budget)
  }
  return lexer.tokens
}

function readToken(lexer: Lexer, budget: Budget): void {
  const character = lexer.text[lexer.index] ?? ''
  if (/[\s~]/.test(character)) return skip(lexer, 1, true)
  if (character === '\\') return readCommand(lexer, budget)
  if (/[\d.]/.test(character)) {
    const literal = readLiteral(lexer.text, lexer.index, lexer.brackets > 0)
    if (literal) {
      push(lexer, { type: 'number', text: literal.text, node: literal.node, spaced: lexer.spaced })
      lexer.index = literal.end
      skipOrdinal(lexer)
      return
    }
  }
  letters.lastIndex = lexer.index
  const word = letters.exec(lexer.text)?.[0]
  if (word !== undefined) {
    const glued = /^(?:or|and)(?=[A-Z])/.exec(word)?.[0]
    return emit(lexer, 'word', glued ?? word, (glued ?? word).length)
  }
  foreignWord.lastIndex = lexer.index
  const foreign = '€£¥₹'.includes(character) ? undefined : foreignWord.exec(lexer.text)?.[0]
  if (foreign !== undefined) return emit(lexer, 'text', foreign, foreign.length)
  if (character === '$') return readDollar(lexer)
  longSymbols.lastIndex = lexer.index
  const symbol = longSymbols.exec(lexer.text)?.[0] ?? character
  track(lexer, symbol)
  emit(lexer, 'symbol', symbol === '**' ? '^' : symbol, symbol.length)
}

function push(lexer: Lexer, token: Token): void {
  lexer.tokens.push(token)
  lexer.spaced = false
}

function emit(
  lexer: Lexer,
  type: 'word' | 'command' | 'symbol' | 'text',
  text: string,
  length: number,
): void {
  push(lexer, { type, text, spaced: lexer.spaced })
  lexer.index += length
}

function skip(lexer: Lexer, length: number, isSpace: boolean): void {
  lexer.index += length
  if (isSpace) lexer.spaced = true
}

function track(lexer: Lexer, symbol: string): void {
  const isOpening = '([{'.includes(symbol) || symbol === '\\{'
  const isClosing = ')]}'.includes(symbol) || symbol === '\\}'
  if (isOpening && ++lexer.depth > maxDepth)
    throw new Fault('limit', 'brackets are nested too deep')
  if (isClosing) lexer.depth--
  if (symbol === '{' || symbol === '}') return
  if (isOpening) lexer.brackets++
  if (isClosing && lexer.brackets > 0) lexer.brackets--
}

/** `3rd`, `15th`, `2^{\text{nd}}`. */
const ordinal =
  /(?:st|nd|rd|th)(?![A-Za-z])|\s?\^?\s?\{?\s?\\(?:text|mathrm|rm)\s?\{\s?(?:st|nd|rd|th)\s?\}\s?\}?/y

function skipOrdinal(lexer: Lexer): void {
  ordinal.lastIndex = lexer.index
  const found = ordinal.exec(lexer.text)
  if (found) lexer.index += found[0].length
}

/**
 * A dollar sign beside a number is money where the signs do not pair up; else it delimits
 * mathematics.
 */
function readDollar(lexer: Lexer): void {
  if (lexer.hasFormulas) return skip(lexer, 1, true)
  emit(lexer, 'symbol', '$', 1)
}

function readCommand(lexer: Lexer, budget: Budget): void {
  const { text, index } = lexer
  const next = text[index + 1] ?? ''
  commandName.lastIndex = index
  const found = commandName.exec(text)
  if (!found) return readEscape(lexer, next)
  const name = found[1] ?? ''
  const glued = /^q?quad(?=.)/.exec(name)?.[0]
  if (glued !== undefined) return skip(lexer, glued.length + 1, true)
  const end = index + found[0].length
  if (layoutCommands.has(name)) {
    const isInvisible =
      /^(?:left|right|middle)$/.test(name) && /^\s?\./.test(text.slice(end, end + 2))
    return skip(
      lexer,
      found[0].length + (isInvisible ? text.slice(end).indexOf('.') + 1 : 0),
      !/left|right|big/i.test(name),
    )
  }
  if (name === 'begin') return readEnvironment(lexer, end)
  if (textCommands.has(name) || typefaceCommands.has(name))
    return readTypeface(lexer, name, end, budget)
  if (lexer.tokens.length === 0 && leadingArrows.has(name))
    return skip(lexer, found[0].length, true)
  const gap = /^(?:hskip|kern|mkern|mskip)$/.test(name)
    ? length.exec(text.slice(end, end + 20))
    : null
  if (gap) return skip(lexer, found[0].length + gap[0].length, true)
  if (/^(?:[pb]?matrix|cases)$/.test(name)) return readPlainMatrix(lexer, name, end)
  const unread = unreadArguments.get(name)
  if (unread !== undefined) return skip(lexer, afterArguments(text, end, unread) - index, true)
  if (name === 'lbrace' || name === 'rbrace') {
    const symbol = name === 'lbrace' ? '\\{' : '\\}'
    track(lexer, symbol)
    return emit(lexer, 'symbol', symbol, found[0].length)
  }
  emit(lexer, 'command', `\\${name}`, found[0].length)
}

/** Commands that may stand before an answer: `\Rightarrow 5`, `\therefore 5`. */
const leadingArrows: ReadonlySet<string> = new Set([
  'therefore',
  'Rightarrow',
  'Longrightarrow',
  'implies',
  'iff',
])

/** Commands of layout by how many of their arguments are no mathematics. */
const unreadArguments: ReadonlyMap<string, number> = new Map([
  ...'hspace vspace phantom hphantom vphantom label tag color textcolor colorbox raisebox scalebox href class style cssId'
    .split(' ')
    .map((name): [string, number] => [name, 1]),
  ['fcolorbox', 2],
  ['rule', 2],
  ['resizebox', 2],
  ['fontsize', 2],
  ['bbox', 0],
  ['selectfont', 0],
])

/** A length behind a command that leaves a gap: `\hskip 3pt`. */
const length = /^\s?-?[\d.]{1,8}\s?(?:pt|em|ex|mm|cm|in|mu)(?![A-Za-z])/

/**
 * Returns the index behind so many arguments in braces, and one in square brackets before them:
 * `[rgb]{1,0,0}`.
 */
function afterArguments(text: string, start: number, count: number): number {
  const optional = /^\s?\[[^\]]{0,20}\](?=\s?\{)/.exec(text.slice(start, start + 30))
  let end = start + (optional?.[0].length ?? 0)
  for (let argument = 0; argument < count; argument++) end = braced(text, end)?.end ?? end
  return end
}

function readEscape(lexer: Lexer, next: string): void {
  if (next === '{' || next === '}') {
    track(lexer, `\\${next}`)
    return emit(lexer, 'symbol', `\\${next}`, 2)
  }
  if ('$%&#_'.includes(next) && next !== '') return emit(lexer, 'symbol', next, 2)
  if (next === '*') return emit(lexer, 'symbol', '*', 2)
  if (next === '|') return emit(lexer, 'symbol', '|', 2)
  skip(lexer, 2, next !== '!')
}

/**
 * Returns what stands in the braces that open at `start` (blanks before them are passed over), and
 * the index after them.
 */
export function braced(text: string, start: number): { content: string; end: number } | null {
  let open = start
  while (text[open] === ' ') open++
  if (text[open] !== '{') return null
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0)
      return { content: text.slice(open + 1, index), end: index + 1 }
  }
  return null
}

/**
 * Words between values in several languages; of one letter only between blanks, for without them
 * they are symbols.
 */
const connectors: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ...'and et und y e и'.split(' ').map((word): [string, 'and'] => [word, 'and']),
  ...'or ou oder o или'.split(' ').map((word): [string, 'or'] => [word, 'or']),
])

/**
 * `\text{…}` is prose unless it holds a number, a formula or one letter; `\mathrm{…}` is
 * mathematics unless it holds a word.
 */
function readTypeface(lexer: Lexer, name: string, end: number, budget: Budget): void {
  const group = braced(lexer.text, end)
  if (!group) return skip(lexer, end - lexer.index, false)
  const content = group.content.trim()
  const length = group.end - lexer.index
  const plain = content.replaceAll(/\\[,;:! ]|~/g, ' ').trim()
  const isApplied = /^\s?(?:\\left)?\s?[({]/.test(lexer.text.slice(group.end, group.end + 8))
  if (
    name === 'operatorname' ||
    (functionNames.has(plain) && (isApplied || !textCommands.has(name)))
  )
    return emit(lexer, 'command', `\\${plain.replaceAll(/\s/g, '')}`, length)
  const connector = connectors.get(plain.toLowerCase().replaceAll(/[\s,]/g, ''))
  if (connector !== undefined && (plain.length > 1 || /^\s.\s$/.test(group.content)))
    return emit(lexer, 'word', connector, length)
  const isProse =
    /^[A-Za-z][A-Za-z.'-]*(?:[\s,/]+[A-Za-z.()'-]+)*[\d^{}]{0,4}$/.test(plain) && plain.length > 1
  const isUpright = name === 'text' || name === 'mathrm' || name === 'mbox' || name === 'textrm'
  const before = lexer.tokens.at(-1)
  const isBehindValue = before?.type === 'number' || before?.text === '}' || before?.text === ')'
  const unit = isUpright && isBehindValue ? productOfUnits(content) : null
  if (unit !== null) return emit(lexer, 'text', unit, length)
  if (isUpright && letterUnits.test(plain) && isBehindValue)
    return emit(lexer, 'text', plain, length)
  const isFormula = plain.length <= 1 || !isProse
  if (isFormula && (/[\d\\^_=+*/<>(){}$%-]/.test(plain) || /^[A-Za-z]?$/.test(plain))) {
    if (lexer.depth >= maxDepth) throw new Fault('limit', 'brackets are nested too deep')
    const inner = tokenize(content, budget).map((token, at): Token =>
      at === 0 ? { ...token, spaced: lexer.spaced } : token,
    )
    lexer.tokens.push(...inner)
    return skip(lexer, length, /\s$/.test(group.content))
  }
  emit(lexer, 'text', plain, length)
}

/** Nested environments and braces are passed over when rows and cells are split. */
function readEnvironment(lexer: Lexer, nameStart: number): void {
  const name = braced(lexer.text, nameStart)
  if (!name) throw new Fault('syntax', 'an environment has no name')
  const closing = matchingEnd(lexer.text, name.end)
  if (!closing) throw new Fault('syntax', `\\begin{${name.content}} is not closed`)
  const start = /^(?:array|tabular|alignat|alignedat)/.test(name.content)
    ? (braced(lexer.text, name.end)?.end ?? name.end)
    : name.end
  const body = lexer.text.slice(start, closing.start)
  const rows = rowsOf(name.content.endsWith('*') ? body.replace(/^\s?\[[lcr]\]/, '') : body)
  push(lexer, {
    type: 'environment',
    text: name.content.replace('*', ''),
    rows,
    spaced: lexer.spaced,
  })
  lexer.index = closing.end
}

/** `\pmatrix{1 & 2 \cr 3 & 4}`, as in plain TeX. */
function readPlainMatrix(lexer: Lexer, name: string, end: number): void {
  const group = braced(lexer.text, end)
  if (!group) throw new Fault('syntax', `\\${name} has no rows`)
  push(lexer, {
    type: 'environment',
    text: name,
    rows: rowsOf(group.content),
    spaced: lexer.spaced,
  })
  lexer.index = group.end
}

/** The rows of an environment and their cells, without rules, and without rows of empty cells. */
function rowsOf(body: string): string[][] {
  return splitTop(body.replaceAll(otherLineEnds, '\\\\ '), '\\\\')
    .map((row, at) => (at > 0 ? row.replace(lineGap, '') : row).replaceAll(rules, ''))
    .map((row) => splitTop(row, '&').map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
}

const otherLineEnds = /(?<!\\)\\(?:cr|newline|tabularnewline)(?![A-Za-z])/g
/** What may stand behind `\\`: a star and the height of a gap, as in `\\[4pt]`. */
const lineGap =
  /^\*?\s?\[\s?-?[\d.]{1,8}\s?(?:pt|em|ex|mm|cm|in|px|mu|bp|pc|sp)\s?\]|^\*(?=[\s\d\\-])/
const rules = /\\(?:hline|toprule|midrule|bottomrule|cline\s?\{[^{}]{0,10}\})/g

function matchingEnd(text: string, start: number): { start: number; end: number } | null {
  let depth = 1
  const mark = /\\(begin|end)\s?\{[A-Za-z]{1,20}\*?\}/g
  mark.lastIndex = start
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[1] === 'begin' ? 1 : -1
    if (depth === 0) return { start: found.index, end: mark.lastIndex }
  }
  return null
}

/** Splits at `separator` outside of braces and inner environments. */
function splitTop(text: string, separator: '\\\\' | '&'): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < text.length; index++) {
    if (depth === 0 && text.startsWith(separator, index)) {
      parts.push(text.slice(start, index))
      start = index + separator.length
      index = start - 1
    } else if (text.startsWith('\\begin', index)) depth++
    else if (text.startsWith('\\end', index)) depth--
    else if (text[index] === '\\') index++
    else if (text[index] === '{') depth++
    else if (text[index] === '}') depth--
  }
  parts.push(text.slice(start))
  return parts
}
