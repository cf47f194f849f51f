/** What of a prelude is left out, and when nothing is. */
import { expect, it } from 'vitest'
import { preludeFor } from './prelude.ts'

const prelude = `# What programs use.
import math
import numpy as np
from sympy import Symbol, solve as find  # algebra

def solve_it(equation, variable):
    """The first solution."""

    return find(equation, variable, dict=True)[0]

digits = 2
def rounded(value, places=2):
    return round(value, digits)
`

const lines = (rest: string, text = prelude): number[] =>
  preludeFor(text)(rest)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]))

it('keeps what the program mentions, in its line, and what that needs', () => {
  expect(lines('ans = 1')).toEqual([11])
  expect(lines('ans = math.sqrt(2)')).toEqual([2, 11])
  expect(lines('ans = numpy.sqrt(2)')).toEqual([11])
  expect(lines('ans = np.sqrt(2)')).toEqual([3, 11])
  expect(lines('x = solve_it(y, z)')).toEqual([4, 6, 7, 9, 11])
  expect(lines('ans = rounded(1)')).toEqual([11, 12, 13])
  expect(preludeFor('import math\nimport numpy as np\n')('ans = 1')).toBe('')
})

it.each([
  'ans = eval(input())',
  'print(globals())',
  'import sys\nprint(sys.modules)',
  'from __main__ import f',
  'x.__dict__',
])('keeps all where a program may see what it does not name: %s', (rest) => {
  expect(preludeFor(prelude)(rest)).toBe(prelude)
})

it.each([
  'import math\nprint(1)',
  'import math\nfrom math import (\n  sqrt,\n)',
  'import math\n@wrapped\ndef f():\n  pass',
  'import math\ndef f():\n  """\nimport numpy\n  """',
  'import math, \\\n  re',
  'x = (\n  1)\nimport math',
  '  import math',
  'import math\nif True:\n  import numpy',
  'import math\ndef f(x=[print(1)]):\n  pass',
  'import math\nx = """',
])('keeps all where it cannot tell statements apart: %j', (text) => {
  expect(preludeFor(text)('ans = 1')).toBe(text)
})

it('keeps imports that may fail or do something', () => {
  expect(lines('ans = 1', 'import nosuch\nimport math\nfrom antigravity import x')).toEqual([1, 3])
  expect(lines('ans = 1', 'import math, nosuch\nimport re\nfrom math import *')).toEqual([1, 3])
})
