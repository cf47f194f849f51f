import { describe, expect, it } from 'vitest'
import { formatRational } from '../../core/index.ts'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { Fault } from '../budget.ts'
import { exactValue, lowestTerms, sameRational, words } from './exact.ts'

const point = new Map([
  ['x', { numerator: 2n, denominator: 3n }],
  ['n', { numerator: 4n, denominator: 1n }],
])

function shown(text: string): string | null {
  const value = exactValue(expressionOf(text), point, { left: 200_000 })
  return value && formatRational(value)
}

describe('exactValue', () => {
  it.each([
    [String.raw`\frac{1}{3} + \frac{1}{6}`, '1/2'],
    ['x^2 - 1', '-5/9'],
    ['x^{-2}', '9/4'],
    [String.raw`\sqrt{\frac{9}{4}}`, '3/2'],
    [String.raw`\sqrt[3]{-8}`, '-2'],
    ['8^{2/3}', '4'],
    [String.raw`\log_2 1024`, '10'],
    [String.raw`\log_4 8`, null],
    [String.raw`\binom{n}{2}`, '6'],
    [String.raw`\binom{2}{5}`, '0'],
    ['n!', '24'],
    [String.raw`\lfloor -x \rfloor`, '-1'],
    [String.raw`\lceil -x \rceil`, '0'],
    [String.raw`(-7) \bmod 3`, '2'],
    [String.raw`\gcd(12, 18)`, '6'],
    [String.raw`\operatorname{lcm}(4, 6)`, '12'],
    [String.raw`\sum_{k=1}^{n} k^2`, '30'],
    [String.raw`\prod_{k=1}^{n} k`, '24'],
    ['12.5%', '1/8'],
  ])('of %s is %s', (text, value) => {
    expect(shown(text)).toBe(value)
  })

  it.each([
    ['an irrational root', String.raw`\sqrt 2`],
    ['an even root of a negative number', String.raw`\sqrt{-4}`],
    ['a constant', String.raw`\pi - \pi`],
    ['a symbol without a value', 'y'],
    ['a division by zero', String.raw`\frac{1}{x - \frac{2}{3}}`],
    ['zero to the power of zero', '0^0'],
    ['a factorial of a fraction', 'x!'],
    ['a number too large to be written out', '9^{9^{9}}'],
  ])('is null for %s', (_, text) => {
    expect(shown(text)).toBeNull()
  })

  it('does no work that the budget does not hold', () => {
    const node = expressionOf('3^{100000}')
    expect(() => exactValue(node, point, { left: 100 })).toThrow(Fault)
    expect(() => exactValue(expressionOf(String.raw`\sum_{k=1}^{5000} k`), point, big())).toThrow(
      'a series has too many terms',
    )
  })
})

const big = (): { left: number } => ({ left: 10_000_000 })

it('rationals that are not in lowest terms are compared by value', () => {
  const half = { numerator: 1n, denominator: 2n }
  expect(sameRational(half, { numerator: 3n, denominator: 6n }, big())).toBe(true)
  expect(sameRational(half, { numerator: 3n, denominator: 7n }, big())).toBe(false)
  expect(lowestTerms({ numerator: -6n, denominator: 4n }, big())).toEqual({
    numerator: -3n,
    denominator: 2n,
  })
})

it('a number takes one word for about 64 bits', () => {
  expect([1n, -(2n ** 61n), 2n ** 64n - 1n, 2n ** 64n, 2n ** 640n].map(words)).toEqual([
    1, 1, 1, 2, 11,
  ])
})
