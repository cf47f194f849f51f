import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areRealProgramsThere, realPrograms } from '../../tests/support/real-programs.ts'
import { programKey } from './program-key.ts'

const base = `eggs = 16 - 3 - 4
ans = eggs * 2`

describe('programKey', () => {
  it.each([
    ['names', base, 'left = 16 - 3 - 4\nanswer = left * 2'],
    ['names that change places', 'a = 1\nb = 2\nans = a - b', 'b = 1\na = 2\nc = b - a'],
    ['comments and blanks', base, '# Janet\neggs=16-3-4  # left\n\n\nans   =  eggs*2\n'],
    ['parentheses', base, 'eggs = ((16 - 3) - 4)\nans = (eggs) * (2)'],
    ['annotations', base, 'eggs: int = 16 - 3 - 4\nans: float = eggs * 2'],
    ['separate and joined lines', base, 'eggs = (16 -\n  3 - 4); ans = eggs * 2'],
    ['pass and constants', base, `pass\n"""Money."""\n${base}`],
    ['quotes and how strings are written', `print('a' "b", f"{1}x" 'y')`, `print("ab", f'{1}xy')`],
    ['how numbers are written', 'a = 1000 * 0.5 * 255', 'b = 1_000 * .50 * 0xff'],
    [
      'indentation, docstrings and parameter types',
      'def f(a):\n  return a\nf(1)',
      'def g(x: int) -> int:\n    """Same."""\n    return x\ng(1)',
    ],
    [
      'keywords for the program’s own functions',
      'def f(a, b=2):\n  return a\nf(a=1)',
      'def f(x, y=2):\n  return x\nf(x=1)',
    ],
    ['keywords for its lambdas', 'f = lambda a: a\nf(a=1)', 'g = lambda b: b\ng(b=1)'],
    ['loops', 'for i in range(3):\n  print(i)', 'for day in range(3):\n  print(day)'],
    [
      'comprehensions',
      's = sum([a * b for a, b in zip(x, y) if a])',
      't = sum([p * q for p, q in zip(x, y) if p])',
    ],
    [
      'a comprehension’s name is its own',
      'x = 1\ny = [x for x in [x]]',
      'a = 1\nb = [c for c in [a]]',
    ],
    [
      'a function’s name is its own',
      'x = 1\ndef f():\n  x = 2\n  return x\nf()',
      'x = 1\ndef f():\n  y = 2\n  return y\nf()',
    ],
    [
      'imported names',
      'import math\nprint(math.sqrt(4))',
      'import math as m\nimport sys\nprint(m.sqrt(4))',
    ],
    [
      'imported members',
      'from math import sqrt\nprint(sqrt(4))',
      'from math import sqrt as root\nprint(root(4))',
    ],
    [
      'elif and else if',
      'if a:\n  b = 1\nelif c:\n  b = 2',
      'if a:\n  b = 1\nelse:\n  if c:\n    b = 2',
    ],
    ['dictionaries', 'd = {"a": 1}\nx = d["a"]', "e = {'a': 1}\ny = e['a']"],
  ])('is the same for different %s', (_, one, other) => {
    expect(programKey(one)).toMatch(/^[0-9a-f]{64}$/)
    expect(programKey(other)).toBe(programKey(one))
  })

  it.each([
    ['a number', base, 'eggs = 16 - 3 - 5\nans = eggs * 2'],
    ['an operator', base, 'eggs = 16 - 3 - 4\nans = eggs + 2'],
    ['the order of operands', base, 'eggs = 16 - 3 - 4\nans = 2 * eggs'],
    ['the order of statements', 'a = 1\nb = 2\nc = a', 'b = 2\na = 1\nc = a'],
    ['an intermediate step', base, 'ans = (16 - 3 - 4) * 2'],
    ['parentheses that group', 'a = 16 - 3 - 4', 'a = 16 - (3 - 4)'],
    ['which variable', 'a = 1\nb = 2\nc = a', 'a = 1\nb = 2\nc = b'],
    ['a variable used twice', 'a = 1\nb = 1', 'a = 1\na = 1'],
    ['int and float', 'a = 2', 'a = 2.0'],
    ['number and string', 'a = 2', 'a = "2"'],
    ['constants', 'a = None', 'a = True'],
    ['a builtin', 'print(max(1, 2))', 'print(min(1, 2))'],
    ['a builtin and a variable', 'x = max', 'max = 1\nx = max'],
    ['an attribute', 'import math\nmath.ceil(1.5)', 'import math\nmath.floor(1.5)'],
    ['a module', 'import math\nmath.f(1)', 'import numpy\nnumpy.f(1)'],
    ['a keyword of a builtin', 'print(1, end="")', 'print(1, sep="")'],
    ['text', 'print("a")', 'print("b")'],
    [
      'indentation that means something',
      'for i in x:\n  a = 1\n  b = 2',
      'for i in x:\n  a = 1\nb = 2',
    ],
    ['a default', 'def f(a=1):\n  return a', 'def f(a=2):\n  return a'],
    ['a constant returned', 'def f():\n  return 1', 'def f():\n  1\n  return'],
    [
      'a variable of an outer scope',
      'x = 1\ndef f():\n  x = 2\n  return x',
      'x = 1\ndef f():\n  y = 2\n  return x',
    ],
  ])('differs by %s', (_, one, other) => {
    expect(programKey(one)).not.toBeNull()
    expect(programKey(other)).not.toBeNull()
    expect(programKey(other)).not.toBe(programKey(one))
  })

  it.each([
    '',
    '# 18',
    'import math\npass',
    'Janet has 9 eggs left.',
    'class A:\n  pass',
    'a = = 1',
    'try:\n  a = 1\nexcept: pass',
    `a = ${'('.repeat(200)}`,
    'if a:\n  from math import floor as f\nelse:\n  from math import ceil as f\nprint(f(2.5))',
  ])('%j has none', (text) => {
    expect(programKey(text)).toBeNull()
  })

  it('is bounded: deep and long programs have none', () => {
    const chain = (inner: string): string => `(${inner}${'+1'.repeat(250)})`
    let deep = '1'
    for (let depth = 0; depth < 30; depth++) deep = chain(deep)
    expect(programKey(`a = ${deep}`)).toBeNull()
    expect(programKey(`a = ${chain('1')}`)).not.toBeNull()
    expect(programKey('a = 1\n'.repeat(2_000_000))).toBeNull()
    expect(programKey('a = 1\n'.repeat(16_000))).not.toBeNull()
  })

  const names = ['a', 'b', 'c', 'd', 'e'] as const
  const name = fc.constantFrom(...names)
  const expression = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      name,
      fc.integer({ min: 0, max: 9 }).map(String),
      fc
        .tuple(tie('node'), fc.constantFrom('+', '*', '//', '<', 'and'), tie('node'))
        .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(tie('node'), name).map(([a, item]) => `sum([${item} + ${a} for ${item} in ${a}])`),
      fc.tuple(tie('node'), name).map(([a, item]) => `(lambda ${item}: ${item} * ${a})(${a})`),
      fc.tuple(tie('node')).map(([a]) => `f"{${a}} eggs"`),
    ),
  })).node
  const statement = fc.oneof(
    fc.tuple(name, expression).map(([target, value]) => `${target} = ${value}`),
    fc.tuple(name, expression).map(([target, value]) => `${target} += ${value}`),
    fc
      .tuple(name, expression, name)
      .map(([item, value, target]) => `for ${item} in ${value}:\n    ${target} = ${item}`),
    fc
      .tuple(name, name, expression)
      .map(
        ([f, parameter, value]) =>
          `def ${f}(${parameter}):\n    a = ${value}\n    return ${parameter}`,
      ),
    expression.map((value) => `print(${value}, end=str(${value}))`),
  )
  const program = fc
    .array(statement, { minLength: 1, maxLength: 6 })
    .map((lines) => lines.join('\n'))

  it('does not change when the variables of a program are renamed', () => {
    const renaming = fc.shuffledSubarray([...names, 'total', 'n0', '_x', 'Eggs'], {
      minLength: 5,
      maxLength: 5,
    })
    fc.assert(
      fc.property(program, renaming, (code, renamed) => {
        const bound = names.map((each) => `${each} = 0\n`).join('') + code
        const other = bound.replaceAll(
          /\b[a-e]\b/g,
          (each) => renamed[names.indexOf(each as (typeof names)[number])]!,
        )
        const key = programKey(bound)
        expect(programKey(other)).toBe(key)
        expect(programKey(`# A comment\n${bound.replaceAll('    ', '  ')}\n\npass`)).toBe(key)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a',
      '=',
      '\n',
      '    ',
      'def f(',
      ')',
      ':',
      'if',
      '"',
      "'''",
      '[',
      'for',
      'in',
      '1',
      'lambda',
      'f"{',
      '}',
      '#',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect([64, undefined]).toContain(programKey(pieces.join(' '))?.length)
      }),
    )
  })
})

describe.skipIf(!areRealProgramsThere)('programKey of programs that models wrote', () => {
  it.each([
    ['gsm8k_pot_codex_fewshot', 0.99],
    ['gsm8k_tora_70b', 0.99],
  ] as const)('%s: most have one', (file, share) => {
    const keys = realPrograms(file).map(({ code }) => programKey(code))
    const found = keys.filter((key) => key !== null)
    expect(found.length / keys.length).toBeGreaterThan(share)
  })
})
