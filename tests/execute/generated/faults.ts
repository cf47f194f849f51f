/** Ways for a program to fail: lines that raise, and slips of the pen that do not compile. */
import { integer } from './expressions.ts'
import type { Block } from './library-blocks.ts'

/** Each gives lines that raise when they are reached. */
export const raising: readonly Block[] = [
  (s) => [`${s.fresh()} = ${integer(s, 1)} / (5 - 5)`],
  (s) => [`${s.fresh()} = ${integer(s, 1)} ${s.rng.pick(['//', '%'])} 0`],
  (s) => [`${s.fresh()} = 0 ** -${s.rng.int(1, 3)}`],
  (s) => [`${s.fresh()} = number_of_${s.fresh()} + 1`],
  (s) => [`${s.fresh()} = undefined(${integer(s, 1)})`],
  (s) => [`${s.fresh()} = "the total is " + ${integer(s, 0)}`],
  (s) => [`${s.fresh()} = len(${s.rng.int(1, 9)})`],
  (s) => [`${s.fresh()} = sum(["a", "b"])`],
  (s) => [`${s.fresh()} = sorted([${s.rng.int(1, 9)}, "b", None])`],
  (s) => [`${s.fresh()} = None ${s.rng.pick(['+', '*', '<'])} 1`],
  (s) => [`${s.fresh()} = (${s.rng.int(1, 9)})(2)`],
  (s) => [`${s.fresh()} = {[1]: 2}`],
  (s) => [`${s.fresh()} = max([])`],
  (s) => [`${s.fresh()} = [1, 2, 3][${s.rng.int(3, 9)}]`],
  (s) => [`${s.fresh()} = {"a": 1}[${s.rng.pick(['"b"', '0', 'None'])}]`],
  (s) => [`${s.fresh()} = int("${s.rng.pick(['seven', '3.5', '', '1,000'])}")`],
  (s) => [`${s.fresh()}, ${s.fresh()} = 1, 2, ${s.rng.int(1, 9)}`],
  (s) => [`[1, 2].remove(${s.rng.int(3, 9)})`],
  (s) => [
    `${s.fresh()} = ${s.module('math')}.${s.rng.pick(['sqrt(-1)', 'log(0)', 'factorial(-2)', 'acos(2)'])}`,
  ],
  (s) => [`${s.fresh()} = ${s.module('math')}.exp(${s.rng.int(800, 2000)})`],
  (s) => [`${s.fresh()} = ${s.rng.int(2, 9)}.0 ** 5000`],
  (s) => [`${s.fresh()} = int(float("${s.rng.pick(['inf', 'nan'])}"))`],
  (s) => [`${s.fresh()} = (${s.rng.int(1, 9)}).append(1)`],
  (s) => [`${s.fresh()} = [3, 1].sort()[0]`],
  (s) => [`assert ${s.rng.int(1, 9)} > 10, "too few"`],
  (s) => [
    `raise ${s.rng.pick(['ValueError("no solution")', 'NotImplementedError', 'Exception("bad")', 'StopIteration', 'KeyError("k")'])}`,
  ],
  (s) => ['class NoSolution(Exception):', '    pass', `raise NoSolution(${s.rng.int(1, 9)})`],
  (s) => [`from math import ${s.fresh()}_root`],
  (s) => [`import ${s.fresh()}_solver`],
  (s) => {
    const f = s.fresh()
    return [`def ${f}(n):`, `    return ${f}(n + 1) + 1`, `${f}(0)`]
  },
  (s) => {
    const [f, n] = [s.fresh(), s.fresh()]
    return [`def ${f}():`, `    ${n} += 1`, `    return ${n}`, `${n} = 1`, `${f}()`]
  },
  (s) => {
    const f = s.fresh()
    return [
      `def ${f}(a, b):`,
      '    return a * b',
      `${f}(${s.rng.pick(['1', '1, 2, 3', 'a=1, c=2'])})`,
    ]
  },
  () => ['next(iter([]))'],
  (s) => [
    `from datetime import date`,
    `${s.fresh()} = date(2023, ${s.rng.pick(['2, 30', '13, 1', '4, 31'])})`,
  ],
  () => ['from datetime import datetime', 'datetime.strptime("5 May", "%Y-%m-%d")'],
  () => ['from decimal import Decimal', `Decimal("1,5")`],
  () => ['from decimal import Decimal', 'Decimal(1) / Decimal(0)'],
  () => ['from fractions import Fraction', 'Fraction(1, 0)'],
  () => ['import statistics', 'statistics.mean([])'],
  () => ['import sys', 'sys.exit("no answer")'],
  () => ['b"\\xff".decode("utf-8")'],
  () => ['str(10 ** 5000)'],
]

/**
 * Each spoils a program's text; where it finds nothing to spoil, it appends a line that does not
 * compile.
 */
export const slips: readonly ((code: string) => string)[] = [
  (code) => code.replace(/\)\n/, '\n'),
  (code) => code.replace(/:\n {4}/, '\n    '),
  (code) => code.replace(/ = /, ' = = '),
  (code) => code + '    x = 1\n  y = 2\n',
  (code) => code + 'x = (1 + 2\n',
  (code) => code + 'return 5 +\n',
  (code) => code + '5 = x\n',
  (code) => code + 'The answer is 42.\n',
  (code) => code + '```\n',
  (code) => code + 'x = 007\n',
  (code) => code + "text = 'unfinished\n",
  (code) => code + 'def f(a, a):\n    pass\n',
  (code) => code + 'break\n',
]
