/**
 * The syntax tree of the subset. `line` is the line CPython reports when that node fails, or
 * `unsureLine`.
 */

/**
 * A value without identity: `None`, `bool`, `int` (always a bigint), `float` (always a number) or
 * `str`.
 */
export type Primitive = null | boolean | bigint | number | string

/** Stands for the line of a node that spans lines in a way whose reported line is not certain. */
export const unsureLine = -1

interface Node {
  readonly line: number
}

export interface Constant extends Node {
  readonly kind: 'constant'
  readonly value: Primitive
}

export interface Name extends Node {
  readonly kind: 'name'
  readonly id: string
}

export interface Binary extends Node {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}

export interface Unary extends Node {
  readonly kind: 'unary'
  readonly operator: string
  readonly operand: Expression
}

/** `first op rest[0] op rest[1] …`, each operand evaluated once. */
export interface Comparison extends Node {
  readonly kind: 'compare'
  readonly first: Expression
  readonly rest: readonly { readonly operator: string; readonly operand: Expression }[]
}

export interface Logical extends Node {
  readonly kind: 'logical'
  readonly operator: 'and' | 'or'
  readonly parts: readonly Expression[]
}

export interface Conditional extends Node {
  readonly kind: 'conditional'
  readonly test: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
}

export interface Call extends Node {
  readonly kind: 'call'
  readonly callee: Expression
  readonly positional: readonly Expression[]
  readonly keywords: readonly { readonly name: string; readonly value: Expression }[]
}

export interface Attribute extends Node {
  readonly kind: 'attribute'
  readonly object: Expression
  readonly name: string
}

export interface Subscript extends Node {
  readonly kind: 'subscript'
  readonly object: Expression
  readonly index: Expression
}

export interface Slice extends Node {
  readonly kind: 'slice'
  readonly lower: Expression | null
  readonly upper: Expression | null
  readonly step: Expression | null
}

/** A list or tuple display. */
export interface Sequence extends Node {
  readonly kind: 'list' | 'tuple'
  readonly items: readonly Expression[]
}

export interface DictDisplay extends Node {
  readonly kind: 'dict'
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[]
}

export interface Lambda extends Node {
  readonly kind: 'lambda'
  readonly definition: FunctionDefinition
}

export interface Clause {
  readonly target: Target
  readonly iterable: Expression
  readonly conditions: readonly Expression[]
}

export interface Comprehension extends Node {
  readonly kind: 'comprehension'
  readonly produces: 'list' | 'generator' | 'dict'
  readonly element: Expression
  /** The value of a dict comprehension, whose `element` is the key. */
  readonly value: Expression | null
  readonly clauses: readonly Clause[]
  readonly bound: ReadonlySet<string>
}

/** A replacement field of an f-string. */
export interface Field extends Node {
  readonly expression: Expression
  readonly conversion: 'r' | 's' | null
  readonly format: FormattedString | null
}

export interface FormattedString extends Node {
  readonly kind: 'formatted'
  readonly parts: readonly (string | Field)[]
}

export type Expression =
  | Constant
  | Name
  | Binary
  | Unary
  | Comparison
  | Logical
  | Conditional
  | Call
  | Attribute
  | Subscript
  | Slice
  | Sequence
  | DictDisplay
  | Lambda
  | Comprehension
  | FormattedString

/** What can be assigned to. */
export type Target = Name | Subscript | TargetSequence

export interface TargetSequence extends Node {
  readonly kind: 'targets'
  readonly items: readonly Target[]
}

export interface Parameter {
  readonly name: string
  readonly default: Expression | null
}

export interface FunctionDefinition {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: readonly Statement[]
  /** Every name the body or the parameters bind: the function's local variables. */
  readonly locals: ReadonlySet<string>
}

export type Statement =
  | (Node & { readonly kind: 'expression'; readonly value: Expression })
  | (Node & {
      readonly kind: 'assign'
      readonly targets: readonly Target[]
      readonly value: Expression
    })
  | (Node & {
      readonly kind: 'augment'
      readonly target: Name | Subscript
      readonly operator: string
      readonly value: Expression
    })
  | (Node & { readonly kind: 'return'; readonly value: Expression | null })
  | (Node & {
      readonly kind: 'if'
      readonly test: Expression
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    })
  | (Node & {
      readonly kind: 'while'
      readonly test: Expression
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    })
  | (Node & {
      readonly kind: 'for'
      readonly target: Target
      readonly iterable: Expression
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    })
  | (Node & { readonly kind: 'def'; readonly definition: FunctionDefinition })
  | (Node & {
      readonly kind: 'import'
      readonly module: string
      readonly names: readonly ImportedName[] | null
      readonly as: string
    })
  | (Node & {
      readonly kind: 'assert'
      readonly test: Expression
      readonly message: Expression | null
    })
  | (Node & { readonly kind: 'pass' | 'break' | 'continue' })

/** `name as bound` of a `from` import. */
export interface ImportedName {
  readonly name: string
  readonly bound: string
}
