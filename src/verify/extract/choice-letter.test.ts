import { describe, expect, it } from 'vitest'
import { extractAnswer } from './extract.ts'

const choice = (text: string, choices?: string): string | null =>
  extractAnswer(text, { expects: 'choice', ...(choices !== undefined && { choices }) }).candidate

describe('a choice', () => {
  it.each([
    ['The answer is (C)', 'C', 'answer line'],
    ['The answer is (C).\n\n', 'C', 'answer line'],
    ['The answer is A because it fits', 'A', 'answer line'],
    ['The answer is I.', 'I', 'answer line'],
    ['the answer is (c).', 'C', 'answer line'],
    ['answer: C', 'C', 'answer line'],
    ['Answer: **B**', 'B', 'answer line'],
    ['The correct answer is:\n\nE) None of these', 'E', 'answer line'],
    ['So, the correct answer is C)20%.', 'C', 'answer line'],
    ['It is 40.8 tons, the answer is option A)40.8.', 'A', 'answer line'],
    ['The answer is (B). No, the answer is (A).', 'A', 'answer line'],
    ['réponse est C non A', 'C', 'answer line'],
    ['答案是B', 'B', 'answer line'],
    ['**C**', 'C', 'whole text'],
    ['So **C**', 'C', 'bold'],
    ['\\boxed{\\text{(C)}}', 'C', 'in \\boxed{}'],
    ['$\\boxed{\\textbf{(D)}\\ 12}$', 'D', 'in \\boxed{}'],
    ['We get \\boxed{87}. The answer is (H).', 'H', 'answer line'],
    ['{"answer":"C"}', 'C', 'JSON field "answer"'],
    ['{"answer": "C) 12"}', 'C', 'JSON field "answer"'],
    ['#### C', 'C', 'after ####'],
    ['C) 12', 'C', 'whole text'],
    ['so\n(C) 12', 'C', 'choice letter'],
    ['B不是 A', 'B', 'choice letter'],
    ['B。不是 A', 'B', 'choice letter'],
    ['C Cecile', 'C', 'choice letter'],
    ['I think that it is B', 'B', 'choice letter'],
    ['The closest option is (F).', 'F', 'choice letter'],
    ['Option D is correct', 'D', 'choice letter'],
    ['A. The sky is blue.\n\nExplanation: B and C are false.', 'A', 'choice letter'],
    ['C. 12\n\nOption A is too small.', 'C', 'choice letter'],
    ['(B) 12\nThe others do not fit, (A) least of all.', 'B', 'choice letter'],
    ['C\n\nOption A is too small.', 'C', 'choice letter'],
    ['A: no. B: no. C: yes.', 'C', 'choice letter'],
    ['(A) is false, (B) is true and (C) is false.', 'B', 'choice letter'],
    ['It is C. A is incorrect', 'C', 'choice letter'],
    ['Both A and B are false, so it is D', 'D', 'choice letter'],
    ['A. We look at both.\nSo I choose B', 'B', 'answer line'],
    ['I rule out A and B, which leaves C', 'C', 'choice letter'],
    ['Answer: A man walks. So it is D', 'D', 'choice letter'],
  ])('of %j is %s', (text, letter, mark) => {
    expect(extractAnswer(text, { expects: 'choice' })).toMatchObject({ candidate: letter, mark })
  })

  it.each([
    'I walk a dog.',
    'A dog.',
    'The answer is not (J).',
    'The answer is not listed.',
    'where P(A) is small',
    'Since $A = A^{-1}$, we have $\\det A = 1$',
    'the energy is 2.18 x 10^-18 J',
    'A) is wrong\nB) is wrong\nC) is unclear',
    'A: no. B: no.',
    'Options A and B cannot be told apart.',
    'Option A is too small.',
    'The closest option is (E), but it is not the correct answer.',
    'The closest option is H. So the question is not answerable with these options.',
    'K) 5',
    '12',
  ])('%j states none', (text) => {
    expect(choice(text)).toBeNull()
  })

  it('takes a JSON answer that is none for no answer', () => {
    expect(extractAnswer('(C) fits. {"answer": "12"}', { expects: 'choice' })).toEqual({
      candidate: null,
      reason: 'no letter of a choice in the JSON field "answer": "12"',
    })
  })

  it('is among the letters given', () => {
    expect(choice('K) 5', 'KLM')).toBe('K')
    expect(choice('The answer is (C)', 'KLM')).toBeNull()
    expect(choice('The answer is (C)', ']^')).toBeNull()
  })
})
