/**
 * Answers that property tests and the fuzz once found to be compared wrongly; see `tests/answers`.
 */
import { describe, expect, test } from 'vitest'
import { policies } from '../policy.ts'
import { compareAnswers, compareByValue, compileAnswer } from './compare-answers.ts'

describe('are the same', () => {
  test.each([
    ['\\pi**2', '\\pi^2'],
    ['[0, 1[', '[0, 1)'],
    ['(0, 1[', '(0, 1)'],
    ['[0, 1[ \\cup ]2, 3]', '[0,1) \\cup (2,3]'],
    ['A = \\{1, 2\\} \\cup \\{3\\}', '\\{1, 2, 3\\}'],
    ['S = (-\\infty, 1) \\cup (2, \\infty)', 'x < 1 \\text{ or } x > 2'],
    ['P(1, 2)', '(1, 2)'],
    ['P = (1, 2)', 'x = 1, y = 2'],
    ['x_1 = 2, x_2 = -3', 'x = -3, x = 2'],
    ['9.8 m/s', '9.8m/s'],
    ['0,06', '0.06'],
  ])('%s and %s', (a, b) => {
    for (const policy of [policies.evaluation, policies.reward]) {
      expect(compareAnswers(a, b, policy).outcome).toBe('equal')
      expect(compareAnswers(b, a, policy).outcome).toBe('equal')
    }
  })
})

describe('are not the same', () => {
  test.each([
    // Once equal as texts without blanks.
    ['3 1/2', '31/2'],
    ['1, 234', '1,234'],
    ['x! = 5', 'x != 5'],
    ['1 e5', '1e5'],
    // Once a lost star.
    ['\\pi**2', '\\pi*2'],
    // Once two lists with 0 and -0.
    ['0,06', '-0,06'],
    // Once equal in doubles at every point.
    ['\\sqrt{x} + 10^{-20}', '\\sqrt{x}'],
    ['x^{2^{-60}}', '1'],
    // The other order of indexed solutions.
    ['x_1 = 2, x_2 = 3', 'x_1 = 3, x_2 = 2'],
    ['[0, 1[', '[0, 1]'],
    ['P(1, 2)', 'P(2, 1)'],
  ])('%s and %s', (a, b) => {
    for (const policy of [policies.evaluation, policies.reward]) {
      expect(compareAnswers(a, b, policy).outcome).not.toBe('equal')
      expect(compareAnswers(b, a, policy).outcome).not.toBe('equal')
    }
  })
})

test('nothing is thrown for marks behind marks, or a repeating decimal as an argument', () => {
  for (const text of [
    ...['!', '%', "'", '^2', '/2', '\\cup 1'].map((mark) => '5' + mark.repeat(500)),
    '\\frac0.333...7',
  ])
    expect(compareAnswers(text, '5').outcome).not.toBe('equal')
})

test('rules are symmetric where some pairs are unknown', () => {
  const [a, b] = ['0/0, 1', '2, 0/0'].map((text) => compileAnswer(text).value)
  for (const policy of [policies.evaluation, policies.reward])
    expect(compareByValue(a!, b!, policy).outcome).toBe(compareByValue(b!, a!, policy).outcome)
})

test('of two decimals either may be the one that rounds', () => {
  expect(compareAnswers('\\pi, 3.1416', '3.1416, \\pi').outcome).toBe('equal')
  expect(compareAnswers('\\frac{1}{3}, 0.33333', '0.33333, 0.333333').outcome).toBe('equal')
})
