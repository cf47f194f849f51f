/**
 * Evaluates expressions, left to right as Python does, noting the line before every step that can
 * raise.
 */

import { findAttribute } from '../builtins/attributes.ts'
import { builtins, pythonBuiltins } from '../builtins/builtins.ts'
import { emptyDict, setEntry } from '../values/dicts.ts'
import { formatValue } from '../format/format.ts'
import { iterate } from '../values/iteration.ts'
import { binaryOperation, compare, unaryOperation } from '../operators/operators.ts'
import { truncatedPower } from '../numbers/real.ts'
import { giveUp, raise } from '../signals.ts'
import { getItem, getSlice } from '../operators/subscripts.ts'
import { unsureLine } from '../parse/syntax.ts'
import type {
  Binary,
  Call,
  Clause,
  Comparison,
  Comprehension,
  DictDisplay,
  Expression,
  FormattedString,
  FunctionDefinition,
} from '../parse/syntax.ts'
import { representation, text } from '../format/text.ts'
import { bindNames } from './unpacking.ts'
import { charge, list, maxLength, truth, tuple } from '../values/values.ts'
import type { Dict, Frame, List, Machine, Next, UserFunction, Value } from '../values/values.ts'

const intClass = builtins.get('int') ?? null

/** Where an expression is evaluated: the innermost frame, or `null` in the module. */
export type Scope = Frame | null

/** Returns the value of `node`. */
export function evaluate(machine: Machine, scope: Scope, node: Expression): Value {
  if (--machine.steps < 0) giveUp()
  switch (node.kind) {
    case 'name':
      return lookUp(machine, scope, node.id, node.line)
    case 'constant':
      return node.value
    case 'binary': {
      const left = evaluate(machine, scope, node.left)
      const right = evaluate(machine, scope, node.right)
      machine.line = node.line
      return binaryOperation(machine, node.operator, left, right)
    }
    case 'call':
      return evaluateCall(machine, scope, node)
    case 'subscript': {
      const object = evaluate(machine, scope, node.object)
      if (node.index.kind === 'slice') {
        const [lower, upper, step] = sliceBounds(machine, scope, node.index)
        machine.line = node.line
        return getSlice(machine, object, [lower, upper, step])
      }
      const index = evaluate(machine, scope, node.index)
      machine.line = node.line
      return getItem(machine, object, index)
    }
    case 'attribute': {
      const object = evaluate(machine, scope, node.object)
      machine.line = node.line
      return findAttribute(object, node.name)
    }
    case 'compare':
      return evaluateComparison(machine, scope, node)
    default:
      return evaluateRare(machine, scope, node)
  }
}

function evaluateRare(machine: Machine, scope: Scope, node: Expression): Value {
  switch (node.kind) {
    case 'unary': {
      const operand = evaluate(machine, scope, node.operand)
      machine.line = node.line
      return unaryOperation(machine, node.operator, operand)
    }
    case 'logical': {
      let value: Value = null
      for (const part of node.parts) {
        value = evaluate(machine, scope, part)
        if (truth(value) === (node.operator === 'or')) return value
      }
      return value
    }
    case 'conditional':
      return evaluate(
        machine,
        scope,
        truth(evaluate(machine, scope, node.test)) ? node.whenTrue : node.whenFalse,
      )
    case 'list':
      return list(node.items.map((item) => evaluate(machine, scope, item)))
    case 'tuple':
      return tuple(node.items.map((item) => evaluate(machine, scope, item)))
    case 'dict':
      return evaluateDict(machine, scope, node)
    case 'lambda':
      return makeFunction(machine, scope, node.definition)
    case 'comprehension':
      return comprehend(machine, scope, node)
    case 'formatted':
      return evaluateFormatted(machine, scope, node)
    default:
      return giveUp()
  }
}

function evaluateDict(machine: Machine, scope: Scope, node: DictDisplay): Value {
  const entries = node.entries.map(
    ({ key, value }) => [evaluate(machine, scope, key), evaluate(machine, scope, value)] as const,
  )
  const dict = emptyDict()
  // CPython builds larger dicts in parts, between which the instructions have other lines.
  machine.line = entries.length > 15 ? unsureLine : node.line
  for (const [key, value] of entries) setEntry(dict, key, value)
  return dict
}

