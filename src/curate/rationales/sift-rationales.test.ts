import { describe, expect, it } from 'vitest'
import { annotate } from '../../data/index.ts'
import { fidelity } from './fidelity.ts'
import { holdsAnswer } from './holds-answer.ts'
import { sameRationale } from './same-rationale.ts'
import { siftRationales } from './sift-rationales.ts'

describe('fidelity', () => {
  it('is 1 for the same text, blanks aside', () => {
    expect(fidelity('A pen.\n', ' A  pen.')).toBe(1)
    expect(fidelity('', ' ')).toBe(1)
  })

  it('is the share of characters that are left', () => {
    expect(fidelity('abcdefghij', 'abcdefghiX')).toBeCloseTo(0.9)
    expect(fidelity('abcdefghij', 'abcde')).toBeCloseTo(0.5)
    expect(fidelity('abcdefghij', 'abcdefghijKLMNO')).toBeCloseTo(0.5)
    expect(fidelity('', 'x')).toBe(-Infinity)
  })

  it('reads documents of 10 MB, the same but for a word, and wholly different', () => {
    const long = 'The barn has 12 sheep. '.repeat(450_000)
    expect(fidelity(long, long.replace('barn', 'byre'))).toBeGreaterThan(0.9999)
    expect(fidelity(long, 'Ein anderer Text. '.repeat(500_000))).toBeLessThan(0.1)
  })
})

describe('holdsAnswer', () => {
  it.each([
    ['12*3=36', '36', '', true],
    ['12*3', '36', '', false],
    ['he has 36 left', '36', 'It cost $36.', false],
    ['136 is more than 3.36 and 36.5', '36', '', false],
    ['it is 36.', '36', '', true],
    ['the total is 1,200', '1200', '', true],
    ['so it must be (B)', 'B', '', true],
    ['the answer is B', 'B', '', true],
    ['Bees like plan B', 'B', '', false],
    ['this is due to Gravity', 'gravity', '', true],
    ['gravitation', 'gravity', '', false],
    ['x', '', '', false],
    ['(a+b)*', '(a+b)*', '', true],
    ['it is -5', '-5', '', true],
    ['it is \u22125 now', '-5', '', true],
    ['8-5', '-5', '', false],
    ['well-known', 'well-known', '', true],
    ['3*5=15', '15.0', '', true],
    ['it is $7.50', '7.5', '', true],
    ['it costs 1,200', '$1200', '', true],
    ['2^70 = 1180591620717411303424', '1180591620717411303425', '', false],
    ['it is 15cm', '15', '', true],
    ['15x, x15 and the 15th', '15', '', false],
    ['一共15把', '15', '', true],
    ['答案是三个苹果', '苹果', '', true],
    ['३*५=१५', '15', '', true],
    ['٣*٥=١٥', '15', '', true],
    ['की', 'क', '', false],
    ['cafe\u0301', 'caf\u00e9', '', true],
  ])('%j for the answer %j after %j: %s', (rationale, answer, preceding, expected) => {
    expect(holdsAnswer(rationale, answer, preceding)).toBe(expected)
  })
})

