import { expect, it } from 'vitest'
import { splitProblems } from './split.ts'

const problems = Array.from({ length: 2000 }, (_, index) => ({ id: `problem-${index}` }))

it('sets apart about the asked fraction and loses nothing', () => {
  const { train, validation } = splitProblems(problems, 0.1)
  expect(train.length + validation.length).toBe(2000)
  expect(validation.length).toBeGreaterThan(150)
  expect(validation.length).toBeLessThan(250)
})

it('never moves a problem when others come or go, or when the fraction grows', () => {
  const { validation } = splitProblems(problems, 0.1)
  const half = splitProblems(problems.slice(500).toReversed(), 0.1).validation
  const ids = new Set(validation.map(({ id }) => id))
  expect(half.every(({ id }) => ids.has(id))).toBe(true)
  const more = new Set(splitProblems(problems, 0.2).validation.map(({ id }) => id))
  expect(validation.every(({ id }) => more.has(id))).toBe(true)
})
