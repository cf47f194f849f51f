/** What the fast tier leaves to CPython, and that no input makes it throw or run on. */

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { evaluateProgram } from './evaluate.ts'

const limits = { outputBytes: 65_536 }

test.each([
  ['values with an address', 'ans = lambda: 1'],
  ['a generator as the value', 'ans = (x for x in [1])'],
  ['sets', 'ans = {1, 2}'],
  ['classes', 'class A:\n    pass\nans = 1'],
  ['exceptions that are caught', 'try:\n    ans = 1 / 0\nexcept ZeroDivisionError:\n    ans = 0'],
  ['syntax errors', 'ans = = 1'],
  ['indentation errors', '  ans = 1'],
  ['tabs that indent', 'if 1:\n\tans = 1'],
  ['carriage returns', 'ans = 1\r\n'],
  ['zeros', 'ans = 1\0'],
  ['identifiers that Python normalizes', 'é = 1\nans = é'],
  ['characters beyond the BMP', 'ans = len("😀")'],
  ['escapes that Python warns of', 'ans = "\\d"'],
  ['identity with literals, of which Python warns', 'x = 1\nans = x is 1'],
  ['calls of literals, of which Python warns', 'ans = 1()'],
  ['subscripts of literals, of which Python warns', 'ans = [1]["a"]'],
  ['inversion of bools, of which Python warns', 'ans = ~True'],
  ['octal literals of Python 2', 'ans = 012'],
  ['imaginary numbers', 'ans = 1j'],
  ['complex powers', 'ans = (-8) ** 0.5'],
  ['overflow, which each C library reports in its own words', 'ans = 2.0 ** 5000'],
  ['functions whose last bit depends on the C library', 'import math\nans = math.sin(1)'],
  ['modules that may be there', 'import numpy as np\nans = 1'],
  ['members of modules that are not known', 'import statistics\nans = statistics.mean([1, 2])'],
  ['builtins that are not known', 'ans = eval("1")'],
  ['printing too much', 'print("x" * 70000)'],
  ['a value that is too long', 'ans = "x" * 70000'],
  ['ints that are too long to write', 'ans = 10 ** 5000'],
  ['huge powers', 'ans = 9 ** 9 ** 9 ** 9'],
  ['huge shifts', 'ans = 1 << 10 ** 10'],
  ['huge strings', 'ans = "x" * 10 ** 9'],
  ['huge lists', 'ans = len([0] * 10 ** 9)'],
  ['huge ranges', 'ans = list(range(10 ** 12))'],
  ['loops without an end', 'while True:\n    pass'],
  ['iterators without an end', 'x = [1]\nfor i in x:\n    x.append(i)'],
  ['recursion without an end', 'def f():\n    return f()\nf()'],
  ['lists that hold themselves', 'x = []\nx.append(x)\nans = x'],
  ['lists that grow by doubling', 'x = "ab"\nwhile True:\n    x += x'],
  [
    'lists that hold themselves many times',
    'x = [1]\nfor i in range(64):\n    x = [x, x]\nans = str(x)',
  ],
  ['squares of squares', 'x = 3\nwhile True:\n    x *= x'],
  [
    'names that CPython 3.14.2 mixes up when it inlines',
    'def g(a):\n    return (lambda: [[a for a in [1]], (lambda: a)()])()\nans = g(9)',
  ],
  ['a chain of comparisons with identity, of which Python may warn', 'x = 1\nans = x == 1 is None'],
  ['half a surrogate pair in a comment', '#\ud800\nans = 1'],
  ['calls of modules, for which Python has advice', 'import datetime\nans = datetime(2020, 1, 1)'],
  ['modules compared', 'import re as a\nimport re as b\nans = a == b'],
  ['iterators of a class that depends on the value', 'ans = iter("é") + 1'],
  [
    'the end of an iterator, which may end another',
    'it = iter([1])\nans = list(map(lambda x: next(it), [1, 2]))',
  ],
  [
    'the end of an iterator, in a generator',
    'it = iter([1])\nans = list(next(it) for x in [1, 2])',
  ],
  ['separators of ASCII around a number', 'ans = int("\\x1c12")'],
  ['items of dicts looked for', 'ans = ([1], 2) in {1: 2}.items()'],
  ['separators of digits where they do not go', 'ans = f"{5:,x}"'],
  [
    'sums of floats that start from a bool, which are not compensated',
    'ans = sum([0.1] * 10, True)',
  ],
  ['logarithms of huge ints', 'import math\nans = math.log(10**400), math.log2(10**400)'],
  ['exact sums that overflow on the way', 'import math\nans = math.fsum([1e308, 1e308, -1e308])'],
  ['logarithms out of range', 'import math\nans = math.log(-1, "a")'],
  ['dicts that change while they are iterated', 'd = {1: 1}\nfor k in d:\n    d[k + 1] = 1'],
])('leaves to CPython: %s', (_what, code) => {
  expect(evaluateProgram(code, limits)).toBeNull()
})

