/** What a policy decides about texts: guesses, and which of several marks counts. */
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  extractAnswer,
  policies,
  readAnswer,
  rewardPolicy,
  verifyCompletion,
  withConvention,
  withGold,
  type AnswerKind,
  type Policy,
} from '../../src/verify/index.ts'

function isCorrect(gold: string, text: string, expects: AnswerKind, policy: Policy): boolean {
  const problem = withGold({ id: 'p', question: 'q', answer: gold })
  return (
    verifyCompletion({ problemId: 'p', index: 0, text }, problem, { expects, policy }).verdict ===
    'correct'
  )
}

describe('the reward policy', () => {
  it.each([
    '#### 18',
    'She has 9*2 = 18.\n#### 18',
    String.raw`So \boxed{18}.`,
    'The answer is 18.',
    'Answer: 18 dollars',
    '{"answer": "18"}',
    '<answer>18</answer>',
    '18',
    'I think it is 18.',
  ])('credits %j', (text) => expect(isCorrect('18', text, 'auto', rewardPolicy)).toBe(true))

  it.each([
    'So she has 9 eggs, 18 in all.',
    'We add.\n**18**',
    'We add.\n18',
    'We add. So $x = 18$.',
    'The answer is that Tom eats 18 cakes.',
    'The answer is about 18.',
    '{"answer": "Tom ate 18"}',
  ])('does not credit a guess such as %j, which the other counts', (text) => {
    expect(isCorrect('18', text, 'auto', rewardPolicy)).toBe(false)
    expect(isCorrect('18', text, 'auto', policies.evaluation)).toBe(true)
    expect(isCorrect('18', text, 'auto', { ...rewardPolicy, guesses: 'counted' })).toBe(true)
    expect(readAnswer(text, { policy: rewardPolicy })).toMatchObject({
      answer: null,
      reason: expect.stringMatching(/guess|may change/),
    })
  })
})

describe('conventions', () => {
  it('of several #### lines the last counts, or the first', () => {
    const text = '9+2=11\n#### 11\nThat was wrong: 9*2=18\n#### 18'
    for (const expects of ['auto', 'number'] as const) {
      expect(extractAnswer(text, { expects }).candidate).toBe('18')
      expect(
        extractAnswer(text, {
          expects,
          policy: { ...policies.evaluation, repeatedHashes: 'first' },
        }).candidate,
      ).toBe('11')
    }
  })

  it('boxes in one sentence are a list, and no one of them is the answer', () => {
    expect(
      isCorrect(
        '(3,5)',
        String.raw`So $x=\boxed{3}$ and $y=\boxed{5}$.`,
        'auto',
        policies.evaluation,
      ),
    ).toBe(true)
    expect(
      isCorrect('5', String.raw`So $x=\boxed{3}$ or $x=\boxed{5}$.`, 'auto', policies.evaluation),
    ).toBe(false)
  })

  it('a unit behind a box belongs to it', () => {
    expect(
      isCorrect(
        String.raw`5\text{ m}`,
        String.raw`So \boxed{5}\text{ cm}`,
        'auto',
        policies.evaluation,
      ),
    ).toBe(false)
    expect(
      isCorrect(
        String.raw`5\text{ m}`,
        String.raw`So \boxed{500}\text{ cm}`,
        'auto',
        policies.evaluation,
      ),
    ).toBe(true)
    expect(isCorrect('5', String.raw`So \boxed{5}\text{ cm}`, 'auto', rewardPolicy)).toBe(true)
  })

  it('are changed one by one', () => {
    const changed = withConvention(rewardPolicy, 'percent=either')
    expect(changed).toMatchObject({
      percent: 'either',
      guesses: 'refused',
      name: 'reward, percent=either',
    })
    expect(compareAnswers('50', String.raw`50\%`, changed as Policy).outcome).toBe('equal')
    expect(withConvention(rewardPolicy, 'percent=maybe')).toEqual({
      fault: '"percent" must be either or value, not "maybe"',
    })
    expect(withConvention(rewardPolicy, 'prcent=either')).toMatchObject({
      fault: expect.stringContaining('"prcent" is not a convention'),
    })
  })
})
