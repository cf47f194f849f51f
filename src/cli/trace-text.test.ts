import { expect, it } from 'vitest'
import { traceText } from './trace-text.ts'

it('marks the choice among whole answers', () => {
  const candidates = [
    { index: 0, answer: null, score: 0 },
    { index: 1, answer: '12', score: 2 },
    { index: 2, answer: '7' },
  ]
  expect(traceText({ candidates, choice: 1 })).toBe(
    '     0.000  none found\n>    2.000  12\n            7\n',
  )
})

it('marks the choice of each step, and escapes what models write', () => {
  const steps = [
    {
      candidates: [
        { text: 'a\n', score: -1.5 },
        { text: '\u001b[31m', score: null },
      ],
      choice: 0,
      rationale: '3*4',
    },
    { candidates: [{ text: '#### 12', score: 0.25 }], choice: 0 },
  ]
  expect(traceText({ candidates: [{ index: 0, answer: '12' }], choice: 0, steps })).toBe(
    [
      'step 1, chosen by rationales, after the rationale "3*4"',
      String.raw`>   -1.500  "a\n"`,
      String.raw`  no score  "\u001b[31m"`,
      '',
      'step 2, chosen by rationales',
      '>    0.250  "#### 12"',
      '',
    ].join('\n'),
  )
})

it('shows no scores of steps that were chosen at random', () => {
  const steps = [{ candidates: [{ text: 'a', score: 0.3 }], choice: 0, rationale: '3*4' }]
  expect(traceText({ candidates: [], choice: null, steps }, 'random')).toBe(
    'step 1, chosen at random, after the rationale "3*4"\n>           "a"\n',
  )
})
