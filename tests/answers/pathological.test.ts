/**
 * Answers that would take forever, or break a reader: each comparison ends, is never `equal` by
 * mistake, and is the same in either order.
 */
import { describe, expect, test } from 'vitest'
import { compareAnswers, policies } from '../../src/verify/index.ts'
import { maxAnswerLength } from '../../src/verify/read/parse-answer.ts'
import { sliceOf } from '../support/slice-of.ts'

const timeout = 120_000
/** Each commit draws one slice of so many. */
const slices = 6
const isFull = process.env['RECKONER_FUZZ'] !== undefined

/** As many repetitions as fit into an answer. */
const filled = (part: string, before = '', after = ''): string =>
  before +
  part.repeat(Math.floor((maxAnswerLength - before.length - after.length) / part.length)) +
  after

const list = (count: number, item: (index: number) => string, separator = ', '): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator)

function expectBounded(
  a: string,
  b: string,
  expected: readonly string[] = ['different', 'unknown'],
): void {
  const { outcome } = compareAnswers(a, b, policies.evaluation)
  expect(expected).toContain(outcome)
  expect(compareAnswers(b, a, policies.evaluation).outcome).toBe(outcome)
  expect(expected).toContain(compareAnswers(a, b, policies.reward).outcome)
}

/** Numbers that cannot be written out, or are too close to each other, or too long. */
const numbers: readonly [string, string][] = [
  ['1', '9^{9^{9^{9}}}'],
  ['9^{9^{9^9}}', '9^{9^{9^9}}+1'],
  ['10^{10^{10}}!', '0'],
  ['\\binom{10^9}{5\\cdot10^8}', '1'],
  ['\\binom{10^9}{5\\cdot10^8}', '\\binom{10^9}{5\\cdot10^8}+1'],
  ['((((3!)!)!)!)', '\\infty'],
  ['1e999999', '1e999998'],
  ['1e999999', '\\infty'],
  ['1e-999999', '0'],
  ['10^{-4000}', '0'],
  ['e^{-10^6}', '0'],
  ['1e400', '2e400'],
  ['2^{199999}', '2^{199998}'],
  ['\\frac{1}{2004!}', '\\frac{1}{2006!}'],
  ['\\sin(10^{22})', '0'],
  ['\\sum_{k=1}^{10^9} \\frac{1}{k}', '21'],
  ['\\sum_{k=1}^{1000}\\sum_{j=1}^{1000}\\sum_{m=1}^{1000} 1', '1'],
  ['\\sum_{k=10}^{30}871.07^{899}', '1'],
  ['\\prod_{k=1}^{10^9} k', '0'],
  ['x^{10^6}', 'x^{10^6+1}'],
  ['(x+y+z+w)^{1000}', '(x+y+z+w)^{1001}'],
  ['\\frac{0}{0}', '1'],
  ['\\infty-\\infty', '0'],
  ['0=0', '1=1+0'],
  ['3'.repeat(4_000), `${'3'.repeat(3_999)}4`],
  [
    `\\frac{${'7'.repeat(2_000)}}{${'9'.repeat(2_000)}}`,
    `\\frac{${'7'.repeat(1_999)}8}{${'9'.repeat(2_000)}}`,
  ],
  [`0.${'123456789'.repeat(400)}`, `0.${'123456789'.repeat(400)}1`],
  [`${'8'.repeat(2_000)}^{99999}`, '1'],
  [`\\sqrt{${'5'.repeat(4_000)}}`, '2'],
]

describe('numbers', () => {
  test.each(sliceOf(numbers, slices))('%.60s and %.60s', { timeout }, (a, b) => expectBounded(a, b))
})

/** What opens and closes, nested until the answer is full, or until reading gives up. */
const nests: readonly [string, string][] = [
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
  ['\\{', '\\}'],
  ['|', '|'],
  ['\\frac{', '}{2}'],
  ['\\frac{1}{', '}'],
  ['\\sqrt{', '}'],
  ['2^{', '}'],
  ['x_{', '}'],
  ['e^{', '}'],
  ['\\sin(', ')'],
  ['\\exp(', ')'],
  ['f(', ')'],
  ['a(', ')'],
  ['C_{', '}'],
  ['-(', ')'],
  ['\\left(', '\\right)'],
  ['\\text{', '}'],
  ['\\mathbf{', '}'],
  ['\\boxed{', '}'],
  ['\\log_{', '}2'],
  ['\\max(1,', ')'],
  ['\\binom{', '}{2}'],
  ['\\sum_{k=1}^{2}(', ')'],
  ['\\sum_{k=1}^{', '}k'],
  ['\\{x|', '\\}'],
  ['\\begin{matrix}', '\\end{matrix}'],
  ['\\overline{', '}'],
]

