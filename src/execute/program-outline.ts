/** Where the parts of a program stand in its text, for those who change a program in one place. */
import { maxCodeLength } from './program.ts'
import { parseTokens } from './fast/parse/parse-statement.ts'
import type { Place, Places } from './fast/parse/parser.ts'
import type { Expression, FunctionDefinition, Statement, Target } from './fast/parse/syntax.ts'
import { tokenize, type Token } from './fast/parse/tokens.ts'

/** A piece of the program's text, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A function's variables; those of the module have no function around them. */
export interface OutlinedScope {
  readonly isFunction: boolean
  /** Every name that is bound in it: its variables, functions and imports. */
  readonly names: ReadonlySet<string>
  readonly outer: OutlinedScope | null
}

export interface OutlinedName extends Span {
  readonly name: string
  /**
   * How it is used: its value is read, it is called, or it is bound by an assignment, a loop or a
   * `def`.
   */
  readonly role: 'read' | 'called' | 'bound'
  readonly scope: OutlinedScope
}

/** A number, as it is written. */
export interface OutlinedNumber extends Span {
  readonly text: string
}

/** `left operator right`. */
export interface OutlinedOperation {
  readonly operator: string
  readonly at: Span
  readonly left: Span
  readonly right: Span
}

/** A statement that has its lines for itself. */
export interface OutlinedStatement extends Span {
  readonly kind: Statement['kind']
  /** Its lines whole: from its indentation to the end of its last line. */
  readonly lines: Span
  readonly scope: OutlinedScope
  /** The block it stands in, and its place there. */
  readonly block: number
  readonly place: number
  /** The variables that it binds itself, not in blocks of its own. */
  readonly binds: readonly string[]
}

export interface ProgramOutline {
  readonly source: string
  /** In the order of the text, as everything here. Statements come before those in their blocks. */
  readonly statements: readonly OutlinedStatement[]
  readonly names: readonly OutlinedName[]
  readonly numbers: readonly OutlinedNumber[]
  readonly operations: readonly OutlinedOperation[]
  /** The names after a dot. */
  readonly attributes: readonly (Span & { readonly name: string })[]
  /** Brackets, and the colons that open blocks. */
  readonly brackets: readonly Span[]
  readonly colons: readonly Span[]
}

/**
 * Returns the outline of a program, or `null` where `code` is not of the subset of Python that
 * `fast/` parses. Names within f-strings and annotations are left out. Never throws.
 */
export function outlineProgram(code: string): ProgramOutline | null {
  if (code.length > maxCodeLength) return null
  try {
    const places: Places = new Map()
    const tokens = tokenize(code)
    const statements = parseTokens(code, tokens, places)
    const outliner = new Outliner(code, tokens, places)
    outliner.visitBlock(statements, { isFunction: false, names: boundIn(statements), outer: null })
    return outliner.finish()
  } catch {
    // `GiveUp`, or a stack that is full.
    return null
  }
}

const byStart = (a: Span, b: Span): number => a.start - b.start

/** Collects the parts of one program. */
class Outliner {
  readonly #source: string
  readonly #tokens: readonly Token[]
  readonly #places: Places
  readonly #statements: OutlinedStatement[] = []
  readonly #names: OutlinedName[] = []
  readonly #numbers: OutlinedNumber[] = []
  readonly #operations: OutlinedOperation[] = []
  readonly #attributes: (Span & { name: string })[] = []
  readonly #colons: Span[] = []
  #blocks = 0

  constructor(source: string, tokens: readonly Token[], places: Places) {
    this.#source = source
    this.#tokens = tokens
    this.#places = places
  }

  finish(): ProgramOutline {
    return {
      source: this.#source,
      statements: this.#statements,
      names: this.#names.toSorted(byStart),
      numbers: this.#numbers.toSorted(byStart),
      operations: this.#operations.toSorted((a, b) => byStart(a.at, b.at)),
      attributes: this.#attributes.toSorted(byStart),
      brackets: this.#tokens.filter(isBracket).map(({ start, end }) => ({ start, end })),
      colons: this.#colons,
    }
  }

