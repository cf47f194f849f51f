import { expect, it } from 'vitest'
import { compareAnswers } from './compare-answers.ts'

it.each([
  ['28', 'x = 28', 'equal'],
  ['28', '|z| = 28', 'equal'],
  ['28', '|ab| = 28', 'equal'],
  ['28', '|a + b| = 28', 'equal'],
  ['28', 'ab = 28', 'equal'],
  ['28', '2x = 28', 'different'],
])(
  '%j against %j: a left side that names the answer is passed over',
  (gold, prediction, outcome) => {
    expect(compareAnswers(gold, prediction).outcome).toBe(outcome)
  },
)
