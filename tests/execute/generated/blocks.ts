/**
 * Statements as programs about mathematics write them: assignments, loops, functions, classes and
 * exceptions handled.
 */
import { boolean, dict, float, integer, list, text } from './expressions.ts'
import { libraryBlocks, type Block } from './library-blocks.ts'
import type { Scope, Type } from './scope.ts'

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`)

const makers = { int: integer, float, str: text, list, dict } as const

const assignment: Block = (s) => {
  const type: Type = s.rng.pick([
    'int',
    'int',
    'int',
    'float',
    'float',
    'str',
    'list',
    'list',
    'dict',
  ])
  const name = s.fresh()
  const line = `${name} = ${makers[type](s, s.rng.int(0, 3))}`
  s.define(type, name)
  return [s.chance(0.15) ? `${line}  # the ${name} of the problem` : line]
}

const update: Block = (s) => {
  const [name] = s.variables('int').slice(-1)
  if (name === undefined) return assignment(s)
  return [`${name} ${s.rng.pick(['+=', '-=', '*='])} ${integer(s, 1)}`]
}

const unpacking: Block = (s) => {
  const [a, b] = [s.fresh(), s.fresh()]
  const expressions = s.rng.pick([
    `${integer(s, 1)}, ${integer(s, 1)}`,
    `divmod(${integer(s, 1)}, ${s.rng.int(2, 12)})`,
    `sorted((${integer(s, 1)}, ${integer(s, 1)}))`,
  ])
  s.define('int', a)
  s.define('int', b)
  return [`${a}, ${b} = ${expressions}`, ...(s.chance(0.4) ? [`${a}, ${b} = ${b}, ${a}`] : [])]
}

const condition: Block = (s) => {
  const name = s.fresh()
  const lines = [
    `if ${boolean(s, 2)}:`,
    ...indented([`${name} = ${integer(s, 2)}`]),
    ...(s.chance(0.5)
      ? [`elif ${boolean(s, 1)}:`, ...indented([`${name} = ${integer(s, 1)}`])]
      : []),
    'else:',
    ...indented([`${name} = ${integer(s, 1)}`]),
  ]
  s.define('int', name)
  return lines
}

const summing: Block = (s) => {
  const [total, each] = [s.fresh(), s.fresh()]
  const inner = s.inner()
  inner.define('int', each)
  const body = [
    ...(s.chance(0.3)
      ? [
          `if ${each} % ${s.rng.int(2, 5)} == 0:`,
          `    ${s.rng.pick(['continue', 'continue', 'break'])}`,
        ]
      : []),
    `${total} ${s.rng.pick(['+=', '+=', '-=', '^='])} ${integer(inner, 1)}`,
  ]
  const lines = [
    `${total} = ${s.rng.int(0, 10)}`,
    `for ${each} in ${s.rng.pick([`range(${s.rng.int(0, 15)})`, `range(1, ${s.rng.int(2, 40)}, ${s.rng.int(1, 4)})`, list(s, 1)])}:`,
    ...indented(body),
    ...(s.chance(0.1) ? ['else:', `    ${total} += 1`] : []),
  ]
  s.define('int', total)
  return lines
}

const nestedLoops: Block = (s) => {
  const name = s.fresh()
  const lines = [
    `${name} = []`,
    `for i in range(1, ${s.rng.int(2, 8)}):`,
    `    for j in range(${s.rng.pick(['i', '1'])}, ${s.rng.int(2, 8)}):`,
    `        if ${s.rng.pick(['(i + j) % 3 == 0', 'i * j > 6', 'i != j', 'i * i + j * j == 25'])}:`,
    `            ${name}.append(${s.rng.pick(['i * j', 'i - j', '10 * i + j', 'i ** j'])})`,
  ]
  s.define('list', name)
  return lines
}

const counting: Block = (s) => {
  const [steps, value] = [s.fresh(), s.fresh()]
  const lines = [
    `${steps}, ${value} = 0, abs(${integer(s, 1)}) % ${s.rng.int(10, 1000)} + 1`,
    `while ${value} ${s.rng.pick(['> 1', '!= 1', '> 3'])} and ${steps} < ${s.rng.int(5, 60)}:`,
    `    ${value} = ${s.rng.pick([`${value} // 2`, `${value} // 2 if ${value} % 2 == 0 else 3 * ${value} + 1`, `${value} - ${s.rng.int(1, 7)}`])}`,
    `    ${steps} += 1`,
  ]
  s.define('int', steps)
  s.define('int', value)
  return lines
}

