/** What stands around a box, and what takes an answer back. */
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  policies,
  verifyCompletion,
  withConvention,
  withGold,
  type AnswerKind,
  type Policy,
} from '../../src/verify/index.ts'

const raw = String.raw

function isCorrect(
  gold: string,
  text: string,
  expects: AnswerKind,
  policy: Policy = policies.evaluation,
): boolean {
  const problem = withGold({ id: 'p', question: 'q', answer: gold })
  return (
    verifyCompletion({ problemId: 'p', index: 0, text }, problem, { expects, policy }).verdict ===
    'correct'
  )
}

const right: [gold: string, texts: string[]][] = [
  [
    '72',
    [
      raw`x = \boxed{72}`,
      raw`$n \ge \boxed{72}$`,
      raw`\boxed{72}\text{ cm}`,
      raw`$$\boxed{72}$$`,
      raw`**\boxed{72}**`,
      raw`Answer: \boxed{72} dollars`,
      raw`It leaves a remainder of \boxed{72}.`,
      raw`$7! = 5040$, so $k = \boxed{72}$.`,
      raw`Tom cannot fit \boxed{72} books.`,
      'The answer is 72, not 36.',
      'The answer is 72 (not 36).',
      'The answer is 72 because 71 is wrong.',
      raw`\boxed{8 \cdot 9}`,
      raw`\boxed{8\times9=72}`,
      'The answer is 72. No other value works.',
    ],
  ],
  ['-72', [raw`$-\boxed{72}$`, raw`x = -\boxed{72}`]],
  [raw`5\text{ m}`, [raw`\boxed{5} m`, raw`\boxed{5} meters`, raw`$\boxed{500}$ cm.`]],
]

const wrong: [gold: string, texts: string[]][] = [
  [
    '72',
    [
      raw`$-\boxed{72}$`,
      raw`$3\cdot\boxed{72}$`,
      raw`$\sqrt{\boxed{72}}$`,
      raw`$\boxed{72}\sqrt5$`,
      raw`\[\boxed{72}\pi\]`,
      raw`$\boxed{72}^3$`,
      raw`$\frac{1}{\boxed{72}}$`,
      raw`$x \neq \boxed{72}$`,
      raw`The result is twice \boxed{72}.`,
      raw`Do not answer \boxed{72}.`,
      raw`An incorrect answer is \boxed{72}.`,
      raw`\boxed{72} billion`,
      raw`\boxed{72} does not satisfy it.`,
      raw`\boxed{72} is too large.`,
      raw`\boxed{72}是错误的`,
      raw`\boxed{72}? No, that fails.`,
      'The answer is 72 (incorrect).',
      'The answer is 72, which is wrong.',
      'The answer is 72, but it should be 71.',
      "The answer is 72 — no, that doesn't work.",
      'The answer is 72. But this is wrong.',
      'The answer is 72. That is not right.',
      '#### 72 (wrong)',
      '<answer>72, which is wrong</answer>',
    ],
  ],
  [
    raw`5\text{ m}`,
    [raw`\boxed{5} cm`, raw`$\boxed{5}$ square meters`, raw`The road is \boxed{5} km.`],
  ],
]

describe('what stands around an answer', () => {
  it.each(right)('leaves it %s', (gold, texts) => {
    for (const expects of ['auto', 'number'] as const)
      expect(texts.filter((text) => !isCorrect(gold, text, expects))).toEqual([])
  })

  it.each(wrong)('denies it or makes another than %s of it', (gold, texts) => {
    for (const policy of Object.values(policies))
      for (const expects of ['auto', 'number', 'expression'] as const)
        expect(texts.filter((text) => isCorrect(gold, text, expects, policy))).toEqual([])
  })

  it.each([
    raw`\boxed{42 \times 10^3}`,
    raw`\boxed{42^{10}}`,
    raw`\boxed{42 \pm 3}`,
    raw`\boxed{42 \le x \le 50}`,
    '<answer>42^{2}</answer>',
    '{"answer": "42 ± 3"}',
    'Answer: 42 feet 3 inches',
  ])('a value of several numbers, %j, is not its first one', (text) => {
    for (const policy of Object.values(policies))
      expect(isCorrect('42', text, 'number', policy)).toBe(false)
  })

  it.each([
    'Answer: C\nCorrection: B',
    "The answer is C. No, it's B.",
    'The answer is C (wrong).',
    raw`\boxed{C}? No.`,
  ])('a choice is taken back: %j', (text) => {
    for (const policy of Object.values(policies))
      expect(isCorrect('C', text, 'choice', policy)).toBe(false)
  })

  it('a choice stays with its reason', () => {
    expect(isCorrect('C', 'The answer is C, since A and B are wrong.', 'choice')).toBe(true)
  })

  it('of hashes on one line the last counts, or the first', () => {
    const first = withConvention(policies.evaluation, 'repeatedHashes=first') as Policy
    for (const [gold, policy] of [
      ['18', policies.evaluation],
      ['11', first],
    ] as const) {
      for (const expects of ['auto', 'number'] as const)
        expect(isCorrect(gold, '#### 11 #### 18', expects, policy)).toBe(true)
      expect(compareAnswers(gold, 'So\n#### 11\n#### 18', policy).outcome).toBe('equal')
    }
  })
})