  visitBlock(statements: readonly Statement[], scope: OutlinedScope): void {
    const block = this.#blocks++
    for (const [place, statement] of statements.entries()) {
      this.#outline(statement, scope, { block, place })
      this.#visitStatement(statement, scope)
    }
  }

  /** Notes a statement that shares its lines with no other. */
  #outline(
    statement: Statement,
    scope: OutlinedScope,
    at: Pick<OutlinedStatement, 'block' | 'place'>,
  ): void {
    const place = this.#places.get(statement)
    if (place === undefined) return
    const span = this.#spanOf(place)
    const start = this.#source.lastIndexOf('\n', span.start - 1) + 1
    const newline = this.#source.indexOf('\n', span.end)
    const end = newline === -1 ? this.#source.length : newline + 1
    const before = this.#source.slice(start, span.start)
    const after = this.#tokens[place.end]
    const isShared = !isCompound(statement) && after?.kind !== 'newline'
    if (before.trim() !== '' || isShared) return
    if (isCompound(statement)) this.#colons.push(this.#colonOf(place))
    this.#statements.push({
      kind: statement.kind,
      ...span,
      lines: { start, end },
      scope,
      ...at,
      binds: [...boundIn([statement], false)],
    })
  }

  /** Returns the colon that opens a statement's block: its first outside of brackets. */
  #colonOf({ first, end }: Place): Span {
    let depth = 0
    const isColon = (token: Token): boolean => {
      if (isBracket(token)) depth += opens(token) ? 1 : -1
      return depth === 0 && token.kind === 'operator' && token.text === ':'
    }
    const { start, end: after } = this.#tokens.slice(first, end).find(isColon)!
    return { start, end: after }
  }

  #visitStatement(statement: Statement, scope: OutlinedScope): void {
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) this.#visitTarget(target, scope)
        return this.#visit(statement.value, scope)
      case 'augment':
        // What is augmented is read as well.
        this.#visit(statement.target, scope)
        return this.#visit(statement.value, scope)
      case 'for':
        this.#visitTarget(statement.target, scope)
        this.#visit(statement.iterable, scope)
        this.visitBlock(statement.body, scope)
        return this.visitBlock(statement.otherwise, scope)
      case 'if':
      case 'while':
        this.#visit(statement.test, scope)
        this.visitBlock(statement.body, scope)
        return this.visitBlock(statement.otherwise, scope)
      case 'def':
        this.#visitDefinitionName(statement, scope)
        return this.visitBlock(statement.definition.body, this.#enter(statement.definition, scope))
      case 'expression':
      case 'return':
        return this.#visit(statement.value, scope)
      case 'assert':
        this.#visit(statement.test, scope)
        return this.#visit(statement.message, scope)
      default:
    }
  }

  #visitDefinitionName(statement: Statement & { kind: 'def' }, scope: OutlinedScope): void {
    const place = this.#places.get(statement)
    const { start, end } = this.#tokens[place!.first + 1]!
    this.#names.push({ name: statement.definition.name, role: 'bound', scope, start, end })
  }

  #enter({ parameters, locals }: FunctionDefinition, outer: OutlinedScope): OutlinedScope {
    for (const parameter of parameters) this.#visit(parameter.default, outer)
    return { isFunction: true, names: locals, outer }
  }

  #visitTarget(target: Target, scope: OutlinedScope): void {
    if (target.kind === 'name') this.#visitName(target, scope, 'bound')
    else if (target.kind === 'subscript') this.#visit(target, scope)
    else for (const item of target.items) this.#visitTarget(item, scope)
  }

  #visitName(node: { id: string }, scope: OutlinedScope, role: OutlinedName['role']): void {
    const place = this.#places.get(node)
    // Those of f-strings have none.
    if (place) this.#names.push({ name: node.id, role, scope, ...this.#spanOf(place) })
  }

  /** Goes through an expression; nodes are taken as they come. */
  #visit(node: unknown, scope: OutlinedScope): void {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const item of node) this.#visit(item, scope)
      return
    }
    const place = this.#places.get(node)
    const expression = node as Expression
    switch (expression.kind) {
      case 'name':
        return this.#visitName(expression, scope, 'read')
      case 'constant':
        if (place) this.#visitNumber(place)
        return
      case 'call':
        if (expression.callee.kind === 'name') this.#visitName(expression.callee, scope, 'called')
        else this.#visit(expression.callee, scope)
        this.#visit(expression.positional, scope)
        return this.#visit(expression.keywords, scope)
      case 'lambda': {
        const inner = this.#enter(expression.definition, scope)
        const [body] = expression.definition.body
        return this.#visit(body?.kind === 'return' ? body.value : null, inner)
      }
      case 'comprehension': {
        const names = new Set([...scope.names, ...expression.bound])
        const inner = { ...scope, names }
        for (const { target, iterable, conditions } of expression.clauses) {
          this.#visitTarget(target, inner)
          this.#visit([iterable, conditions], inner)
        }
        return this.#visit([expression.element, expression.value], inner)
      }
      case 'binary':
        if (place) this.#visitOperation(expression.operator, place)
        return this.#visit([expression.left, expression.right], scope)
      case 'attribute':
        if (place) this.#attributes.push({ name: expression.name, ...this.#spanOfToken(place.at) })
        return this.#visit(expression.object, scope)
      default:
        for (const part of Object.values(node)) this.#visit(part, scope)
    }
  }

  #visitNumber(place: Place): void {
    const span = this.#spanOf(place)
    this.#numbers.push({ text: this.#source.slice(span.start, span.end), ...span })
  }

  #visitOperation(operator: string, { first, at, end }: Place): void {
    this.#operations.push({
      operator,
      at: this.#spanOfToken(at),
      left: this.#spanOf({ first, at, end: at }),
      right: this.#spanOf({ first: at + 1, at, end }),
    })
  }

  #spanOfToken(at: number): Span {
    const { start, end } = this.#tokens[at]!
    return { start, end }
  }

  /** From the first token to the last that has a text. */
  #spanOf({ first, end }: Place): Span {
    let last = end - 1
    while (last > first && isBlank(this.#tokens[last]!)) last--
    return { start: this.#tokens[first]!.start, end: this.#tokens[last]!.end }
  }
}

const isCompound = ({ kind }: Statement): boolean =>
  kind === 'if' || kind === 'while' || kind === 'for' || kind === 'def'

const isBlank = ({ kind }: Token): boolean =>
  kind === 'newline' || kind === 'indent' || kind === 'dedent' || kind === 'end'

const isBracket = ({ kind, text }: Token): boolean => kind === 'operator' && '()[]{}'.includes(text)
const opens = ({ text }: Token): boolean => '([{'.includes(text)

/** The names that statements bind, in blocks of theirs too unless they are left out. */
function boundIn(statements: readonly Statement[], inBlocks = true): Set<string> {
  const names = new Set<string>()
  const bind = (target: Target): void => {
    if (target.kind === 'name') names.add(target.id)
    if (target.kind === 'targets') target.items.forEach(bind)
  }
  const visit = (statement: Statement): void => {
    if (statement.kind === 'assign') statement.targets.forEach(bind)
    if (statement.kind === 'augment' || statement.kind === 'for') bind(statement.target)
    if (statement.kind === 'def') names.add(statement.definition.name)
    if (statement.kind === 'import')
      for (const { bound } of statement.names ?? [{ bound: statement.as || statement.module }])
        names.add(bound.split('.')[0]!)
    if (inBlocks && 'otherwise' in statement)
      [...statement.body, ...statement.otherwise].forEach(visit)
  }
  statements.forEach(visit)
  return names
}
