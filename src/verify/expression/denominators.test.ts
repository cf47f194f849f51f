import { expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { withoutDenominators } from './denominators.ts'
import { difference } from './expression.ts'
import { identical } from './identity.ts'
import { printExpression } from './print.ts'

it.each([
  ['y - 1/x', 'x y - 1'],
  [String.raw`\frac{a}{b} + \frac{c}{d}`, 'a d + b c'],
  [String.raw`\frac{1}{1+\frac{1}{x}}`, 'x'],
  [String.raw`x^{-2} - y`, '1 - x^2 y'],
  [String.raw`-\frac{x}{y}`, '-x'],
  [String.raw`\frac{a}{b} \cdot \frac{c}{d} - y`, 'a c - b d y'],
])('%s has the numerator %s', (text, top) => {
  const found = withoutDenominators(expressionOf(text))
  const options = { budget: { left: 100_000 }, logarithm: 'natural' } as const
  expect(identical(found, expressionOf(top), options)).toBe('equal')
})

it.each([String.raw`\sqrt{\frac{1}{x}}`, String.raw`\sin\frac{1}{x}`, 'x^{-n}'])(
  '%s stays whole',
  (text) => {
    const node = expressionOf(text)
    expect(printExpression(withoutDenominators(node))).toBe(printExpression(node))
  },
)

it('keeps the denominators that cancel nothing: x/x - 1 is zero over x', () => {
  const node = difference(expressionOf(String.raw`\frac{x}{x}`), expressionOf('1'))
  expect(printExpression(withoutDenominators(node))).toBe('(x+(-1*x))')
})
