import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText } from './cut-text.ts'

const wordsOf = (text: string): string[] => text.match(/\p{sc=Han}|[^\s\p{sc=Han}]+/gu) ?? []

describe('cutText', () => {
  it('keeps every word in its order, and no piece is too long', () => {
    const text = fc
      .array(
        fc.constantFrom('a', 'word', 'end.', 'what?', '"so!"', ' ', '\n', '\n\n', '\t', '世界'),
      )
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (given, most) => {
        const pieces = cutText(given, most)
        expect(pieces.flatMap(wordsOf)).toEqual(wordsOf(given))
        for (const [place, piece] of pieces.entries()) {
          expect(given).toContain(piece)
          expect(wordsOf(piece).length).toBeLessThanOrEqual(most)
          if (place < pieces.length - 1)
            expect(wordsOf(piece).length).toBeGreaterThanOrEqual(most / 2)
        }
      }),
    )
  })

  it('cuts where a paragraph ends, else where a sentence ends, else anywhere', () => {
    expect(cutText('One two.\nThree four.\n\nFive six. Seven eight nine.', 6)).toEqual([
      'One two.\nThree four.',
      'Five six. Seven eight nine.',
    ])
    expect(cutText('One two three. Four “five.” Six seven', 6)).toEqual([
      'One two three. Four “five.”',
      'Six seven',
    ])
    expect(cutText('one two\nthree four five six', 3)).toEqual([
      'one two',
      'three four five',
      'six',
    ])
    expect(cutText('one two three four five', 2)).toEqual(['one two', 'three four', 'five'])
    expect(cutText('a\n\nb c d e f', 4)).toEqual(['a\n\nb c d', 'e f'])
  })

  it.each([
    ['今天天气很好。我们去公园玩！', 10, ['今天天气很好。', '我们去公园玩！']],
    ['ข้าวสวย', 2, ['ข้า', 'วส', 'วย']],
    ['He said 今天 and left', 3, ['He said 今', '天 and left']],
    ['𠀀𠀁𠀂', 2, ['𠀀𠀁', '𠀂']],
    ['안녕 하세요 여러분', 2, ['안녕 하세요', '여러분']],
    ['x'.repeat(100), 2, ['x'.repeat(100)]],
  ])('cuts where there are no blanks: %s', (text, most, pieces) => {
    expect(cutText(text, most)).toEqual(pieces)
  })

  it('cuts 10 MB without a blank', () => {
    const pieces = cutText('今天天气很好，我们去公园玩。'.repeat(250_000), 2000)
    expect(pieces.join('')).toHaveLength(3_500_000)
    expect(pieces.every((piece) => piece.endsWith('。') && piece.length < 3000)).toBe(true)
    const word = 'x'.repeat(1e7)
    expect(cutText(word, 2000)).toEqual([word])
  })

  it('leaves a short text whole, and makes nothing of no words', () => {
    expect(cutText(' One\n\ntwo ', 2)).toEqual(['One\n\ntwo'])
    expect(cutText(' \n', 2)).toEqual([])
  })
})
