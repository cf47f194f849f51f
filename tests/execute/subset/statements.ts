/** Python statements of the subset, as the lines they are written on. */
import { types, type Context, type Type } from './context.ts'
import { expression } from './expressions.ts'

type Statement = (c: Context) => string[]

const functionNames = ['f', 'g', 'h'] as const

/** An expression that often enough is of a type that goes with everything. */
const value = (c: Context, depth = 3): string =>
  expression(c, c.rng.pick([...types, 'int', 'float']), depth)

const number = (c: Context): string =>
  expression(c, c.strays(0.3) ? 'items' : c.rng.pick(['int', 'float']), 2)

const assignment: Statement = (c) => {
  const type: Type = c.rng.pick([...types, 'int', 'int', 'float', 'float', 'str', 'list'])
  const target = c.strays(0.2) ? c.name(c.rng.pick(types)) : c.name(type)
  const annotation = c.chance(0.05) ? c.rng.pick([': int', ': float', ': undefined']) : ''
  return [`${target}${annotation} = ${expression(c, type, 3)}${c.chance(0.1) ? '  # so far' : ''}`]
}

const augmented: Statement = (c) => {
  const type = c.rng.pick(['int', 'float', 'float', 'str', 'list'] as const)
  const operator =
    type === 'str' || type === 'list' ? '+=' : c.rng.pick(['+=', '-=', '*=', '/=', '//=', '%='])
  return [`${c.name(type)} ${operator} ${expression(c, type, 2)}`]
}

const printing: Statement = (c) => {
  const options = c.chance(0.15)
    ? c.rng.pick([', sep="-"', ', end=""', ', end=None', ', sep="", end="!\\n"'])
    : ''
  return [`print(${c.several(1, 3, () => value(c)).join(`,${c.gap()}`)}${options})`]
}

const item: Statement = (c) => {
  if (c.chance(0.5)) {
    const key = expression(
      c,
      c.rng.pick(['int', 'str', 'float', c.strays(0.2) ? 'items' : 'int']),
      1,
    )
    return [`d[${key}] ${c.strays(0.4) ? '+=' : '='} ${value(c, 2)}`]
  }
  const name = c.name('list')
  const index = c.strays(0.5) ? expression(c, 'int', 1) : '-1'
  return [
    ...(c.strays(0.5) ? [] : [`${name}.append(1)`]),
    `${name}[${index}] ${c.rng.pick(['=', '+='])} ${number(c)}`,
  ]
}

const change: Statement = (c) => [
  `${c.name('list')}.${c.rng.pick([
    `append(${number(c)})`,
    `insert(${c.rng.int(-2, 3)}, ${number(c)})`,
    `extend(${expression(c, 'list', 2)})`,
    'reverse()',
    'sort(key=str)',
    'copy()',
  ])}`,
]

const unpacking: Statement = (c) => {
  const kind = c.rng.int(0, 4)
  if (kind === 0) return ['a, b = b, a']
  if (kind === 1) return [`(a, (x, y)) = ${value(c, 1)}, (${value(c, 1)}, ${value(c, 1)})`]
  if (kind === 2 && c.strays(0.5)) return [`a, b = ${expression(c, 'list', 2)}`]
  if (kind === 3) return [`a = n = ${expression(c, 'int', 2)}`]
  return [`a, b = ${expression(c, 'int', 2)}, ${expression(c, 'int', 2)}`]
}

const condition: Statement = (c) => [
  `if ${expression(c, c.chance(0.8) ? 'bool' : c.rng.pick(types), 2)}:`,
  ...block(c, {}),
  ...(c.chance(0.3) ? [`elif ${expression(c, 'bool', 2)}:`, ...block(c, {})] : []),
  ...(c.chance(0.5) ? ['else:', ...block(c, {})] : []),
]

const otherwise: Statement = (c) => (c.chance(0.15) ? ['else:', ...block(c, {})] : [])

const loop: Statement = (c) => {
  const heads = [
    `for ${c.name('int')} in range(${c.rng.int(0, 6)}):`,
    `for ${c.name('int')} in range(${c.rng.int(0, 9)}, ${c.rng.int(0, 9)}, -1):`,
    `for ${c.name('float')} in ${expression(c, 'list', 2)}:`,
    `for ${c.name('str')} in ${expression(c, 'str', 1)}:`,
    `for a, b in enumerate(${expression(c, 'list', 2)}):`,
    `for u in ${expression(c, 'items', 2)}:`,
    `for s, n in sorted(d.items(), key=str):`,
  ]
  return [c.rng.pick(heads), ...block(c, { inLoop: true }), ...otherwise(c)]
}

const countdown: Statement = (c) => [
  `n = ${c.rng.int(0, 4)}`,
  `while n > 0${c.chance(0.3) ? ` and ${expression(c, 'bool', 1)}` : ''}:`,
  '    n -= 1',
  // A body that binds n anew could go on for ever: it is left to the steps an evaluation may take.
  ...block(c, { inLoop: true }),
  ...otherwise(c),
]

const definition: Statement = (c) => {
  const name = c.rng.pick(functionNames)
  const parameters = c.rng.pick([
    '',
    'a',
    'a, b',
    'a, b=2',
    'x=[], b=1',
    'a: int, b: float = 1.0',
    `k=${value(c, 1)}`,
  ])
  const inner = { inFunction: true, inLoop: false }
  const lines = [
    `def ${name}(${parameters})${c.chance(0.1) ? ' -> int' : ''}:`,
    ...(c.chance(0.1) ? ['    """Says what it does."""'] : []),
    ...block(c, inner),
    ...(c.chance(0.8) ? indented([`return ${value(c.at(inner), 2)}`]) : []),
  ]
  c.functions.push(name)
  return lines
}

const leaving: Statement = (c) => {
  if (c.place.inLoop) return [c.rng.pick(['break', 'continue'])]
  return c.place.inFunction ? [`return ${value(c, 1)}`] : ['pass']
}

const rare: Statement = (c) =>
  c.rng.pick<Statement>([
    () => [
      `assert ${c.strays(0.5) ? '' : 'True or '}${expression(c, 'bool', 1)}${c.chance(0.5) ? `, ${value(c, 1)}` : ''}`,
    ],
    () => [value(c, 2)],
    () => [`a = 1; b = ${expression(c, 'int', 1)}`],
    () => [`b = ${expression(c, 'int', 1)} + \\`, `    ${expression(c, 'int', 1)}`],
    () => ['"""A text that nobody reads."""'],
    () => [
      c.rng.pick([
        'from math import sqrt, pi',
        'import math as m',
        'import re',
        'import numpy as np',
        'from math import *',
      ]),
    ],
    () => [`${c.name('int')}: int`],
    leaving,
  ])(c)

const simple: readonly Statement[] = [
  assignment,
  assignment,
  assignment,
  assignment,
  printing,
  printing,
  augmented,
  unpacking,
  item,
  change,
  rare,
]
const compound: readonly Statement[] = [
  condition,
  condition,
  loop,
  loop,
  countdown,
  definition,
  definition,
]

const indented = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `    ${line}`))

/** Returns one statement. */
export function statement(c: Context): string[] {
  return c.rng.pick(c.place.depth < 3 && c.chance(0.3) ? compound : simple)(c)
}

function block(c: Context, place: Partial<Context['place']>): string[] {
  const inner = c.at(place)
  const lines = Array.from({ length: c.rng.int(1, 2) }, () => statement(inner)).flat()
  return indented(c.chance(0.03) ? [...lines, ...leaving(inner)] : lines)
}
