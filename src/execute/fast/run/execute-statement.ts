/** Executes statements and calls the program's functions. */

import { evaluate, makeFunction } from './evaluate-expression.ts'
import type { Scope } from './evaluate-expression.ts'
import { bindArguments } from './arguments.ts'
import { importModule } from './imports.ts'
import { iterate } from '../values/iteration.ts'
import { extendList } from '../builtins/list-methods.ts'
import { augmentedOperation } from '../operators/operators.ts'
import { giveUp, raise } from '../signals.ts'
import type { Statement, Target } from '../parse/syntax.ts'
import { getItem, setItem } from '../operators/subscripts.ts'
import { text } from '../format/text.ts'
import { truth } from '../values/values.ts'
import type { Frame, Keywords, Machine, UserFunction, Value } from '../values/values.ts'
import { unpack } from './unpacking.ts'

/** How a statement ended: by going on, or by leaving the loop, its turn, or the function. */
type Completion = 'next' | 'break' | 'continue' | { readonly returned: Value }

type StatementOf<K extends Statement['kind']> = Statement & { readonly kind: K }

/** CPython's limit of 1000 is far; where exactly it lies is not for this tier to say. */
const maxCalls = 180

/** Executes statements in order until one leaves the block. */
export function executeBlock(
  machine: Machine,
  scope: Scope,
  statements: readonly Statement[],
): Completion {
  for (const statement of statements) {
    const completion = execute(machine, scope, statement)
    if (completion !== 'next') return completion
  }
  return 'next'
}

function execute(machine: Machine, scope: Scope, statement: Statement): Completion {
  if (--machine.steps < 0) giveUp()
  switch (statement.kind) {
    case 'assign': {
      const value = evaluate(machine, scope, statement.value)
      for (const target of statement.targets) assign(machine, scope, target, value)
      return 'next'
    }
    case 'expression':
      evaluate(machine, scope, statement.value)
      return 'next'
    case 'return':
      return {
        returned: statement.value === null ? null : evaluate(machine, scope, statement.value),
      }
    case 'if':
      return executeBlock(
        machine,
        scope,
        truth(evaluate(machine, scope, statement.test)) ? statement.body : statement.otherwise,
      )
    case 'for':
      return executeFor(machine, scope, statement)
    case 'while':
      return executeWhile(machine, scope, statement)
    case 'augment':
      augment(machine, scope, statement)
      return 'next'
    case 'def':
      bind(
        machine,
        scope,
        statement.definition.name,
        makeFunction(machine, scope, statement.definition),
      )
      return 'next'
    case 'import':
      machine.line = statement.line
      for (const [name, value] of importModule(machine, statement))
        bind(machine, scope, name, value)
      return 'next'
    case 'assert':
      executeAssert(machine, scope, statement)
      return 'next'
    case 'break':
    case 'continue':
      return statement.kind
    case 'pass':
      return 'next'
  }
}

function executeFor(machine: Machine, scope: Scope, statement: StatementOf<'for'>): Completion {
  const iterable = evaluate(machine, scope, statement.iterable)
  machine.line = statement.iterable.line
  const next = iterate(iterable)
  for (;;) {
    machine.line = statement.iterable.line
    const item = next()
    if (item === undefined) return executeBlock(machine, scope, statement.otherwise)
    if (--machine.steps < 0) giveUp()
    assign(machine, scope, statement.target, item)
    const completion = executeBlock(machine, scope, statement.body)
    if (completion === 'break') return 'next'
    if (typeof completion === 'object') return completion
  }
}

function executeWhile(machine: Machine, scope: Scope, statement: StatementOf<'while'>): Completion {
  while (truth(evaluate(machine, scope, statement.test))) {
    const completion = executeBlock(machine, scope, statement.body)
    if (completion === 'break') return 'next'
    if (typeof completion === 'object') return completion
  }
  return executeBlock(machine, scope, statement.otherwise)
}

function executeAssert(machine: Machine, scope: Scope, statement: StatementOf<'assert'>): void {
  if (truth(evaluate(machine, scope, statement.test))) return
  const message =
    statement.message === null ? '' : text(machine, evaluate(machine, scope, statement.message))
  // The instruction that raises has the line of the statement or of the test, which can differ.
  machine.line = statement.line === statement.test.line ? statement.line : -1
  raise('AssertionError', message)
}

function bind(machine: Machine, scope: Scope, name: string, value: Value): void {
  if (scope === null) machine.globals.set(name, value)
  else scope.variables.set(name, value)
}

function assign(machine: Machine, scope: Scope, target: Target, value: Value): void {
  switch (target.kind) {
    case 'name':
      bind(machine, scope, target.id, value)
      return
    case 'subscript': {
      const object = evaluate(machine, scope, target.object)
      const index = evaluate(machine, scope, target.index)
      machine.line = target.line
      setItem(object, index, value)
      return
    }
    case 'targets': {
      machine.line = target.line
      const items = unpack(machine, value, target.items.length).slice()
      target.items.forEach((item, index) => assign(machine, scope, item, items[index] ?? null))
    }
  }
}

function augment(machine: Machine, scope: Scope, statement: StatementOf<'augment'>): void {
  const { target, operator, line } = statement
  if (target.kind === 'name') {
    const current = evaluate(machine, scope, target)
    const operand = evaluate(machine, scope, statement.value)
    machine.line = line
    bind(machine, scope, target.id, augmented(machine, operator, current, operand))
    return
  }
  const object = evaluate(machine, scope, target.object)
  const index = evaluate(machine, scope, target.index)
  machine.line = target.line
  const current = getItem(machine, object, index)
  const operand = evaluate(machine, scope, statement.value)
  machine.line = line
  const value = augmented(machine, operator, current, operand)
  machine.line = target.line
  setItem(object, index, value)
}

/** Lists change in place; every other value of the subset is replaced. */
function augmented(machine: Machine, operator: string, current: Value, operand: Value): Value {
  if (current !== null && typeof current === 'object') {
    if (current.kind === 'list' && operator === '+') {
      extendList(machine, current, operand)
      return current
    }
    if (current.kind === 'list' && operator === '*') giveUp()
  }
  return augmentedOperation(machine, operator, current, operand)
}

/** Calls a function of the program. */
export function callFunction(
  machine: Machine,
  callee: UserFunction,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const { definition, qualifiedName, closure } = callee
  const variables = bindArguments(callee, positional, keywords)
  if (++machine.depth > maxCalls) giveUp()
  const { line } = machine
  const frame: Frame = {
    variables,
    locals: definition.locals,
    parent: closure,
    name: qualifiedName,
    isInlined: false,
  }
  const completion = executeBlock(machine, frame, definition.body)
  machine.depth--
  machine.line = line
  return typeof completion === 'object' ? completion.returned : null
}
