/** A position in a list of tokens, and the steps by which parsers move it. */
import type { Answer } from '../answer.ts'
import { Fault, spend, type Budget } from '../budget.ts'
import type { Expression } from '../expression/expression.ts'
import type { Token } from './tokens.ts'

/** The productions that other files need; handed over here, since they are mutually recursive. */
export interface Grammar {
  /** A sum, down to the weakest operator of expressions. */
  sum(reader: Reader): Parsed
  /** A number, symbol, function or bracket. */
  primary(reader: Reader): Parsed
  /** A primary with its power, factorial or degree sign. */
  factor(reader: Reader): Parsed
  /** A relation or set operation: an item of a list. */
  item(reader: Reader): Answer
  /** A text of its own, such as a cell of a matrix. */
  text(text: string, budget: Budget): Answer
}

/**
 * What a production of expressions gives: an expression, or a structure, which no operator of
 * arithmetic takes.
 */
export type Parsed = Expression | Structure
export type Structure = Exclude<Answer, { kind: 'scalar' | 'matrix' }>

export interface Reader {
  /** A list of its own: tokens are split in place. */
  tokens: Token[]
  position: number
  budget: Budget
  grammar: Grammar
  depth: number
  /**
   * Operators behind operators in chains such as `a/b/c` and `5!!!`, which nest to the left without
   * recursion.
   */
  links: number
  /** Open `|` of absolute values. */
  bars: number
  /** Open braces of sets, where `|` means "such that". */
  braces: number
  /** Open intervals written with reversed brackets: `]0, 1[`. */
  reversed: number
  /** A currency sign was passed over. */
  currency: string | null
}

/** Deeper recursion is refused. */
const maxDepth = 600

/** Runs a production one level deeper. @throws Fault beyond 600 levels. */
export function deeper<T>(reader: Reader, production: (reader: Reader) => T): T {
  spend(reader.budget, 10)
  if (++reader.depth > maxDepth) throw new Fault('limit', 'the expression is nested too deep')
  const result = production(reader)
  reader.depth--
  return result
}

/** Longer chains are refused: they make trees too deep to walk. */
const maxLinks = 400

/** Counts one more operator of a chain. @throws Fault beyond 400 of them. */
export function link(reader: Reader): void {
  if (++reader.links > maxLinks) throw new Fault('limit', 'a chain of operators is too long')
}

export const peek = (reader: Reader, offset = 0): Token | undefined =>
  reader.tokens[reader.position + offset]

export function next(reader: Reader): Token {
  const token = reader.tokens[reader.position++]
  if (!token) throw new Fault('syntax', 'the expression ends early')
  return token
}

/** Whether the next token is a symbol, a command (with its backslash) or a word of this text. */
export function sees(reader: Reader, ...texts: string[]): boolean {
  const token = peek(reader)
  return (
    token !== undefined &&
    token.type !== 'text' &&
    token.type !== 'number' &&
    texts.includes(token.text)
  )
}

/** Passes over the next token if it is one of these. */
export function accept(reader: Reader, ...texts: string[]): string | null {
  if (!sees(reader, ...texts)) return null
  return next(reader).text
}

export function expect(reader: Reader, ...texts: string[]): string {
  const found = accept(reader, ...texts)
  if (found === null) {
    const token = peek(reader)
    throw new Fault(
      'syntax',
      `${texts.join(' or ')} is missing ${token ? `before ${JSON.stringify(token.text)}` : 'at the end'}`,
    )
  }
  return found
}

const structures: ReadonlySet<string> = new Set([
  'collection',
  'relation',
  'combination',
  'builder',
  'conditions',
  'choice',
  'text',
  'namedSet',
  'ratio',
  'time',
  'date',
  'congruence',
  'numeral',
])

export const isStructure = (parsed: Parsed): parsed is Structure => structures.has(parsed.kind)

/** Returns the expression. @throws Fault for a structure. */
export function scalarOf(parsed: Parsed): Expression {
  if (isStructure(parsed))
    throw new Fault('syntax', `a ${parsed.kind} stands where a number should`)
  return parsed
}
