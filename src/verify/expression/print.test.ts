import { expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { printExpression } from './print.ts'

it.each([
  ['1+2x', '(1+(2*x))'],
  ['-x^2', '-(x^2)'],
  ['(-x)^2', '(-x^2)'],
  ['a/b/c', '((a/b)/c)'],
  ['a/(b/c)', '(a/(b/c))'],
  [String.raw`\sqrt[3]{x}`, 'root(x,3)'],
  ['50%', '50%'],
  [String.raw`\begin{pmatrix}1 & x\\0 & 2\end{pmatrix}`, '[[1,x],[0,2]]'],
])('%s is printed as %s', (text, printed) => {
  expect(printExpression(expressionOf(text))).toBe(printed)
})

it('says nothing of how a number was written', () => {
  expect(printExpression(expressionOf('0.50'))).toBe('1/2')
  expect(printExpression(expressionOf('1,000.0'))).toBe('1000')
})
