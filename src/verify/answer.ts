/**
 * What an answer can be: scalars, collections, relations, sets, and the kinds that are not
 * mathematics.
 */
import type { Rational } from '../core/pure.ts'
import type { Expression } from './expression/expression.ts'
import type { RelationOperator } from './read/names.ts'

/**
 * A unit of measure: `factor` times the base units of its `dimension`, which is a product of powers
 * such as `length time^-1`; or a word such as "apples", which measures nothing and has none.
 */
export interface Unit {
  name: string
  dimension: string | null
  factor: Rational
}

/** Numbers and formulas. */
export interface ScalarAnswer {
  kind: 'scalar'
  expression: Expression
  unit: Unit | null
  /** What stands behind "if", "for", "where": the answer holds under it. */
  condition?: string
}

/**
 * Items in brackets, or a bare list where `open` and `close` are empty. Round brackets may be a
 * tuple or an open interval, square ones a list or a closed interval; `{` is a set where it was
 * escaped (`\{`), else a set or a list.
 */
export interface CollectionAnswer {
  kind: 'collection'
  open: '(' | '[' | ']' | '{' | '\\{' | '<' | ''
  close: ')' | ']' | '[' | '}' | '\\}' | '>' | ''
  /** The letter before a point: `A(1, 2)`. */
  label?: string
  items: readonly Answer[]
  /**
   * With its commas as decimal marks, `2,5`; or with signs chosen each for itself, `\pm 1 \pm i`.
   */
  alternative?: Answer
  /** The convention by which the alternative counts; `decimalComma` where there is none. */
  alternativeBy?: 'signs'
}

/** `a < b`, `x = 5`, or a chain of such: one operator between each two sides. */
export interface RelationAnswer {
  kind: 'relation'
  sides: readonly Answer[]
  operators: readonly RelationOperator[]
  /** With its commas as decimal marks: `x = 2,5`. */
  alternative?: Answer
}

/** Unions, intersections and differences of sets. */
export interface CombinationAnswer {
  kind: 'combination'
  operation: 'union' | 'intersection' | 'difference'
  parts: readonly Answer[]
  /** With its commas as decimal marks. */
  alternative?: Answer
}

export interface MatrixAnswer {
  kind: 'matrix'
  rows: readonly (readonly Expression[])[]
}

/** A set by its condition: `{x | x > 2}`. */
export interface BuilderAnswer {
  kind: 'builder'
  variable: Answer
  condition: Answer
}

/** Conditions of which any holds: `x < 1 or x > 2`; or all: `x > 1 and x < 2`. */
export interface ConditionsAnswer {
  kind: 'conditions'
  connector: 'or' | 'and'
  items: readonly Answer[]
}

/**
 * Choice letters: `C`, or `AC` for several; `content` is the text of the choice where it was
 * repeated.
 */
export interface ChoiceAnswer {
  kind: 'choice'
  letters: string
  /**
   * Whether something stood between several letters, so that they cannot be a word or a product.
   */
  isSeparated: boolean
  content: Answer | null
  /** What a lone letter is when it is no choice. */
  alternative: Answer | null
}

/**
 * Prose, or what could not be read as anything else; `fault` says why mathematics was not
 * understood.
 */
export interface TextAnswer {
  kind: 'text'
  /** Words in lower case, without marks: equal texts have equal keys. */
  key: string
  fault: string | null
  /** What a word of a few letters is as a product of symbols. */
  alternative: Answer | null
}

export type Answer =
  | ScalarAnswer
  | CollectionAnswer
  | RelationAnswer
  | CombinationAnswer
  | MatrixAnswer
  | BuilderAnswer
  | ConditionsAnswer
  | ChoiceAnswer
  | TextAnswer
  | { kind: 'namedSet'; name: 'R' | 'Z' | 'N' | 'Q' | 'C' | 'empty' }
  | {
      kind: 'ratio'
      terms: readonly Expression[]
      /** As a time of day, `null` where it cannot be one. */ seconds: number | null
    }
  | { kind: 'time'; seconds: number }
  | { kind: 'date'; year: number | null; month: number; day: number }
  | { kind: 'congruence'; residue: Expression; modulus: Expression }
  /** A numeral in a base that was written beside it. */
  | { kind: 'numeral'; digits: string; base: number; isNegative: boolean }

/** Why an answer could not be read as mathematics, `null` where it was, or is plain words. */
export const readingFault = (answer: Answer): string | null =>
  answer.kind === 'text' ? answer.fault : null

export const scalarAnswer = (expression: Expression, unit: Unit | null = null): ScalarAnswer => ({
  kind: 'scalar',
  expression,
  unit,
})

export const listAnswer = (items: readonly Answer[]): CollectionAnswer => ({
  kind: 'collection',
  open: '',
  close: '',
  items,
})
