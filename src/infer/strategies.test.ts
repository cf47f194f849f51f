import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Completion } from '../core/index.ts'
import { majority, strategies, withAnswers } from './index.ts'

const answered = (...texts: string[]) =>
  withAnswers(texts.map((text, index): Completion => ({ problemId: 'p', index, text, tokens: 10 })))

describe('majorityVote', () => {
  it('counts canonical answers: 18, 18.0 and $18 are one candidate', () => {
    expect(
      strategies.majorityVote(
        'p',
        answered('#### 17', '#### 18.0', '#### 17', '#### $18', '#### 18'),
      ),
    ).toEqual({
      problemId: 'p',
      answer: '18',
      text: '#### 18.0',
      cost: { completions: 5, tokens: 50 },
    })
  })

  it('lets completions without an answer not vote, and the first seen win ties', () => {
    expect(
      strategies.majorityVote('p', answered('', '', '#### 2', '#### 1', '#### 1', '#### 2')).answer,
    ).toBe('2')
    expect(strategies.majorityVote('p', answered('', ''))).toMatchObject({ answer: null, text: '' })
    expect(strategies.majorityVote('p', [])).toEqual({
      problemId: 'p',
      answer: null,
      cost: { completions: 0, tokens: 0 },
    })
  })

  it('is won by an answer that nothing beats, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', '2', '3', null)), (answers) => {
        const winner = majority(answers)
        const count = (answer: string | null) => answers.filter((other) => other === answer).length
        if (winner === null) expect(answers.every((answer) => answer === null)).toBe(true)
        else
          for (const answer of ['1', '2', '3'])
            expect(count(winner)).toBeGreaterThanOrEqual(count(answer))
        const best = Math.max(...['1', '2', '3'].map(count))
        expect(winner).toBe(
          best === 0 ? null : answers.find((answer) => answer !== null && count(answer) === best),
        )
      }),
    )
  })
})

describe('first', () => {
  it('takes the lowest index and pays for it alone', () => {
    const [a, b] = answered('#### 1', '#### 2')
    expect(strategies.greedy('p', [b!, a!])).toEqual({
      problemId: 'p',
      answer: '1',
      text: '#### 1',
      cost: { completions: 1, tokens: 10 },
    })
  })
})
