import { expect, it } from 'vitest'
import { compareAnswers } from '../compare/compare-answers.ts'

it.each([
  ['135', '135 kilowatt-hours', 'equal'],
  ['135', '136 kilowatt-hours', 'different'],
  ['22', '22 times', 'equal'],
  ['22', '2 times', 'different'],
  ['3', '3m', 'different'],
])('%j against %j', (gold, prediction, outcome) => {
  expect(compareAnswers(gold, prediction).outcome).toBe(outcome)
})
