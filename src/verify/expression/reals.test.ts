import { describe, expect, it } from 'vitest'
import { Fault } from '../budget.ts'
import { decimals, doubles, toDouble, type Loss } from './reals.ts'

describe('toDouble', () => {
  it('is right where numerator and denominator overflow alone', () => {
    const huge = 10n ** 400n
    expect(toDouble({ numerator: 3n * huge, denominator: 2n * huge })).toBe(1.5)
    expect(toDouble({ numerator: -huge, denominator: 1n })).toBe(-Infinity)
    expect(toDouble({ numerator: 1n, denominator: 3n })).toBe(1 / 3)
  })
})

describe('decimals', () => {
  it('hold as many digits as asked for', () => {
    const { sqrt, fromNumber, pi } = decimals(60, { occurred: false })
    // OEIS A002193 and A000796.
    expect(sqrt(fromNumber(2)).toString()).toBe(
      '1.41421356237309504880168872420969807856967187537694807317668',
    )
    expect(pi.toString()).toBe('3.14159265358979323846264338327950288419716939937510582097494')
  })

  it('note where a number is too small beside another to change it', () => {
    const loss: Loss = { occurred: false }
    const { noteSum, fromNumber } = decimals(60, loss)
    noteSum(fromNumber(1), fromNumber(1e-60))
    expect(loss.occurred).toBe(false)
    noteSum(fromNumber(1), fromNumber(0))
    expect(loss.occurred).toBe(false)
    noteSum(fromNumber(1), fromNumber(1e-80))
    expect(loss.occurred).toBe(true)
  })

  it('refuse exponentials and sines of what is too large', () => {
    const { exp, sin, fromNumber } = decimals(60, { occurred: false })
    expect(() => exp(fromNumber(1e16))).toThrow(Fault)
    expect(() => sin(fromNumber(-1e16))).toThrow(Fault)
  })
})

it('a function costs more than an operation, and digits more than doubles', () => {
  const cost = (reals: Pick<typeof doubles, 'charge'>, kind: 'arithmetic' | 'function'): number => {
    const budget = { left: 1_000_000 }
    reals.charge(1, kind, budget)
    return 1_000_000 - budget.left
  }
  const many = decimals(100, { occurred: false })
  const costs = [
    cost(doubles, 'arithmetic'),
    cost(doubles, 'function'),
    cost(many, 'arithmetic'),
    cost(many, 'function'),
  ]
  expect(costs).toEqual(costs.toSorted((a, b) => a - b))
})