const called: Block = (s) => {
  const [name, result, a, b] = [s.fresh(), s.fresh(), s.fresh(), s.fresh()]
  const inner = s.chance(0.3) ? s.inner() : s.empty()
  inner.define('int', a)
  inner.define('int', b)
  const lines = [
    `def ${name}(${a}, ${b}=${s.rng.int(1, 9)}):`,
    ...(s.chance(0.3) ? [`    """Returns the ${name}."""`] : []),
    ...(s.chance(0.4)
      ? indented([`if ${boolean(inner, 1)}:`, `    return ${integer(inner, 1)}`])
      : []),
    `    return ${integer(inner, 2)}`,
    `${result} = ${name}(${integer(s, 1)}${s.rng.pick(['', `, ${s.rng.int(0, 30)}`, `, ${b}=${s.rng.int(0, 30)}`])})`,
  ]
  s.define('int', result)
  return lines
}

const recursions = [
  (f: string) => [`def ${f}(n):`, '    return 1 if n <= 1 else n * F(n - 1)'],
  (f: string) => [
    `def ${f}(n):`,
    '    if n < 2:',
    '        return n',
    '    return F(n - 1) + F(n - 2)',
  ],
  (f: string) => [`def ${f}(n):`, '    return 0 if n == 0 else n % 10 + F(n // 10)'],
  (f: string) => [
    `def ${f}(n, move=1):`,
    '    if n <= 0:',
    '        return move',
    '    return F(n - 1, move * 2) + F(n - 3, move)',
  ],
  (f: string) => [`def ${f}(n):`, '    return [] if n == 0 else F(n // 2) + [n % 2]'],
  (f: string) => [
    '@lru_cache(maxsize=None)',
    `def ${f}(n):`,
    '    return 1 if n < 3 else F(n - 1) + F(n - 3)',
  ],
]

const recursive: Block = (s) => {
  const [name, result] = [s.fresh(), s.fresh()]
  const which = s.rng.int(0, recursions.length - 1)
  if (which === 5) s.module('from functools import lru_cache, partial, reduce')
  s.define(which === 4 ? 'list' : 'int', result)
  return [
    ...recursions[which]!(name).map((line) => line.replaceAll('F(', `${name}(`)),
    `${result} = ${name}(${s.rng.int(0, 12)})`,
  ]
}

const generating: Block = (s) => {
  const [name, result] = [s.fresh(), s.fresh()]
  const lines = [
    `def ${name}(limit):`,
    `    a, b = ${s.rng.int(0, 3)}, ${s.rng.int(1, 4)}`,
    '    while a < limit:',
    '        yield a',
    `        a, b = b, a + b`,
    `${result} = ${s.rng.pick([`list(${name}(${s.rng.int(1, 80)}))`, `sorted(${name}(50), reverse=True)[:4]`, `[n * n for n in ${name}(20)]`])}`,
  ]
  s.define('list', result)
  return lines
}

const closing: Block = (s) => {
  const [outer, result] = [s.fresh(), s.fresh()]
  s.define('int', result)
  return [
    `def ${outer}(step):`,
    `    count = ${s.rng.int(0, 5)}`,
    '    def advance(by=1):',
    '        nonlocal count',
    '        count += step * by',
    '        return count',
    '    return advance',
    `${result} = ${outer}(${s.rng.int(1, 9)})(${s.rng.pick(['', String(s.rng.int(1, 9)), `by=${s.rng.int(1, 9)}`])})`,
  ]
}

const ordinaryClass: Block = (s) => {
  const [name, thing] = [s.fresh(), s.fresh()]
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const lines = [
    `class ${Name}:`,
    `    rate = ${s.rng.int(1, 9)}`,
    '    def __init__(self, count, price=2.5):',
    '        self.count, self.price = count, price',
    ...(s.chance(0.5)
      ? ['    @property', '    def total(self):', '        return self.count * self.price']
      : ['    total = 7.0']),
    '    def __add__(self, other):',
    `        return ${Name}(self.count + other.count, self.price)`,
    '    def __repr__(self):',
    `        return f"${Name}({self.count}, {self.price})"`,
    `${thing} = ${Name}(${integer(s, 1)}) + ${Name}(${s.rng.int(1, 30)}, ${s.rng.int(1, 9)}.25)`,
  ]
  const [a, b, c] = [s.fresh(), s.fresh(), s.fresh()]
  s.define('str', a)
  s.define('float', b)
  s.define('int', c)
  return [
    ...lines,
    `${a} = repr(${thing})`,
    `${b} = ${thing}.total`,
    `${c} = ${thing}.count * ${Name}.rate`,
  ]
}

const dataClass: Block = (s) => {
  s.module('from dataclasses import dataclass, field')
  const [name, result] = [s.fresh(), s.fresh()]
  const Name = name[0]!.toUpperCase() + name.slice(1)
  s.define('str', result)
  return [
    `@dataclass${s.rng.pick(['', '(order=True)', '(frozen=True)'])}`,
    `class ${Name}:`,
    '    name: str',
    `    count: int = ${s.rng.int(0, 9)}`,
    `${result} = str(${Name}("a", ${integer(s, 1)})) + str(${Name}("b") == ${Name}("b"))`,
  ]
}

