/** Scalar mathematics as a tree: what the parser builds and the evaluators walk. */
import type { Rational } from '../../core/pure.ts'

/**
 * A literal. `places` counts the digits after its decimal point, `null` where it is no decimal;
 * `digits` the significant ones.
 */
export interface NumberNode {
  kind: 'number'
  value: Rational
  places: number | null
  digits: number
}

export type ConstantName = 'pi' | 'e' | 'i' | 'infinity'

/** A scalar expression; nodes are immutable. */
export type Expression =
  | NumberNode
  | { kind: 'constant'; name: ConstantName }
  | { kind: 'symbol'; name: string }
  | { kind: 'sum'; terms: readonly Expression[] }
  | { kind: 'product'; factors: readonly Expression[] }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'quotient'; numerator: Expression; denominator: Expression }
  | { kind: 'power'; base: Expression; exponent: Expression }
  | { kind: 'root'; radicand: Expression; degree: Expression }
  /** A known function. */
  | { kind: 'call'; name: FunctionName; args: readonly Expression[] }
  /** An unknown function such as `f(x)`: equal exactly for equal arguments. */
  | { kind: 'application'; name: string; args: readonly Expression[] }
  | { kind: 'percent'; operand: Expression }
  | { kind: 'degrees'; operand: Expression }
  /** `±x` with `sign` 1, `∓x` with `sign` -1; all of one expression are chosen together. */
  | { kind: 'plusMinus'; operand: Expression; sign: 1 | -1 }
  | Series
  | { kind: 'matrix'; rows: readonly (readonly Expression[])[] }

/** A finite sum or product over an index. */
export interface Series {
  kind: 'series'
  operation: 'sum' | 'product'
  variable: string
  from: Expression
  to: Expression
  body: Expression
}

/** The functions that have a value; their arguments count is checked by the parser. */
export const functionArity = {
  sin: 1,
  cos: 1,
  tan: 1,
  cot: 1,
  sec: 1,
  csc: 1,
  arcsin: 1,
  arccos: 1,
  arctan: 1,
  arccot: 1,
  arcsec: 1,
  arccsc: 1,
  sinh: 1,
  cosh: 1,
  tanh: 1,
  coth: 1,
  sech: 1,
  csch: 1,
  arsinh: 1,
  arcosh: 1,
  artanh: 1,
  ln: 1,
  /** `log` without a base: common or natural, see the policy. */
  log: 1,
  exp: 1,
  abs: 1,
  sign: 1,
  floor: 1,
  ceil: 1,
  factorial: 1,
  gamma: 1,
  conjugate: 1,
  realPart: 1,
  imaginaryPart: 1,
  argument: 1,
  cis: 1,
  binomial: 2,
  modulo: 2,
  min: Infinity,
  max: Infinity,
  gcd: Infinity,
  lcm: Infinity,
} as const

export type FunctionName = keyof typeof functionArity

/** Returns an integer literal's node. */
export const integer = (value: bigint): NumberNode => number({ numerator: value, denominator: 1n })

/** Returns the node of a value that was not written as a decimal. */
export const number = (value: Rational): NumberNode => ({
  kind: 'number',
  value,
  places: null,
  digits: 0,
})

export const symbol = (name: string): Expression => ({ kind: 'symbol', name })
export const constant = (name: ConstantName): Expression => ({ kind: 'constant', name })
export const negative = (operand: Expression): Expression => ({ kind: 'negative', operand })
export const call = (name: FunctionName, ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args,
})
export const quotient = (numerator: Expression, denominator: Expression): Expression => ({
  kind: 'quotient',
  numerator,
  denominator,
})
export const difference = (a: Expression, b: Expression): Expression => ({
  kind: 'sum',
  terms: [a, negative(b)],
})

/** Returns the operands of a node, in order. */
export function operands(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
      return []
    case 'sum':
      return node.terms
    case 'product':
      return node.factors
    case 'negative':
    case 'percent':
    case 'degrees':
    case 'plusMinus':
      return [node.operand]
    case 'quotient':
      return [node.numerator, node.denominator]
    case 'power':
      return [node.base, node.exponent]
    case 'root':
      return [node.radicand, node.degree]
    case 'call':
    case 'application':
      return node.args
    case 'series':
      return [node.from, node.to, node.body]
    case 'matrix':
      return node.rows.flat()
  }
}

/** Returns the node with each operand replaced by `change(operand)`. */
export function mapOperands(
  node: Expression,
  change: (operand: Expression) => Expression,
): Expression {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
      return node
    case 'sum':
      return { ...node, terms: node.terms.map(change) }
    case 'product':
      return { ...node, factors: node.factors.map(change) }
    case 'negative':
    case 'percent':
    case 'degrees':
    case 'plusMinus':
      return { ...node, operand: change(node.operand) }
    case 'quotient':
      return { ...node, numerator: change(node.numerator), denominator: change(node.denominator) }
    case 'power':
      return { ...node, base: change(node.base), exponent: change(node.exponent) }
    case 'root':
      return { ...node, radicand: change(node.radicand), degree: change(node.degree) }
    case 'call':
    case 'application':
      return { ...node, args: node.args.map(change) }
    case 'series':
      return { ...node, from: change(node.from), to: change(node.to), body: change(node.body) }
    case 'matrix':
      return { ...node, rows: node.rows.map((row) => row.map(change)) }
  }
}

/** Returns the node with expressions for its symbols. */
export function substitute(node: Expression, values: ReadonlyMap<string, Expression>): Expression {
  if (node.kind === 'symbol') return values.get(node.name) ?? node
  return mapOperands(node, (operand) => substitute(operand, values))
}

/** Whether `test` holds for the node or anything below it. */
export function some(node: Expression, test: (node: Expression) => boolean): boolean {
  return test(node) || operands(node).some((operand) => some(operand, test))
}

/** Adds the free symbols of a node to `names`; the index of a series is not free. */
export function freeSymbols(node: Expression, names: Set<string> = new Set()): Set<string> {
  if (node.kind === 'symbol') names.add(node.name)
  else if (node.kind === 'series') {
    const inner = freeSymbols(node.body)
    inner.delete(node.variable)
    for (const name of inner) names.add(name)
    freeSymbols(node.from, names)
    freeSymbols(node.to, names)
  } else for (const operand of operands(node)) freeSymbols(operand, names)
  return names
}
