import { describe, expect, it } from 'vitest'
import { answerClasses } from './answer-classes.ts'
import { answerKey, canonicalAnswer } from './canonical.ts'
import { compileAnswer } from './compare/compare-answers.ts'
import { rewardPolicy } from './policy.ts'

const classes = (texts: (string | null)[], policy?: typeof rewardPolicy): (number | null)[] =>
  answerClasses(
    texts.map((text) => (text === null ? null : compileAnswer(text))),
    policy,
  )

describe('answerClasses', () => {
  it('puts answers that are the same together, whatever they look like', () => {
    expect(
      classes(['18', '17', '18.0', null, '$18', 'x = 18', '36/2', String.raw`\text{eighteen}`]),
    ).toEqual([0, 1, 0, null, 0, 0, 0, 0])
    expect(classes(['(x+1)^2', 'x^2+2x+1', 'x^2+1', '1+2x+x^2'])).toEqual([0, 0, 2, 0])
    expect(classes(['60', String.raw`60\%`, '3/5'])).toEqual([0, 0, 2])
    expect(classes(['60', String.raw`60\%`, '3/5'], rewardPolicy)).toEqual([0, 1, 1])
  })

  it('stays cheap for many different answers', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `x + ${index}`)
    expect(new Set(classes([...many, 'x + 7'])).size).toBe(2_000)
  })
})

describe('canonicalAnswer', () => {
  it.each([
    ['18.00', '18'],
    ['1,080', '1080'],
    ['$\\frac{6}{8}$', '3/4'],
    ['2^{10}', '1024'],
    ['60\\%', '60\\%'],
    ['\\boxed{x^2 + 1}.', 'x^2 + 1'],
    ['\\text{(C)}', 'C'],
    ['18 dollars', '18 dollars'],
    // Decimals that may be a rounding of something else stay decimals.
    ['3.333', '3.333'],
    ['1,234.5', '1,234.5'],
    ['0.5', '1/2'],
  ])('of %s is %s', (text, canonical) => {
    expect(canonicalAnswer(compileAnswer(text))).toBe(canonical)
  })

  it('has a key only where the key decides alone', () => {
    expect(['18', '6/8', '0.5', '2^3'].map((text) => answerKey(compileAnswer(text)))).toEqual([
      '18',
      '3/4',
      '1/2',
      '8',
    ])
    for (const text of ['0.6667', '60\\%', '5 cm', 'x', '\\sqrt2', '1, 2'])
      expect(answerKey(compileAnswer(text))).toBeNull()
  })
})
