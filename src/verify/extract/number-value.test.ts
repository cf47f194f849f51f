import { expect, it } from 'vitest'
import { formatRational } from '../../core/index.ts'
import { numberValue, onlyNumber } from './number-value.ts'

it.each([
  ['$1,080.50', '2161/2'],
  ['x = 3/4', '3/4'],
  [String.raw`\frac{3}{4}`, '3/4'],
  ['60%', '60'],
  ['**18** apples', '18'],
  ['1 1/2 cups', '3/2'],
  ['2 = 3 = 4', '4'],
])('the number of %s is %s', (text, value) => {
  expect(formatRational(numberValue(text)!)).toBe(value)
})

it.each(['3 or 4', 'x - 10', 'none', `${'a'.repeat(2_000)} 5`])(
  '%s has no value as a number',
  (text) => {
    expect(numberValue(text)).toBeNull()
  },
)

it('a number that is written but has no value is the only one all the same', () => {
  expect(onlyNumber('at 2:30 p.m.')).toEqual({ text: '2:30', value: null })
  expect(numberValue('at 2:30 p.m.')).toBeNull()
})
