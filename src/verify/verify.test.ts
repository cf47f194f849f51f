import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '../core/index.ts'
import { withGold } from './gold.ts'
import { canonicalAnswer } from './canonical.ts'
import { compareAnswers } from './compare/compare-answers.ts'
import { verifyCompletion } from './verify.ts'

describe('withGold', () => {
  it('reads the gold answer of a bare answer, a worked one, or a solution', () => {
    const gold = (problem: { answer?: string; solution?: string }) =>
      canonicalAnswer(withGold({ id: 'p', question: 'q', ...problem }).gold)
    expect(gold({ answer: '1,080' })).toBe('1080')
    expect(gold({ answer: 'He makes 9*2=18.\nA: 18' })).toBe('18')
    expect(gold({ solution: '9*2\n#### 18' })).toBe('18')
    expect(
      gold({ answer: 'Ben is 1*2 = <<1*2=2>>2 years old.\nSo he is 4*2 = <<4*2=8>>8.\n#### 8' }),
    ).toBe('8')
    expect(
      gold({
        answer: `A sphere of volume $\\frac43\\pi$. ${'It is inscribed. '.repeat(20)}So $\\boxed{1}$ inch.`,
      }),
    ).toBe('1\\ \\text{inch}')
    expect(gold({ answer: '\\begin{pmatrix} 1 \n\\\\ 2 \\end{pmatrix}' })).toMatch(/pmatrix/)
  })

  it.each([
    [{}],
    [{ answer: '' }],
    [{ answer: '\\frac{1}{' }],
    [{ answer: '\\frac00' }],
    [{ answer: '1/0' }],
    [{ solution: 'she makes 18' }],
  ])('throws for %j and names the problem', (fields) => {
    const load = () => withGold({ id: 'p7', question: 'q', ...fields })
    expect(load).toThrow(DataError)
    expect(load).toThrow(/"p7"/)
  })
})

describe('verifyCompletion', () => {
  const problem = withGold({ id: 'p', question: 'q', answer: '18' })
  const verdict = (text: string) => verifyCompletion({ problemId: 'p', index: 2, text }, problem)

  it('gives one of three verdicts with answer and reason', () => {
    expect(verdict('#### 18.00')).toEqual({
      problemId: 'p',
      index: 2,
      verdict: 'correct',
      answer: '18',
      reason: 'after ####: the same value',
    })
    const drawn = { problemId: 'p', index: 2, text: '', modelId: 'm', seed: 3 }
    expect(verifyCompletion(drawn, problem)).toMatchObject({ modelId: 'm', seed: 3 })
    expect(verdict('#### 17')).toMatchObject({ verdict: 'incorrect', answer: '17' })
    expect(verdict('no idea')).toMatchObject({
      verdict: 'unparseable',
      answer: null,
      reason: 'there is no answer, formula or number in the text',
    })
  })

  it('never throws, and is correct exactly when the answer is the gold one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { verdict: found, answer } = verdict(text)
        expect(found === 'correct').toBe(
          answer !== null && compareAnswers('18', answer).outcome === 'equal',
        )
        if (answer === null) expect(found).toBe('unparseable')
      }),
    )
  })

  it('knows no universal answer', () => {
    for (const text of [
      '#### 0/0',
      '#### x',
      '#### C',
      '0=0',
      '\\boxed{\\frac00}',
      '#### Infinity',
      '#### NaN',
      '#### 1e9999',
      '{"answer": null}',
    ]) {
      expect(verdict(text).verdict).not.toBe('correct')
    }
  })
})