describe('siftRationales', () => {
  const document = {
    id: 'd',
    text: 'Mia has 3 rows of 5 chairs. She has 15 chairs. She adds 2. She has 17.',
    source: 'stories',
    meta: { answer: '17' },
  }
  const parts = [
    { text: 'Mia has 3 rows of 5 chairs.' },
    { text: ' She has 15 chairs. She adds 2.', rationale: '3*5' },
    { text: ' She has 17.', rationale: '15+2' },
  ]

  it('returns the rationales of a faithful text', () => {
    const { rationales, dropped } = siftRationales(document, annotate(parts))
    expect(dropped).toEqual({})
    expect(rationales).toEqual([
      {
        documentId: 'd',
        index: 0,
        source: 'stories',
        preceding: 'Mia has 3 rows of 5 chairs.',
        rationale: '3*5',
        following: ' She has 15 chairs. She adds 2.',
      },
      {
        documentId: 'd',
        index: 1,
        source: 'stories',
        preceding: 'Mia has 3 rows of 5 chairs. She has 15 chairs. She adds 2.',
        rationale: '15+2',
        following: ' She has 17.',
      },
    ])
  })

  it.each([
    ['a text that was rewritten', '<BOT>r<EOT>Mia counts all her chairs.', { 'text changed': 1 }],
    ['a text that was cut short', 'Mia has<BOT>r<EOT> 3 rows', { 'text changed': 1 }],
    ['a loop', `${document.text}<BOT>r<EOT>${' again'.repeat(900)}`, { 'text changed': 1 }],
    ['a text of 10 MB', `a.<BOT>r<EOT> ${'b '.repeat(5e6)}`, { 'document too long': 1 }],
    [
      'a mark that is not closed',
      `${document.text}<BOT>r<EOT> x<BOT>`,
      { 'a mark without its counterpart': 2 },
    ],
    ['a rationale at the start', `<BOT>r<EOT>${document.text}`, { 'nothing precedes': 1 }],
    ['a rationale at the end', `${document.text}<BOT>r<EOT>`, { 'nothing follows': 1 }],
    [
      'an empty rationale',
      annotate([
        parts[0]!,
        { text: ' She has 15 chairs. She adds 2. She has 17.', rationale: ' ' },
      ]),
      { empty: 1 },
    ],
    [
      'a rationale with the answer',
      annotate([
        parts[0]!,
        { ...parts[1]!, rationale: '3*5=15, 15+2=17' },
        { text: ' She has 17.' },
      ]),
      { 'holds the answer': 1 },
    ],
  ])('drops %s', (_, annotated, dropped) => {
    expect(siftRationales(document, annotated)).toEqual({ rationales: [], dropped })
  })

  it.each([
    ['a nested rationale', 'a <BOT>x <BOT>y<EOT> z<EOT>', 'a mark without its counterpart', 2],
    ['marks in the wrong order', '<EOT>x<BOT>', 'a mark without its counterpart', 1],
    ['an end too many', 'a<BOT>x<EOT>b<EOT>', 'a mark without its counterpart', 2],
    ['marks only', '<BOT><EOT><BOT><EOT>', 'text changed', 2],
    ['another script', '米娅有三排椅子。<BOT>三乘五<EOT>她有十五把椅子。', 'text changed', 1],
    [
      'a sentence to the limit',
      `Mia has 3.${'<BOT>r<EOT> Mia has 3.'.repeat(50)}`,
      'text changed',
      50,
    ],
  ])('drops what an annotator made of a text: %s', (_, annotated, reason, count) => {
    const sifted = siftRationales(document, annotated)
    expect(sifted).toEqual({ rationales: [], dropped: { [reason]: count } })
  })

  it.each(['Say <BOT>3*5<EOT> to Mia. She goes.', 'Begin with <BOT>. End.', 'An <EOT> too many.'])(
    'takes nothing from a marks in the document of its own: %s',
    (text) => {
      const own = { id: 'm', text }
      const marked = { rationales: [], dropped: { 'marks in the document': expect.any(Number) } }
      expect(siftRationales(own, text)).toEqual(marked)
      expect(siftRationales(own, `${text}<BOT>r<EOT> x`)).toEqual(marked)
      expect(siftRationales(own, 'Sorry.')).toEqual({ rationales: [], dropped: {} })
    },
  )

  it.each([
    ['Chinese', '谷仓里有三排羊，每排五只。', '三乘五', '一共有十五只羊。'],
    ['Arabic', 'في الحظيرة ثلاثة صفوف.', 'ثلاثة في خمسة', ' فيها خمس عشرة نعجة.'],
    ['Hindi', 'खलिहान में तीन कतारें हैं।', 'तीन गुणा पाँच', ' पंद्रह भेड़ें हैं।'],
    ['emoji', '3 rows of 5 👩‍👩‍👧‍👦.', '3×5 👩‍👩‍👧‍👦', ' 15 👩‍👩‍👧‍👦 in all 🐑.'],
    ['combining marks', 'Zoe\u0308 a\u0301 3\u20e3 rows.', 'e\u0301 3*5', ' Zoe\u0308 has 15.'],
  ])('keeps every character of a text in %s', (_, before, rationale, after) => {
    const own = { id: 'u', text: before + after }
    const { rationales, dropped } = siftRationales(
      own,
      annotate([{ text: before }, { text: after, rationale }]),
    )
    expect(dropped).toEqual({})
    expect(rationales).toEqual([
      { documentId: 'u', index: 0, preceding: before, rationale, following: after },
    ])
  })

  it.each([17, '17', '17.0'])('sees the answer that `meta` has as %j', (answer) => {
    const annotated = annotate([
      parts[0]!,
      { ...parts[1]!, rationale: '15+2=17' },
      { text: ' She has 17.' },
    ])
    const { dropped } = siftRationales({ ...document, meta: { answer } }, annotated)
    expect(dropped).toEqual({ 'holds the answer': 1 })
  })

  it('takes the marks of a document for none of the annotator', () => {
    const text = `${document.text} The mark <BOT>x<EOT> is in this page. ${document.text.repeat(9)}`
    expect(siftRationales({ ...document, text }, text)).toEqual({
      rationales: [],
      dropped: { 'marks in the document': 1 },
    })
  })

  it('has nothing to say of a text without rationales, whatever became of it', () => {
    expect(siftRationales(document, 'Sorry.')).toEqual({ rationales: [], dropped: {} })
  })

  it('knows the rationales of a reference, at their places', () => {
    const isGood = sameRationale(annotate(parts.slice(0, 2)))
    const { rationales } = siftRationales(document, annotate(parts))
    expect(rationales.map(isGood)).toEqual([true, false])
    expect(isGood({ preceding: 'Mia has', rationale: '3*5' })).toBe(false)
    const long = sameRationale('Mia.<BOT>r<EOT> She goes.'.repeat(400_000))
    expect(long({ preceding: 'Mia.', rationale: 'r' })).toBe(false)
  })
})