test('raises for a module only where it is known to be missing', () => {
  const code = 'import math\nimport numpy as np\nx = np.pi\n'
  const outcome = evaluateProgram(code, { ...limits, missingModules: new Set(['numpy']) })
  expect(outcome?.error).toEqual({
    type: 'ModuleNotFoundError',
    message: "No module named 'numpy'",
    line: 3,
  })
  expect(evaluateProgram(code, limits)).toBeNull()
})

test('keeps names of the program apart from properties of objects', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf']) {
    expect(evaluateProgram(`ans = ${name}`, limits)?.error?.message).toBe(
      `name '${name}' is not defined`,
    )
    expect(evaluateProgram(`d = {}\nans = d["${name}"]`, limits)?.error?.type).toBe('KeyError')
    expect(evaluateProgram(`ans = "".${name}`, limits)?.error?.type).toBe('AttributeError')
    expect(evaluateProgram(`import math\nans = math.${name}`, limits)).toBeNull()
  }
  expect(evaluateProgram('ans = __proto__', limits)).toBeNull()
  expect(evaluateProgram('d = {"__proto__": 1}\nans = d', limits)?.value).toBe("{'__proto__': 1}")
})

const deep = 100_000

test.each([
  ['parentheses', '('.repeat(deep)],
  ['closed parentheses', `ans = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
  ['lists', `ans = ${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['signs', `ans = ${'-'.repeat(deep)}1`],
  ['nots', `ans = ${'not '.repeat(deep)}1`],
  ['sums', `ans = ${'1+'.repeat(deep)}1`],
  ['powers', `ans = ${'1**'.repeat(deep)}1`],
  ['comparisons', `ans = ${'1<'.repeat(deep)}1`],
  ['subscripts', `ans = x${'[0]'.repeat(deep)}`],
  ['lambdas', `ans = ${'lambda:'.repeat(deep)}1`],
  ['conditions', `ans = ${'1 if 1 else '.repeat(deep)}1`],
  ['branches', `if 1:\n pass\n${'elif 1:\n pass\n'.repeat(deep)}`],
  ['blocks on a line', 'if 1:'.repeat(deep)],
  ['f-strings', `ans = ${'f"{'.repeat(deep)}`],
  ['strings', `ans = ${'"" '.repeat(deep)}`],
  ['blanks', ' '.repeat(2 ** 20)],
  ['digits', `ans = ${'1'.repeat(2 ** 20 - 6)}`],
  ['digits of a float', `ans = ${'1_'.repeat(500_000)}.5`],
  ['a string', `ans = "${'\\n'.repeat(500_000)}"`],
  ['a comment', `#${'x'.repeat(2 ** 20 - 1)}`],
  ['dots', `import ${'a.'.repeat(deep)}a`],
  ['targets', `${'a='.repeat(deep)}1`],
  ['parameters', `def f(${'a,'.repeat(deep)}): pass`],
])('ends soon on very much of the same: %s', (_what, code) => {
  expect(() => evaluateProgram(code, limits)).not.toThrow()
})

const words = (
  'def solution ( ) : return x y ans = == + - * / // % ** < > <= 1 2 0.5 "a" \'b\' f"{x}" [ ] { } , . if elif else for in while range ' +
  'print len sum math import from lambda and or not None True is break continue pass += -= round max min int str append 10**9 1e308 \n'
).split(' ')

test('ends with an outcome or null on any text', () => {
  const program = fc
    .array(fc.constantFrom(...words, '\n', '\n    ', '\n        '), { maxLength: 60 })
    .map((parts) => parts.join(' '))
  const lines = fc.array(
    fc.constantFrom(
      'x = 1',
      'y = x / 2',
      'x += y',
      'print(x, y)',
      'for x in [1, 2, y]:',
      '    y = x ** 2',
      '    print(f"{y:.2f}")',
      'ans = x',
    ),
    { maxLength: 12 },
  )
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    program,
    lines.map((parts) => parts.join('\n')),
  )
  fc.assert(
    fc.property(any, (code) => {
      const outcome = evaluateProgram(code, { ...limits, maxSteps: 20_000 })
      expect(
        outcome === null ||
          outcome.status === 'ok' ||
          (outcome.status === 'error' && outcome.error !== null),
      ).toBe(true)
      // A run is a function of its program.
      expect(evaluateProgram(code, { ...limits, maxSteps: 20_000 })).toEqual(outcome)
    }),
    { numRuns: 2_000 },
  )
})
