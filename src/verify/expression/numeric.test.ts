import { describe, expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { Fault } from '../budget.ts'
import { complexField, type Complex } from './complex.ts'
import type { Evaluation } from './evaluation.ts'
import type { Expression } from './expression.ts'
import { numericValue } from './numeric.ts'
import { doubles } from './reals.ts'

function at(
  domain: 'real' | 'complex',
  values: Record<string, number> = {},
  logarithm: 'common' | 'natural' = 'natural',
): Evaluation<number> {
  const point = Object.entries(values).map(([name, re]): [string, Complex<number>] => [
    name,
    { re, im: 0, error: 0 },
  ])
  const budget = { left: 1_000_000 }
  return { field: complexField(doubles, domain), point: new Map(point), logarithm, budget }
}

describe('numericValue', () => {
  // The references are those of Python's math and cmath.
  it.each([
    [String.raw`\sqrt 2`, 1.4142135623730951],
    ['x^x', 1.8371173070873836],
    ['-2^2', -4],
    [String.raw`\sqrt[3]{-8}`, -2],
    ['(-8)^{2/3}', 4],
    [String.raw`\sin 30^\circ`, 0.49999999999999994],
    [String.raw`\arcsin 0.5`, 0.5235987755982989],
    [String.raw`\operatorname{artanh} 0.5`, 0.5493061443340548],
    ['12%', 0.12],
    [String.raw`\sum_{k=1}^{10} \frac{1}{k}`, 2.9289682539682538],
    [String.raw`(-7) \bmod 3`, 2],
    ['170!', 7.257415615307999e306],
  ])('of %s is %d', (text, value) => {
    const found = numericValue(expressionOf(text), at('real', { x: 1.5 }))
    expect(found.im).toBe(0)
    expect(Math.abs(found.re - value)).toBeLessThanOrEqual(4 * found.error + 1e-300)
    expect(found.error).toBeLessThan(1e-12 * Math.abs(value))
  })

  it('reads log without a base as it is told', () => {
    const node = expressionOf(String.raw`\log 100`)
    expect(numericValue(node, at('real', {}, 'common')).re).toBeCloseTo(2, 14)
    expect(numericValue(node, at('real', {}, 'natural')).re).toBeCloseTo(Math.log(100), 14)
  })

  it('has roots and logarithms of negative numbers in the complex domain only', () => {
    for (const text of [String.raw`\sqrt{-4}`, String.raw`\ln(-1)`, String.raw`\arcsin 2`])
      expect(numericValue(expressionOf(text), at('real')).re).toBeNaN()
    const root = numericValue(expressionOf(String.raw`\sqrt{-4}`), at('complex'))
    expect([root.re, root.im]).toEqual([0, 2])
    const arcsine = numericValue(expressionOf(String.raw`\arcsin 2`), at('complex'))
    expect(arcsine.re).toBeCloseTo(Math.PI / 2, 12)
    expect(Math.abs(arcsine.im)).toBeCloseTo(1.3169578969248166, 12)
  })

  it('is not a number where a divisor may be zero within its error', () => {
    const node = expressionOf(String.raw`\frac{1}{\sqrt{2}^2 - 2}`)
    expect(numericValue(node, at('real')).re).toBeNaN()
  })

  it('does not guess the floor of what may be an integer', () => {
    const node = expressionOf(String.raw`\lfloor \sqrt{2} \cdot \sqrt{2} \rfloor`)
    expect(numericValue(node, at('real')).re).toBeNaN()
    expect(numericValue(expressionOf(String.raw`\lfloor \pi \rfloor`), at('real')).re).toBe(3)
  })

  it('takes an unknown function as one: equal for equal arguments, else different', () => {
    const value = (text: string): number =>
      numericValue(expressionOf(text), at('real', { x: 1.5 })).re
    expect(value('f(x+1)')).toBe(value('f(1+x)'))
    expect(value('f(x)')).not.toBe(value('f(x+1)'))
    expect(value('f(x)')).not.toBe(value('g(x)'))
  })

  it('throws a Fault for what has no single value', () => {
    const choice: Expression = { kind: 'plusMinus', operand: expressionOf('3'), sign: 1 }
    for (const node of [choice, expressionOf('y'), expressionOf(String.raw`\sum_{k=1}^{9999} k`)])
      expect(() => numericValue(node, at('real'))).toThrow(Fault)
    const poor = { ...at('real'), budget: { left: 10 } }
    expect(() => numericValue(expressionOf(String.raw`\sin 1`), poor)).toThrow(Fault)
  })
})
