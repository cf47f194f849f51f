import fc from 'fast-check'
import { expect, it } from 'vitest'
import { annotationPlaces, cutAtPlaces } from './annotation-places.ts'

it('cuts before sentences, lines and what a sentence concludes', () => {
  const text = 'A has 3 pens. B has 4 more, so B has 7 pens.\nC, so to say, has none.'
  expect(cutAtPlaces(text, 'sentence')).toHaveLength(3)
  expect(cutAtPlaces(text, 'clause')).toEqual([
    'A has 3 pens. ',
    'B has 4 more',
    ', so B has 7 pens.\n',
    'C',
    ', so to say, has none.',
  ])
})

it('loses no character', () => {
  const texts = fc.array(fc.constantFrom('a', ' b', '. C', ', so d', '\n', ', thus e', 'e.g. '))
  fc.assert(
    fc.property(texts, fc.constantFrom(...annotationPlaces), (parts, places) => {
      expect(cutAtPlaces(parts.join(''), places).join('')).toBe(parts.join(''))
    }),
  )
})
