/**
 * Mathematical programs as models write them, generated without end: each has a value or an error
 * that two interpreters should agree on.
 */
import { rng } from '../../../src/core/index.ts'
import { block } from './blocks.ts'
import { boolean, dict, float, integer, list, text } from './expressions.ts'
import { raising, slips } from './faults.ts'
import { Scope } from './scope.ts'

/** The part of programs that raise by design; about 3 % more do so by chance. */
const raisingShare = 0.12

/** The latest variables of a scope, each as an expression whose text is short. */
function known(scope: Scope): string[] {
  const shortened = {
    int: (name: string) => `${name} % 10**12`,
    float: (name: string) => name,
    str: (name: string) => `${name}[:30]`,
    list: (name: string) => `${name}[:6]`,
    dict: (name: string) => `sorted(${name}.items())[:3]`,
  }
  return (['int', 'float', 'str', 'list', 'dict'] as const).flatMap((type) =>
    scope.variables(type).slice(-2).map(shortened[type]),
  )
}

/** An expression of the program's value: mostly some of what the program knows, kept short. */
function result(scope: Scope): string {
  const short = [
    () => integer(scope, 1),
    () => integer(scope, 0),
    () => float(scope, 1),
    () => float(scope, 0),
    () => `${text(scope, 1)}[:40]`,
    () => `${list(scope, 1)}[:8]`,
    () => dict(scope, 0),
    () => boolean(scope, 2),
  ]
  const kind = scope.rng.int(0, 9)
  if (kind <= 1) return scope.rng.pick(short)()
  if (kind <= 8) {
    const items = scope.rng.shuffle(known(scope)).slice(0, scope.rng.int(1, 5))
    if (items.length === 1) return items[0]!
    return scope.chance(0.7) ? `(${items.join(', ')})` : `[${items.join(', ')}]`
  }
  return scope.rng.pick([
    `{"a": ${scope.rng.pick(short)()}}`,
    'None',
    `set(n % 20 for n in ${list(scope, 1)})`,
    `complex(${scope.rng.int(0, 5)}, 2) * 3`,
  ])
}

const heading = (modules: ReadonlySet<string>): string[] =>
  [...modules].map((name) => (name.startsWith('from ') ? name : `import ${name}`))

function statements(scope: Scope): string[] {
  const lines = Array.from({ length: scope.rng.int(1, 6) }, () => block(scope)).flat()
  if (!scope.chance(raisingShare * 0.85)) return lines
  return [...lines, ...scope.rng.pick(raising)(scope)]
}

const inside = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)

/** One of the field's ways to give an answer, around a program's parts. */
function written(
  scope: Scope,
  before: readonly string[],
  body: readonly string[],
  value: string,
): string[] {
  const imports = heading(scope.modules)
  const kind = scope.rng.int(0, 99)
  if (kind < 60) {
    const documented = scope.chance(0.3) ? ['"""How many are there?"""'] : []
    const outside = scope.chance(0.8) ? [...imports, ...before] : []
    const rest = outside.length > 0 ? body : [...imports, ...before, ...body]
    return [
      ...outside,
      'def solution():',
      ...inside([...documented, ...rest, `result = ${value}`, 'return result']),
    ]
  }
  const lines = [...imports, ...before, ...body]
  if (kind < 80) return [...lines, `ans = ${value}`]
  if (kind < 90) return [...lines, `print(${value})`]
  if (kind < 99) return [...lines, `print("The answer is", ${value}, end="\\n\\n")`]
  return [...lines, `answer = ${value}`]
}

/** Returns the `index`-th program of a seed. */
export function generatedProgram(seed: number, index: number): string {
  const scope = new Scope(rng('generated-program', seed, index))
  const before = scope.chance(0.1) ? block(scope) : []
  const body = statements(scope)
  const value = result(scope)
  const code = written(scope, before, body, value).join('\n') + '\n'
  if (!scope.chance(raisingShare * 0.15)) return code
  const slip = scope.rng.pick(slips)(code)
  return slip === code ? `${code}x ==== 1\n` : slip
}
