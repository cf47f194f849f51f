import { describe, expect, it } from 'vitest'
import { money } from './money.ts'

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [1, '$1.00'],
    [12.345, '$12.35'],
    [0.5, '$0.50'],
    [0.0042, '$0.0042'],
    [0.00000123, '$0.0000012'],
    [1e-12, '$0.00000000'],
  ])('%d is %s', (dollars, text) => expect(money(dollars)).toBe(text))
})
