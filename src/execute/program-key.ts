/**
 * Names what a program does, so that programs that differ only in how they are written have one
 * name.
 */
import { sha256 } from '../core/index.ts'
import { parseProgram } from './fast/parse/parse-statement.ts'
import { giveUp } from './fast/signals.ts'
import type {
  Call,
  Comprehension,
  Expression,
  FormattedString,
  FunctionDefinition,
  Parameter,
  Statement,
  Target,
} from './fast/parse/syntax.ts'

/** Longer programs have no key. */
const maxLength = 100_000

/** The parser bounds nesting, but not what chains of operators within it add up to. */
const maxDepth = 1_000

/**
 * Returns a hash of the program's syntax tree, or `null` where `code` is not of the subset of
 * Python that `fast/` parses, or does nothing. Never throws.
 *
 * These do not count: blanks, comments, docstrings, type annotations, parentheses without effect,
 * quotes, how numbers and strings are written; the names of variables, parameters and functions
 * that the program binds, and the names that imports give; import statements (what is imported
 * counts where it is used) and `pass`. The order of statements and operands counts, as in the
 * equation lists of Yuan et al. 2023 (arXiv 2308.01825), which these keys stand in for.
 */
export function programKey(code: string): string | null {
  if (code.length > maxLength) return null
  try {
    const statements = parseProgram(code)
    if (!statements.some(counts)) return null
    const writer: Writer = { depth: 0, variables: 0, scope: openScope(null, bindings(statements)) }
    return sha256(written(writer, statements))
  } catch {
    // `GiveUp`, or a number too long to be one.
    return null
  }
}

/** What the statements of a module or function bind, those of functions within it left out. */
interface Bindings {
  readonly names: Set<string>
  /** What imports bind, and what that is. */
  readonly imports: Map<string, string>
  /** The parameters of the functions that have a name. */
  readonly parameters: Map<string, readonly Parameter[]>
}

interface Scope extends Bindings {
  readonly outer: Scope | null
  /** Variables are numbered as they first occur. */
  readonly numbers: Map<string, number>
}

interface Writer {
  depth: number
  variables: number
  scope: Scope
}

function openScope(outer: Scope | null, bound: Bindings): Scope {
  return { ...bound, outer, numbers: new Map() }
}

function noBindings(names: Iterable<string> = []): Bindings {
  return { names: new Set(names), imports: new Map(), parameters: new Map() }
}

function bindings(statements: readonly Statement[], into: Bindings = noBindings()): Bindings {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) bindTarget(target, into)
        if (statement.value.kind === 'lambda')
          bindParameters(statement.targets, statement.value.definition, into)
        break
      case 'augment':
        bindTarget(statement.target, into)
        break
      case 'for':
        bindTarget(statement.target, into)
        bindings([...statement.body, ...statement.otherwise], into)
        break
      case 'if':
      case 'while':
        bindings([...statement.body, ...statement.otherwise], into)
        break
      case 'def':
        into.names.add(statement.definition.name)
        into.parameters.set(statement.definition.name, statement.definition.parameters)
        break
      case 'import':
        bindImport(statement, into)
        break
      default:
    }
  }
  return into
}

function bindTarget(target: Target, into: Bindings): void {
  if (target.kind === 'name') into.names.add(target.id)
  if (target.kind === 'targets') for (const item of target.items) bindTarget(item, into)
}

function bindParameters(
  targets: readonly Target[],
  { parameters }: FunctionDefinition,
  into: Bindings,
): void {
  for (const target of targets)
    if (target.kind === 'name') into.parameters.set(target.id, parameters)
}

function bindImport({ module, names, as }: Statement & { kind: 'import' }, into: Bindings): void {
  const top = module.split('.', 1)[0]!
  const taken = names?.map(({ name, bound }) => [bound, `${module}.${name}`] as const) ?? [
    [as || top, as === '' ? top : module],
  ]
  for (const [bound, imported] of taken) {
    // What the name is depends on where it is used.
    if ((into.imports.get(bound) ?? imported) !== imported) giveUp()
    into.imports.set(bound, imported)
  }
}

/**
 * Returns `node` as text, without its line. Nodes are taken as they come: what the syntax has more
 * of will count.
 */
