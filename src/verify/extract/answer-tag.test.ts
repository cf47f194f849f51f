import { describe, expect, it } from 'vitest'
import { extractAnswer, extractMarkedAnswer } from './extract.ts'
import type { AnswerKind } from './mark.ts'

const raw = String.raw

describe('an answer between tags', () => {
  it.each<[text: string, candidate: string, kinds: AnswerKind[]]>([
    ['<answer>42</answer>', '42', ['auto', 'expression', 'number']],
    ['<think>It is 5.</think> <answer> 42 </answer>', '42', ['auto', 'expression', 'number']],
    [
      'We get 5 <final_answer>42</final_answer> and 7 more.',
      '42',
      ['auto', 'expression', 'number'],
    ],
    ['<Answer>41</Answer> No. <Answer>42</Answer>', '42', ['auto', 'number']],
    ['It is in <answer>42</answer>, not in <answer></answer>.', '42', ['auto', 'number']],
    ['so\n<answer>42', '42', ['auto', 'number']],
    ['<answer>x^2 + 1</answer>', 'x^2 + 1', ['auto', 'expression']],
    [raw`\boxed{3} <answer>$\frac{1}{2}$</answer>`, raw`\frac{1}{2}`, ['auto', 'expression']],
    [raw`<answer>It is \boxed{7} of 9.</answer>`, '7', ['auto', 'number']],
    ['<answer>\nWe add 3.\nThe answer is 7.\n</answer>', '7', ['auto', 'expression', 'number']],
    ['A fits. <answer>(C)</answer>', 'C', ['choice']],
  ])('of %j is %j', (text, candidate, kinds) => {
    for (const expects of kinds)
      expect(extractAnswer(text, { expects })).toEqual({ candidate, mark: 'in <answer>' })
  })

  it('is explicit', () => {
    expect(extractMarkedAnswer('5 and <answer>42</answer>')).toEqual({
      candidate: '42',
      mark: 'in <answer>',
    })
  })

  it.each(['<answer></answer> 5', '</answer> 5', 'Write <answer> and then\n5'])(
    'of %j is none',
    (text) => {
      expect(extractMarkedAnswer(text)).toBeNull()
    },
  )
})