function sliceBounds(
  machine: Machine,
  scope: Scope,
  node: Expression & { kind: 'slice' },
): [Value, Value, Value] {
  const bound = (part: Expression | null): Value =>
    part === null ? null : evaluate(machine, scope, part)
  return [bound(node.lower), bound(node.upper), bound(node.step)]
}

/**
 * Finds a name as Python does: in the frames around, then in the module, then among the builtins.
 */
function lookUp(machine: Machine, scope: Scope, name: string, line: number): Value {
  for (let frame = scope; frame !== null; frame = frame.parent) {
    const value = frame.variables.get(name)
    if (value !== undefined) return value
    if (frame.locals.has(name)) {
      machine.line = line
      return unbound(name, scope, frame)
    }
  }
  const global = machine.globals.get(name)
  if (global !== undefined) return global
  const builtin = builtins.get(name)
  if (builtin !== undefined) return builtin
  machine.line = line
  if (pythonBuiltins.has(name)) giveUp()
  return raise('NameError', `name '${name}' is not defined`)
}

function unbound(name: string, scope: Scope, owner: Frame): never {
  // The words depend on whether comprehensions in between were inlined.
  for (let frame = scope; frame !== null && frame !== owner; frame = frame.parent)
    if (frame.isInlined) giveUp()
  if (owner.isInlined) giveUp()
  if (scope === owner) {
    return raise(
      'UnboundLocalError',
      `cannot access local variable '${name}' where it is not associated with a value`,
    )
  }
  return raise(
    'NameError',
    `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
  )
}

function evaluateCall(machine: Machine, scope: Scope, node: Call): Value {
  const callee = evaluate(machine, scope, node.callee)
  const [only] = node.positional
  if (
    callee === intClass &&
    only?.kind === 'binary' &&
    only.operator === '**' &&
    node.positional.length + node.keywords.length === 1
  ) {
    return evaluateTruncatedPower(machine, scope, only, node.line)
  }
  const positional: Value[] = []
  for (const argument of node.positional) positional.push(evaluate(machine, scope, argument))
  let keywords: Map<string, Value> | null = null
  if (node.keywords.length > 0) {
    keywords = new Map()
    for (const { name, value } of node.keywords) keywords.set(name, evaluate(machine, scope, value))
  }
  machine.line = node.line
  return machine.call(callee, positional, keywords)
}

/**
 * `int(x ** y)`, as in `int(n ** 0.5)`: the integer can be certain where the last bit of the power
 * is not.
 */
function evaluateTruncatedPower(machine: Machine, scope: Scope, node: Binary, line: number): Value {
  const left = evaluate(machine, scope, node.left)
  const right = evaluate(machine, scope, node.right)
  machine.line = node.line
  const base = typeof left === 'bigint' ? Number(left) : left
  if (
    typeof base === 'number' &&
    typeof right === 'number' &&
    base > 1 &&
    base < 2 ** 53 &&
    right > 0 &&
    right < 1
  ) {
    charge(machine, 50)
    return BigInt(truncatedPower(base, right))
  }
  const power = binaryOperation(machine, '**', left, right)
  machine.line = line
  return machine.call(intClass, [power], null)
}

function evaluateComparison(machine: Machine, scope: Scope, node: Comparison): Value {
  let left = evaluate(machine, scope, node.first)
  let result = true
  for (const { operator, operand } of node.rest) {
    const right = evaluate(machine, scope, operand)
    machine.line = node.line
    result = compare(machine, operator, left, right)
    if (!result) return false
    left = right
  }
  return result
}

function evaluateFormatted(machine: Machine, scope: Scope, node: FormattedString): string {
  let result = ''
  for (const part of node.parts) {
    if (typeof part === 'string') result += part
    else {
      const value = evaluate(machine, scope, part.expression)
      const spec = part.format === null ? '' : evaluateFormatted(machine, scope, part.format)
      machine.line = part.line
      const converted =
        part.conversion === 'r'
          ? representation(machine, value)
          : part.conversion === 's'
            ? text(machine, value)
            : value
      result += formatValue(machine, converted, spec)
    }
    if (result.length > maxLength) giveUp()
  }
  charge(machine, result.length >> 4)
  return result
}

/**
 * Returns the function that a `def` or `lambda` makes; the values of its defaults are taken now.
 */
export function makeFunction(
  machine: Machine,
  scope: Scope,
  definition: FunctionDefinition,
): UserFunction {
  const defaults: Value[] = []
  for (const parameter of definition.parameters) {
    if (parameter.default !== null) defaults.push(evaluate(machine, scope, parameter.default))
  }
  return {
    kind: 'function',
    qualifiedName: qualifiedName(scope, definition.name),
    definition,
    defaults,
    closure: scope,
  }
}

function qualifiedName(scope: Scope, name: string): string {
  let frame = scope
  while (frame !== null && frame.isInlined) frame = frame.parent
  if (frame === null) return name
  // A generator expression is a scope, but not a function to have locals.
  return frame.name.endsWith('<genexpr>')
    ? `${frame.name}.${name}`
    : `${frame.name}.<locals>.${name}`
}

/** The first iterable is evaluated outside of the comprehension's scope, and at once. */
function comprehend(machine: Machine, scope: Scope, node: Comprehension): Value {
  const [first] = node.clauses
  if (!first) return giveUp()
  const outermost = evaluate(machine, scope, first.iterable)
  machine.line = first.iterable.line
  const isGenerator = node.produces === 'generator'
  const name = isGenerator ? qualifiedName(scope, '<genexpr>') : ''
  const frame: Frame = {
    variables: new Map(),
    locals: node.bound,
    parent: scope,
    name,
    isInlined: !isGenerator,
  }
  const steps = runClauses(machine, frame, node.clauses, iterate(outermost))
  if (isGenerator)
    return { kind: 'iterator', type: 'generator', next: resume(machine, frame, node, steps) }
  const result = node.produces === 'list' ? list([]) : emptyDict()
  while (!steps.next().done) addElement(machine, frame, node, result)
  return result
}

function addElement(
  machine: Machine,
  frame: Frame,
  node: Comprehension,
  result: List | Dict,
): void {
  const element = evaluate(machine, frame, node.element)
  if (result.kind === 'list') {
    result.items.push(element)
    return
  }
  const value = node.value === null ? null : evaluate(machine, frame, node.value)
  machine.line = node.element.line
  setEntry(result, element, value)
}

/** Stops once for every element, when its variables are set. */
function* runClauses(
  machine: Machine,
  frame: Frame,
  clauses: readonly Clause[],
  outermost: Next | null,
): Generator<undefined> {
  const [clause, ...inner] = clauses
  if (!clause) {
    yield undefined
    return
  }
  const next = outermost ?? startClause(machine, frame, clause)
  for (;;) {
    machine.line = clause.iterable.line
    const item = next()
    if (item === undefined) return
    if (--machine.steps < 0) giveUp()
    machine.line = clause.target.line
    bindNames(machine, frame.variables, clause.target, item)
    if (clause.conditions.every((condition) => truth(evaluate(machine, frame, condition)))) {
      yield* runClauses(machine, frame, inner, null)
    }
  }
}

function startClause(machine: Machine, frame: Frame, clause: Clause): Next {
  const iterable = evaluate(machine, frame, clause.iterable)
  machine.line = clause.iterable.line
  return iterate(iterable)
}

/**
 * A generator runs in a frame of its own: once it stops again, the frame that asked is the
 * innermost.
 */
function resume(
  machine: Machine,
  frame: Frame,
  node: Comprehension,
  steps: Generator<undefined>,
): Next {
  let isRunning = false
  return () => {
    if (isRunning) giveUp()
    isRunning = true
    const { line } = machine
    const element = steps.next().done ? undefined : evaluate(machine, frame, node.element)
    machine.line = line
    isRunning = false
    return element
  }
}
