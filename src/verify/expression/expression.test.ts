import { describe, expect, it } from 'vitest'
import { expressionOf } from '../../../tests/support/expression-of.ts'
import { freeSymbols, integer, operands, some, substitute, symbol } from './expression.ts'
import { printExpression } from './print.ts'

describe('freeSymbols', () => {
  it.each([
    ['x y + x', ['x', 'y']],
    [String.raw`\sum_{k=1}^{n} k x`, ['n', 'x']],
    // The bound of the series is outside of it: this k is another one.
    [String.raw`k + \sum_{k=1}^{3} k`, ['k']],
    [String.raw`\pi e^{2}`, []],
  ])('of %s are %j', (text, names) => {
    expect([...freeSymbols(expressionOf(text))].toSorted()).toEqual(names)
  })
})

describe('substitute', () => {
  it('replaces every occurrence at once, so that symbols can be exchanged', () => {
    const swap = new Map([
      ['x', symbol('y')],
      ['y', symbol('x')],
    ])
    expect(printExpression(substitute(expressionOf('x^2 - 3y'), swap))).toBe('((y^2)+-(3*x))')
  })

  it('leaves the tree that it was given as it was', () => {
    const tree = expressionOf('x+1')
    substitute(tree, new Map([['x', integer(5n)]]))
    expect(printExpression(tree)).toBe('(x+1)')
  })
})

describe('operands', () => {
  it('are in the order in which they are written', () => {
    expect(operands(expressionOf('a - b')).map(printExpression)).toEqual(['a', '-b'])
    expect(operands(expressionOf(String.raw`\sqrt[n]{x}`)).map(printExpression)).toEqual(['x', 'n'])
  })
})

describe('some', () => {
  it('looks at the node itself and at all below', () => {
    const tree = expressionOf(String.raw`1 + \frac{2}{\sin x}`)
    expect(some(tree, ({ kind }) => kind === 'sum')).toBe(true)
    expect(some(tree, ({ kind }) => kind === 'call')).toBe(true)
    expect(some(tree, ({ kind }) => kind === 'root')).toBe(false)
  })
})