describe('nests', () => {
  test.each(sliceOf(nests, slices))('%s…%s', { timeout }, (opening, closing) => {
    for (const depth of [12, 40, 78, 10_000]) {
      const count =
        depth > 1_000
          ? depth
          : Math.min(depth, Math.floor(4_000 / (opening.length + closing.length)))
      const [a, b] = ['x', 'y'].map(
        (inner) => opening.repeat(count) + inner + closing.repeat(count),
      )
      expectBounded(a!, b!)
    }
    expectBounded(filled(opening), 'x')
    expectBounded(filled(opening, 'x'), filled(opening, 'y'))
  })
})

/** Parts that bait readers and regular expressions when they are repeated. */
const parts = [
  ..."! % ' ^2 _1 /2 /x +1 - -1 *2 \\cdot^ ^{2} \\pm1 $ \\$ \\\\ \\, ~ | || |x| x ab abcd sinx \\sin \\frac \\frac12 \\sqrt 1, ,111".split(
    ' ',
  ),
  ...'.111 0.333... 1/ ½ ² ± =x <x ,x :2 \\bmod3 \\cup1 \\over2 \\choose2 \\text{ \\text{ab} \\mathrm{x} \\begin{matrix} \\hline'.split(
    ' ',
  ),
  ' ',
  '$ ',
  '\\ ',
  ' mod 3',
  ' apples',
  ' 111',
  'A. ',
  'A, ',
  ' and x',
  ' or ',
  'a-',
  'a b ',
  '\n',
  '\u0301',
  '\ud800',
  '\0',
  '\f',
  'the ',
  'answer is ',
  'no ',
  '**',
  '`',
  '"',
  '...',
  '.,;',
  '\\left',
  '\\left.',
  '\\begin{',
  '\\end{matrix}',
  '1e',
  '_{',
  '^\\circ',
]

describe('repetitions', () => {
  test.each(sliceOf(parts, slices))('%j', { timeout }, (part) => {
    // Behind 5, they may be blanks or marks that change nothing, so that only an answer that is far
    // from it must differ.
    expectBounded(filled(part, '5'), '\\sqrt{17}+z')
    expectBounded(filled(part, 'x'), filled(part, '1+q'), ['different', 'unknown', 'equal'])
    expectBounded(filled(part), 'z+17')
    expectBounded(filled(part, '\\boxed{', '}'), 'z+17')
    expectBounded(part.repeat(Math.ceil(1_000_000 / part.length)), 'z+17')
  })
})

const items: readonly ((index: number) => string)[] = [
  (n) => `x+${n}`,
  (n) => `x_${n}`,
  (n) => `\\sin ${n}`,
  (n) => `\\sqrt{x+${n}}`,
  (n) => `\\pi/${n + 1}`,
  (n) => `e^{${n}}`,
  (n) => `${n}^\\circ`,
  (n) => `7e${4_000 + n}`,
  (n) => `1.5e-${4_000 + n}`,
  (n) => `2^{${19_999 - n}}`,
  (n) => `f(${n})`,
  (n) => `${n}i`,
  (n) => `(${n},x)`,
  (n) => `x<${n}`,
  (n) => `x^2=${n}`,
  (n) => `\\pm ${n}`,
  (n) => `\\sum_{k=1}^{${1_000 + n}}k`,
]

describe('long lists', () => {
  const separators = [', ', '\\cup ', '+', '\\cdot ', ' or ']
  const numbered = items.map((item, index) => [item(1), item, index] as const)
  test.each(sliceOf(numbered, slices))('of %s', { timeout }, (_, item, at) => {
    for (const separator of isFull
      ? separators
      : [separators[at % 5]!, separators[(at + 1) % 5]!]) {
      let count = 500
      while (list(count + 1, item, separator).length > maxAnswerLength)
        count = Math.floor(count * 0.95)
      const all = list(count, item, separator)
      const shuffled = list(count, (index) => item((index * 7_919 + 3) % count), separator)
      expectBounded(all, shuffled, ['equal', 'different', 'unknown'])
      expectBounded(all, '\\sqrt{17}+z')
      if (separator.length > 2)
        expectBounded(
          all,
          '\\{x|x>2\\}',
          separator === ' or ' ? ['equal', 'different', 'unknown'] : undefined,
        )
    }
  })

  test('of matrices, and matrices of many cells', { timeout }, () => {
    const row = list(16, (index) => `${index}x`, '&')
    const [small, large] = [16, 60].map(
      (count) => `\\begin{pmatrix}${list(count, () => row, '\\\\')}\\end{pmatrix}`,
    )
    expectBounded(small!, small!.replace('15x&', '14x&').replace(/15x(?!.*15x)/s, '16x'))
    expectBounded(large!, 'z')
    expectBounded(
      list(12, () => '\\begin{pmatrix}1&x\\\\x&2\\end{pmatrix}', ''),
      'z',
    )
    expectBounded(
      `\\begin{vmatrix}${list(10, () => list(10, (index) => `${index}`, '&'), '\\\\')}\\end{vmatrix}`,
      '0',
    )
  })
})