const handled: Block = (s) => {
  const name = s.fresh()
  const risky = s.rng.pick([
    `${integer(s, 1)} // ${s.rng.pick(['0', '2', '(3 - 3)'])}`,
    `int("${s.rng.pick(['12', 'twelve', '1.5', ' 7 '])}")`,
    `{"a": 1}["${s.rng.pick(['a', 'b'])}"]`,
    `${list(s, 1)}[${s.rng.int(0, 6)}]`,
    `round("${s.rng.int(1, 9)}")`,
    `[3, 1, 2].index(${s.rng.int(1, 4)})`,
  ])
  const lines = [
    'try:',
    `    ${name} = ${risky}`,
    `except ${s.rng.pick(['(ZeroDivisionError, ValueError, KeyError, IndexError, TypeError)', 'Exception', 'Exception as error'])}:`,
    `    ${name} = ${s.rng.pick([String(s.rng.int(-9, 9)), integer(s, 1)])}`,
    ...(s.chance(0.2) ? ['else:', `    ${name} += 1`] : []),
    ...(s.chance(0.2) ? ['finally:', `    ${name} = ${name} * 2`] : []),
  ]
  s.define('int', name)
  return lines
}

const filling: Block = (s) => {
  const name = s.fresh()
  const lines = [
    `${name} = ${dict(s, 1)}`,
    `${name}["${s.rng.pick(['red', 'new', 'cat'])}"] = ${integer(s, 1)}`,
    `for key in list(${name}):`,
    `    if ${name}[key] % 2 == ${s.rng.int(0, 1)}:`,
    `        ${s.rng.pick([`${name}[key] *= 3`, `del ${name}[key]`, `${name}.pop(key)`, `${name}[key] = ${name}[key] // 2`])}`,
  ]
  s.define('dict', name)
  return lines
}

const changing: Block = (s) => {
  const name = s.fresh()
  const changes = [
    `${name}.append(${integer(s, 1)})`,
    `${name}.extend(range(${s.rng.int(0, 5)}))`,
    `${name}.insert(${s.rng.int(-2, 5)}, ${s.rng.int(0, 9)})`,
    `${name}.sort(${s.rng.pick(['', 'reverse=True', 'key=lambda n: n % 5'])})`,
    `${name}.reverse()`,
    `${name}[1:2] = [${s.rng.int(0, 9)}, ${s.rng.int(0, 9)}]`,
    `${name} *= ${s.rng.int(1, 2)}`,
    `${name} = [n for n in ${name} if n != ${s.rng.int(0, 9)}]`,
  ]
  const lines = [
    `${name} = list(${list(s, 1)})`,
    ...s.rng.shuffle(changes).slice(0, s.rng.int(1, 4)),
  ]
  s.define('list', name)
  return lines
}

const ordering: Block = (s) => {
  const [people, result] = [s.fresh(), s.fresh()]
  const rows = Array.from(
    { length: s.rng.int(2, 5) },
    () => `("${s.rng.pick(['Ann', 'Bob', 'Cy', 'Dee'])}", ${s.rng.int(1, 40)})`,
  )
  s.define('str', result)
  return [
    `${people} = [${rows.join(', ')}]`,
    `${people}.sort(key=lambda row: ${s.rng.pick(['row[1]', '(-row[1], row[0])', 'row[0]', 'row[1] % 10'])})`,
    `${result} = ${s.rng.pick([`${people}[0][0]`, `str(${people})`, `", ".join(f"{n}={a}" for n, a in ${people})`])}`,
  ]
}

const showing: Block = (s) => [
  s.rng.pick([
    `print(${text(s, 1)}, ${integer(s, 1)})`,
    `print("step", ${integer(s, 1)}, sep=": ")`,
    `print(${list(s, 1)}[:6], end=" |\\n")`,
    `print(f"{${s.rng.int(1, 99)} / 7:.3f}")`,
  ]),
]

const plainBlocks: readonly Block[] = [
  assignment,
  assignment,
  assignment,
  assignment,
  update,
  unpacking,
  condition,
  summing,
  summing,
  nestedLoops,
  counting,
  called,
  recursive,
  generating,
  closing,
  ordinaryClass,
  dataClass,
  handled,
  handled,
  filling,
  changing,
  ordering,
  showing,
]

/** Returns the lines of a few statements; what they define is in the scope afterwards. */
export function block(s: Scope): string[] {
  return s.rng.pick(s.chance(0.3) ? libraryBlocks : plainBlocks)(s)
}