function written(writer: Writer, node: unknown): string {
  if (typeof node === 'bigint') return `${node}n`
  if (typeof node !== 'object' || node === null) return JSON.stringify(node) ?? 'none'
  if (++writer.depth > maxDepth) giveUp()
  const text = Array.isArray(node)
    ? `[${node
        .filter(counts)
        .map((item) => written(writer, item))
        .join()}]`
    : writtenNode(writer, node as Record<string, unknown>)
  writer.depth--
  return text
}

/** Docstrings and other constants that nobody uses, `pass` and imports do not count. */
function counts(node: { kind?: string; value?: unknown } | string): boolean {
  if (typeof node === 'string') return true
  if (node.kind === 'expression') return (node.value as Expression).kind !== 'constant'
  return node.kind !== 'pass' && node.kind !== 'import'
}

function writtenNode(writer: Writer, node: Record<string, unknown>): string {
  switch (node['kind']) {
    case 'name':
      return nameOf(writer, String(node['id']))
    case 'call':
      return writtenCall(writer, node as unknown as Call)
    case 'comprehension':
      return writtenComprehension(writer, node as unknown as Comprehension)
    case 'def':
    case 'lambda':
      return writtenFunction(writer, node['definition'] as FunctionDefinition)
    case 'formatted':
      return writtenFormatted(writer, node as unknown as FormattedString)
    default: {
      const parts = Object.entries(node).filter(([name]) => name !== 'line')
      return `{${parts.map(([name, part]) => `${name}:${numeric(part) ?? written(writer, part)}`).join()}}`
    }
  }
}

/** A float is not the int of the same value, and JSON has no infinity. */
function numeric(part: unknown): string | null {
  return typeof part === 'number' ? `float ${part}` : null
}

/** Variables of the program by number, imported things by what they are, builtins by name. */
function nameOf(writer: Writer, name: string): string {
  const scope = scopeOf(writer.scope, name)
  if (!scope) return `builtin ${name}`
  const imported = scope.imports.get(name)
  if (imported !== undefined) return `imported ${imported}`
  const number = scope.numbers.get(name) ?? writer.variables++
  scope.numbers.set(name, number)
  return `$${number}`
}

function scopeOf(scope: Scope | null, name: string): Scope | null {
  for (let at = scope; at; at = at.outer) if (at.names.has(name) || at.imports.has(name)) return at
  return null
}

/** A keyword for a function of the program is a parameter's name: its place counts instead. */
function writtenCall(writer: Writer, { callee, positional, keywords }: Call): string {
  const parameters =
    callee.kind === 'name' ? scopeOf(writer.scope, callee.id)?.parameters.get(callee.id) : undefined
  const named = keywords.map(({ name, value }) => {
    const place = parameters?.findIndex((parameter) => parameter.name === name) ?? -1
    return `${place === -1 ? name : `#${place}`}=${written(writer, value)}`
  })
  return `call(${written(writer, callee)},${written(writer, positional)},${named.join()})`
}

/** The first iterable belongs to the scope around the comprehension. */
function writtenComprehension(
  writer: Writer,
  { produces, element, value, clauses, bound }: Comprehension,
): string {
  const [first, ...others] = clauses
  const around = writer.scope
  const iterable = written(writer, first?.iterable)
  writer.scope = openScope(around, noBindings(bound))
  const inner = [first?.target, first?.conditions, others, element, value].map((part) =>
    written(writer, part),
  )
  writer.scope = around
  return `${produces}(${iterable},${inner.join()})`
}

function writtenFunction(
  writer: Writer,
  { name, parameters, body, locals }: FunctionDefinition,
): string {
  const around = writer.scope
  const label = nameOf(writer, name)
  const defaults = parameters.map((parameter) => written(writer, parameter.default))
  writer.scope = openScope(around, bindings(body, noBindings(locals)))
  const places = parameters.map((parameter) => nameOf(writer, parameter.name))
  const inner = written(writer, body)
  writer.scope = around
  return `function ${label}(${places.join()};${defaults.join()})${inner}`
}

/** Neighbouring pieces of literal text are one. */
function writtenFormatted(writer: Writer, { parts }: FormattedString): string {
  const merged: FormattedString['parts'][number][] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (typeof part === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + part
    else merged.push(part)
  }
  return `formatted${written(writer, merged)}`
}
