import { expect, it } from 'vitest'
import { withoutInvisible } from './invisible.ts'
import { plainDigits } from '../core/pure.ts'
import { withoutMarkup } from './extract/markup.ts'
import { plainCharacters } from './read/characters.ts'

const texts: [text: string, plain: string][] = [
  ['٤٢', '42'],
  ['۱۸', '18'],
  ['१०८', '108'],
  ['৯', '9'],
  ['๒๕', '25'],
  ['４２', '42'],
]

it.each(texts)('%s is %s', (text, plain) => {
  expect(plainDigits(text)).toBe(plain)
  // Finding an answer and reading one see the same digits.
  expect(withoutMarkup(text)).toBe(plain)
  expect(plainCharacters(text)).toBe(plain)
})

it('digits that stand for something else stay: powers, indices, fractions', () => {
  expect(plainDigits('x² + a₁ + ½ + Ⅳ')).toBe('x² + a₁ + ½ + Ⅳ')
})

it('what has no width is taken from a text found and from an answer read', () => {
  const copied = '\uFEFF1\u200B\u2063,\u00AD000\u202C€'
  expect(withoutInvisible(copied)).toBe('1,000€')
  expect(withoutMarkup(copied)).toBe('1,000€')
  expect(plainCharacters(copied)).toBe('1,000€')
})
