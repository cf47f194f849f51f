/**
 * Finds out from a program's syntax which of its values may be its answer: the rules of
 * `python/program_answers.py`.
 *
 * `solution()` is for the caller to call only where the program does not use it itself: nothing is
 * to run twice. Where the program does, the value of its own call is kept under a name that no
 * program can write.
 */

import { giveUp } from './signals.ts'
import type { Expression, FunctionDefinition, Name, Statement, Target } from './parse/syntax.ts'

/**
 * What the program's own call of `solution()` gave, and what its last statement did, where that is
 * an expression.
 */
export const calledName = '<called>'
export const lastName = '<last>'

const solutionName = 'solution'

/**
 * Whether what runs without being called mentions `solution`, or a function that does, and so on.
 */
export function usesSolution(source: string, statements: readonly Statement[]): boolean {
  if (source.indexOf(solutionName) === source.lastIndexOf(solutionName)) return false
  if (statements.some(isPlainUse)) return true
  const definitions = new Map<string, FunctionDefinition[]>()
  const reached = new Set<string>()
  const define = (definition: FunctionDefinition): void => {
    const others = definitions.get(definition.name)
    if (others) others.push(definition)
    else definitions.set(definition.name, [definition])
  }
  collect(statements, { bound: [], names: reached, define })
  if (reached.has(solutionName)) return true
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) {
    if (name === solutionName) return true
    for (const definition of definitions.get(name) ?? [])
      collectBody(definition, { bound: [], names: reached, define: null })
  }
  return false
}

/**
 * Whether there may be calls that are only a part of a statement: their values are not kept here.
 */
export const mayCallOtherwise = (source: string): boolean =>
  source.split(solutionName, 4).length > 3

interface Reading {
  /** The names that functions and comprehensions around have for themselves. */
  bound: readonly ReadonlySet<string>[]
  /** The global names that are read. */
  names: Set<string>
  /** Takes the functions of the module; those within others belong to them. */
  define: ((definition: FunctionDefinition) => void) | null
}

type Part = Readonly<Record<string, unknown>> & { readonly kind?: string }

function collect(part: unknown, reading: Reading): void {
  if (Array.isArray(part)) for (const each of part) collect(each, reading)
  else if (typeof part === 'object' && part !== null) collectPart(part as Part, reading)
}

function collectPart(part: Part, reading: Reading): void {
  switch (part.kind) {
    case 'name': {
      const { id } = part as unknown as Name
      if (!reading.bound.some((names) => names.has(id))) reading.names.add(id)
      return
    }
    case 'def':
    case 'lambda': {
      const definition = part['definition'] as FunctionDefinition
      for (const parameter of definition.parameters) collect(parameter.default, reading)
      if (part.kind === 'def' && reading.define) reading.define(definition)
      else collectBody(definition, reading)
      return
    }
    case 'comprehension': {
      const bound = part['bound'] as ReadonlySet<string>
      // Its first iterable is outside of its scope.
      if (bound.has(solutionName)) giveUp()
      collectParts(part, { ...reading, bound: [...reading.bound, bound] })
      return
    }
    default:
      collectParts(part, reading)
  }
}

function collectBody({ body, locals }: FunctionDefinition, { bound, names }: Reading): void {
  collect(body, { bound: [...bound, locals], names, define: null })
}

function collectParts(part: Part, reading: Reading): void {
  for (const [name, each] of Object.entries(part)) {
    if (name === 'target') collectTarget(each as Target, reading)
    else if (name === 'targets')
      for (const target of each as readonly Target[]) collectTarget(target, reading)
    else if (typeof each === 'object' && !(each instanceof Set)) collect(each, reading)
  }
}

/** What is assigned to is not read. */
function collectTarget(target: Target, reading: Reading): void {
  if (target.kind === 'targets') for (const item of target.items) collectTarget(item, reading)
  else if (target.kind === 'subscript') collectParts(target as unknown as Part, reading)
}

/**
 * Returns the statements with the value kept of each outside of functions that is a call of
 * `solution()`, or assigns it.
 */
export function withCallsKept(statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => {
    switch (statement.kind) {
      case 'expression':
      case 'assign':
        return isCall(statement.value) ? kept(calledName, statement) : statement
      case 'if':
      case 'while':
      case 'for':
        return {
          ...statement,
          body: withCallsKept(statement.body),
          otherwise: withCallsKept(statement.otherwise),
        }
      default:
        return statement
    }
  })
}

/**
 * Returns the statements with the value of the last one kept, unless that is a text: those are
 * comments.
 */
export function withLastKept(statements: readonly Statement[]): readonly Statement[] {
  const last = statements.at(-1)
  if (last?.kind !== 'expression') return statements
  if (last.value.kind === 'constant' && typeof last.value.value === 'string') return statements
  return [...statements.slice(0, -1), kept(lastName, last)]
}

/**
 * `print(solution())` or `result = solution()`, as most programs have it: there is no need to look
 * at the others.
 */
function isPlainUse(statement: Statement): boolean {
  if (statement.kind !== 'expression' && statement.kind !== 'assign') return false
  const { value } = statement
  return isCall(value) || (value.kind === 'call' && value.positional.some(isCall))
}

const isCall = (value: Expression): boolean =>
  value.kind === 'call' && value.callee.kind === 'name' && value.callee.id === solutionName

function kept(id: string, statement: Statement & { kind: 'expression' | 'assign' }): Statement {
  const { line, value } = statement
  const target: Name = { kind: 'name', id, line }
  return {
    kind: 'assign',
    targets: [target, ...(statement.kind === 'assign' ? statement.targets : [])],
    value,
    line,
  }
}
