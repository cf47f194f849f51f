/** The position of a parse in its tokens, and the scope that names are bound in. */

import { giveUp } from '../signals.ts'
import type { Token, TokenKind } from './tokens.ts'

/** Where a node stands among the tokens, by their numbers. */
export interface Place {
  readonly first: number
  /** The token that makes the node what it is: an operator, the bracket of a call. */
  readonly at: number
  /** The token after its last. */
  readonly end: number
}

/** The places of statements, and of names, numbers, attributes, calls and binary operations. */
export type Places = Map<object, Place>

export interface Parser {
  readonly tokens: readonly Token[]
  /** Takes the places of nodes; `null` where nobody asks for them, as when a program is run. */
  readonly places: Places | null
  index: number
  /** Nested expressions and blocks being parsed. */
  depth: number
  /** The names bound so far in the function being parsed, or in the module. */
  bound: Set<string>
  inFunction: boolean
  inLoop: boolean
  /** Whether there was a comprehension so far. */
  hasComprehension: boolean
}

/**
 * Deeper nesting is given up, long before the stack of the parser or of the interpreter is at risk.
 */
const maxDepth = 40

/** Longer chains of operators or trailers make the tree as deep as they are long. */
export const maxChain = 300

/** Returns a parser at the first of `tokens`, at module level. */
export function startParser(tokens: readonly Token[], places: Places | null = null): Parser {
  return {
    tokens,
    places,
    index: 0,
    depth: 0,
    bound: new Set(),
    inFunction: false,
    inLoop: false,
    hasComprehension: false,
  }
}

/** Returns the token at the parser's position. */
export function peek(parser: Parser): Token {
  return parser.tokens[parser.index] ?? giveUp()
}

/** Returns whether the next token is that operator or keyword. */
export function isNext(parser: Parser, text: string): boolean {
  const token = peek(parser)
  return token.text === text && (token.kind === 'operator' || token.kind === 'keyword')
}

/** Returns `node`, which begins at `first` and ends before the parser's position. */
export function placed<T extends object>(parser: Parser, node: T, first: number, at = first): T {
  parser.places?.set(node, { first, at, end: parser.index })
  return node
}

/** Takes the next token if it is that operator or keyword. */
export function accept(parser: Parser, text: string): boolean {
  if (!isNext(parser, text)) return false
  parser.index++
  return true
}

/** Takes the next token, which must be that operator or keyword. */
export function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) giveUp()
}

/** Takes the next token, which must be of that kind. */
export function take(parser: Parser, kind: TokenKind): Token {
  const token = peek(parser)
  if (token.kind !== kind) giveUp()
  parser.index++
  return token
}

/**
 * Takes an identifier that the program may bind or read. Of the names with two leading underscores,
 * which mean something to Python, only `__name__` is known.
 */
export function takeName(parser: Parser): string {
  const { text } = take(parser, 'name')
  return text.startsWith('__') && text !== '__name__' ? giveUp() : text
}

/** Runs `parse` one level deeper. */
export function nested<T>(parser: Parser, parse: (parser: Parser) => T): T {
  if (++parser.depth > maxDepth) giveUp()
  const result = parse(parser)
  parser.depth--
  return result
}
