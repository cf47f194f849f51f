import { expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { countTokens, encodeStart } from './tokenizer.ts'

const { tokenizer } = tinyModel(1)

it('counts the tokens of a text that is about as long as a model reads', () => {
  for (const text of ['', 'Tom has 3 apples.', 'Tom has 12 apples. '.repeat(30)]) {
    const { length } = encodeStart(tokenizer, text)
    for (const most of [1, 100, length, 2 * length]) {
      const count = countTokens(tokenizer, text, most)
      expect(count > most).toBe(length > most)
      if (length <= most) expect(count).toBe(length)
    }
  }
})

it.each([
  ['in one line', 'The barn has 12 sheep. '],
  ['in many lines', 'The barn has 12 sheep.\n'],
  ['of one word', 'a'],
  ['of digits', '7'],
  ['in Chinese', '谷仓里有十二只羊。'],
  ['of emoji', '👩‍👩‍👧‍👦🐑'],
  ['of combining marks', 'e\u0301\u0301'],
])('encodes no more than a beginning of 10 MB %s', (_, part) => {
  let encoded = 0
  const counting = {
    prefix: tokenizer.prefix,
    encode(text: string): number[] {
      encoded += text.length
      return tokenizer.encode(text)
    },
  }
  const text = part.repeat(1e7 / Buffer.byteLength(part))
  expect(countTokens(counting, text, 128)).toBeGreaterThan(128)
  expect(encoded).toBeLessThan(20_000)
})
