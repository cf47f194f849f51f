import { describe, expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { Fault } from '../budget.ts'
import { identical } from './identity.ts'

function outcomes(a: string, b: string, left = 2_000_000): string[] {
  const [x, y] = [expressionOf(a), expressionOf(b)]
  return [
    identical(x, y, { budget: { left }, logarithm: 'natural' }),
    identical(y, x, { budget: { left }, logarithm: 'natural' }),
  ]
}

describe('identical', () => {
  it.each([
    ['a rational function', '(x+1)^2', 'x^2+2x+1'],
    ['one with a gap', String.raw`\frac{x^2-1}{x-1}`, 'x+1'],
    ['nested radicals', String.raw`\sqrt{5+2\sqrt6}`, String.raw`\sqrt2+\sqrt3`],
    ['functions', String.raw`\sin^2 x+\cos^2 x`, '1'],
    ['values at integers', String.raw`\binom{n}{2}`, String.raw`\frac{n(n-1)}{2}`],
    ['a sum over an index', String.raw`\sum_{k=1}^{n} k`, String.raw`\frac{n(n+1)}{2}`],
    ['complex numbers', String.raw`|z|^2`, String.raw`z\overline{z}`],
    ['powers of minus one', '(-1)^{n+2}', '(-1)^n'],
    ['numbers beyond doubles', '2^{2000} + 1', '4^{1000} + 1'],
  ])('says equal of %s', (_, a, b) => {
    expect(outcomes(a, b)).toEqual(['equal', 'equal'])
  })

  it.each([
    ['a sign', String.raw`\sqrt{x^2}`, 'x'],
    ['a piece far out', String.raw`\max(x, 100)`, '100'],
    ['what doubles do not show', String.raw`\sqrt{x} + 10^{-20}`, String.raw`\sqrt{x}`],
    ['a digit beyond doubles', '2^{2000} + 1', '2^{2000}'],
    ['a digit beyond the first 60', String.raw`\sqrt{2} + 10^{-80}`, String.raw`\sqrt{2}`],
    ['another symbol', 'x^2', 'y^2'],
    ['integers alone', '2^{n+1}', '2^n'],
    ['a constant', String.raw`\frac{355}{113}`, String.raw`\pi`],
  ])('says different for %s', (_, a, b) => {
    expect(outcomes(a, b)).toEqual(['different', 'different'])
  })

  it.each([
    ['nothing is defined', String.raw`\frac{x}{0}`, String.raw`\frac{2x}{0}`],
    ['no digits suffice', '1', String.raw`2^{\frac{1}{2^{1000}}}`],
  ])('says unknown where %s', (_, a, b) => {
    expect(outcomes(a, b)).toEqual(['unknown', 'unknown'])
  })

  it('stops at the end of the budget', () => {
    expect(() => outcomes(String.raw`\sin x`, String.raw`\cos x`, 100)).toThrow(Fault)
  })
})
