import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '../core/index.ts'
import { equalAnswers } from './equal.ts'
import { withGold } from './gold.ts'
import { canonicalAnswer, parseAnswer } from './parse.ts'
import { verifyCompletion } from './verify.ts'

const value = (text: string) => parseAnswer(text)!

describe('parseAnswer', () => {
  it.each([
    ['18', '18'],
    ['18.00', '18'],
    ['$1,080', '1080'],
    ['1,00,000', '100000'],
    ['-$4,875', '-4875'],
    ['−5', '-5'],
    ['$-5', '-5'],
    ['\\$5', '5'],
    ['60%', '60'],
    ['0.75', '3/4'],
    ['3/4', '3/4'],
    ['\\frac{3}{4}', '3/4'],
    ['1 1/2', '3/2'],
    ['1½', '3/2'],
    ['.5 hours', '1/2'],
    ['15 (balls)', '15'],
    ['48g', '48'],
    ['6 miles per hour', '6'],
    ['$52,500/year', '52500'],
    ['**18**', '18'],
    ['$18$', '18'],
    ['18\\text{ cm}^2', '18'],
    ['x = 5', '5'],
    ['2e3', '2000'],
    ['3 million', '3000000'],
    ['１８', '18'],
    ['90^\\circ', '90'],
  ])('reads %s as %s', (text, canonical) => {
    expect(canonicalAnswer(value(text))).toBe(canonical)
  })

  it.each([
    '',
    'none',
    '10,00',
    '1,2,3',
    '2:30',
    '5 hours 30 minutes',
    '3/0',
    'x',
    '2^5',
    '10²',
    '1/2/3',
    '1.2.3',
    '3 + 4',
    'x - 10',
  ])('refuses %j', (text) => {
    expect(parseAnswer(text)).toBeNull()
  })

  it('reads a canonical answer back as itself', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (numerator, denominator) => {
        const answer = parseAnswer(`${numerator}/${denominator}`)!
        expect(parseAnswer(canonicalAnswer(answer))).toEqual(answer)
      }),
    )
  })
})

describe('equalAnswers', () => {
  const decimal = fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`)

  it('is symmetric, reflexive, and says the same as the canonical texts', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(equalAnswers(value(a), value(b))).toBe(equalAnswers(value(b), value(a)))
        expect(equalAnswers(value(a), value(b))).toBe(canonicalAnswer(value(a)) === canonicalAnswer(value(b)))
        expect(equalAnswers(value(a), value(`$${a}`))).toBe(true)
      }),
    )
  })

  it('is exact: no tolerance, and no digits lost', () => {
    expect(equalAnswers(value('0.33'), value('1/3'))).toBe(false)
    expect(equalAnswers(value('99999999999999999'), value('100000000000000000'))).toBe(false)
    expect(equalAnswers(value('0.1'), value('1/10'))).toBe(true)
  })
})

describe('withGold', () => {
  it('reads the gold answer of a bare answer, a worked one, or a solution', () => {
    const gold = (problem: { answer?: string; solution?: string }) =>
      canonicalAnswer(withGold({ id: 'p', question: 'q', ...problem }).gold)
    expect(gold({ answer: '1,080' })).toBe('1080')
    expect(gold({ answer: 'He makes 9*2=18.\nA: 18' })).toBe('18')
    expect(gold({ solution: '9*2\n#### 18' })).toBe('18')
  })

  it.each([[{}], [{ answer: 'many' }], [{ answer: '' }], [{ solution: 'she makes 18' }], [{ answer: '10,00' }]])(
    'throws for %j and names the problem',
    (fields) => {
      const load = () => withGold({ id: 'p7', question: 'q', ...fields })
      expect(load).toThrow(DataError)
      expect(load).toThrow(/"p7"/)
    },
  )
})

describe('verifyCompletion', () => {
  const problem = withGold({ id: 'p', question: 'q', answer: '18' })
  const verdict = (text: string) => verifyCompletion({ problemId: 'p', index: 2, text }, problem)

  it('gives one of three verdicts with answer and reason', () => {
    expect(verdict('#### 18.00')).toEqual({ problemId: 'p', index: 2, verdict: 'correct', answer: '18', reason: 'after ####' })
    const drawn = { problemId: 'p', index: 2, text: '', modelId: 'm', seed: 3 }
    expect(verifyCompletion(drawn, problem)).toMatchObject({ modelId: 'm', seed: 3 })
    expect(verdict('#### 17')).toMatchObject({ verdict: 'incorrect', answer: '17' })
    expect(verdict('no idea')).toMatchObject({ verdict: 'unparseable', answer: null, reason: 'there is no number in the text' })
  })

  it('never throws, and is correct exactly when the answer is the gold one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { verdict: found, answer } = verdict(text)
        expect(found === 'correct').toBe(answer === '18')
        expect(found === 'unparseable').toBe(answer === null)
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
