import { distance } from 'fastest-levenshtein'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { characterDistance, firstCharacters } from './character-distance.ts'

/** The textbook's table, over code points. */
function table(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)]
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, character] of from.entries()) {
    const next = [index + 1]
    for (const [column, other] of to.entries())
      next.push(
        Math.min(
          next[column]! + 1,
          row[column + 1]! + 1,
          row[column]! + (character === other ? 0 : 1),
        ),
      )
    row = next
  }
  return row.at(-1)!
}

it.each([
  ['😀', '😁', 1],
  ['😀', '', 1],
  ['a𝑥b', 'ab', 1],
  ['𝑥 = 2', 'y = 2', 1],
  ['𝑥𝑦𝑧', '𝑧𝑦𝑥', 2],
  ['kitten', 'sitting', 3],
  ['\u{d83d}', '\u{de00}', 1],
])('%s and %s are %i characters apart', (a, b, expected) => {
  expect(characterDistance(a, b)).toBe(expected)
})

it('is that of code points for any texts, and that of code units where no character needs two', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'é', '\0', '😀', '😁', '𝑥', '\u{d83d}'),
    maxLength: 60,
  })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(characterDistance(a, b)).toBe(table(a, b))
      const plain = a.replace(/[^ab]/gu, '')
      expect(characterDistance(plain, 'abba')).toBe(distance(plain, 'abba'))
    }),
  )
})

it('cuts between characters', () => {
  expect(firstCharacters('😀😁😂', 2)).toBe('😀😁')
  expect(firstCharacters('ab😂', 3)).toBe('ab😂')
  expect(firstCharacters('abc', 2)).toBe('ab')
})
