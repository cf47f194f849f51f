import { describe, expect, it } from 'vitest'
import { answerText, readPythonValue } from './python-value.ts'

const written = (source: string): string | null => {
  const value = readPythonValue(source)
  return value === null ? null : answerText(value)
}

describe('a value of Python as an answer', () => {
  it.each([
    ['42', '42'],
    ['-7', '-7'],
    ['1_234', '1234'],
    ['18.0', '18.0'],
    ['1e-07', '1e-07'],
    ['inf', '\\infty'],
    ['-inf', '-\\infty'],
    ['nan', 'nan'],
    ['True', 'True'],
    ['None', 'None'],
    ['1j', 'i'],
    ['(-0-1j)', '-i'],
    ['(3+4j)', '3+4i'],
    ['(0.5-0.25j)', '0.5-0.25i'],
    ['(1e-05+2j)', '1e-05+2i'],
    ['(3+0j)', '3'],
    ["'B'", 'B'],
    ['"it\'s"', "it's"],
    ['[-2, 2]', '-2, 2'],
    ['[5]', '5'],
    ['[]', '\\emptyset'],
    ['set()', '\\emptyset'],
    ['(3, 4)', '(3, 4)'],
    ['(3,)', '3'],
    ['{1, 2}', '\\{1, 2\\}'],
    ['frozenset({1, 2})', '\\{1, 2\\}'],
    ['[(1, 2), (3, 4)]', '(1, 2), (3, 4)'],
    ['[[1, 2], [3, 4]]', '[[1, 2], [3, 4]]'],
    ["['A', 'B']", 'A, B'],
    ["{'x': 3}", '3'],
    ["{'x': 3, 'y': 4}", null],
    ['{}', null],
    ['Fraction(-1, 3)', '-1/3'],
    ['[Fraction(1, 3), Fraction(2, 3)]', '1/3, 2/3'],
    ["Decimal('0.50')", '0.50'],
    ['np.float64(3.5)', '3.5'],
    ['[np.int64(1), np.int64(2)]', '1, 2'],
    ['array([1, 2])', '1, 2'],
    ['deque([1, 2])', '1, 2'],
    ["Counter({'a': 3})", '3'],
    ['dict_values([1, 2])', '1, 2'],
    ['[-sqrt(2), sqrt(2)]', '-sqrt(2), sqrt(2)'],
    ['x**2 + f(x, y)', 'x**2 + f(x, y)'],
    ['[x**2 + f(x, y), 3]', 'x**2 + f(x, y), 3'],
  ])('%s is %s', (source, expected) => {
    expect(written(source)).toBe(expected)
  })

  it.each([
    '',
    '[',
    '[1, 2',
    '(((',
    ']',
    '1, 2',
    '[1 2]x]',
    '"open',
    `${'['.repeat(50)}${']'.repeat(50)}`,
  ])('reads %j without harm', (source) => {
    expect(() => written(source)).not.toThrow()
  })

  it.each(['[', '(', '{', "'", '\\', '1,', '[1,', 'a(', '1j+', '-', '_', '9', '{1:', ' ', '[],'])(
    'takes linear time for %j again and again',
    (part) => {
      const start = performance.now()
      written(part.repeat(19_000 / part.length))
      written(`[${part.repeat(19_000 / part.length)}]`)
      expect(performance.now() - start).toBeLessThan(1_000)
    },
  )
})
