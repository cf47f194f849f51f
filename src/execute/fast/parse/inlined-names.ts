/** Finds the programs whose names CPython 3.14 resolves wrongly where it inlines comprehensions. */

import { giveUp } from '../signals.ts'
import type { FunctionDefinition, Statement } from './syntax.ts'

type Scopes = readonly ReadonlySet<string>[]

/**
 * Gives up where a comprehension binds a name that its own scope does not, but one further out
 * does: inlining makes it a variable of the own scope, and functions in that scope that meant the
 * outer variable then find it unbound, or even a bare cell (CPython 3.14.2).
 */
export function checkInlinedNames(statements: readonly Statement[]): void {
  visit(statements, [])
}

function visit(node: unknown, scopes: Scopes): void {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) visit(item, scopes)
    return
  }
  if ('definition' in node) visitFunction(node.definition as FunctionDefinition, scopes)
  else if ('bound' in node && node.bound instanceof Set) {
    const bound = node.bound as ReadonlySet<string>
    if (!('produces' in node && node.produces === 'generator')) checkNames(bound, scopes)
    visitAll(node, [...scopes, bound])
  } else visitAll(node, scopes)
}

function visitAll(node: object, scopes: Scopes): void {
  for (const part of Object.values(node)) visit(part, scopes)
}

function visitFunction({ parameters, body, locals }: FunctionDefinition, scopes: Scopes): void {
  visit(parameters, scopes)
  visit(body, [...scopes, locals])
}

function checkNames(bound: ReadonlySet<string>, scopes: Scopes): void {
  const own = scopes.at(-1)
  if (!own) return
  for (const name of bound) {
    if (!own.has(name) && scopes.slice(0, -1).some((outer) => outer.has(name))) giveUp()
  }
}
