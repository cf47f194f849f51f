import { expect, it } from 'vitest'
import { calibration } from './calibration.ts'
import type { Judged } from './judged.ts'

const of = (...scores: number[]): Judged[] =>
  scores.map((score, problem) => ({ problem, score, isCorrect: score > 0.45 }))

it('a score on an edge belongs to the lower bin, 0 to the first', () => {
  const { bins } = calibration([of(0, 0.1, 0.3, 0.7, 0.700001, 1)])!
  expect(bins.map(({ low, high, completions }) => [low, high, completions])).toEqual([
    [0, 0.1, 2],
    [0.2, 0.3, 1],
    [0.6, 0.7, 1],
    [0.7, 0.8, 1],
    [0.9, 1, 1],
  ])
})

it('is perfect for scores that are right, and worst for those that are wrong', () => {
  const right = of(0, 0, 1, 1)
  expect(calibration([right])).toMatchObject({ expectedError: 0, brier: 0 })
  const wrong = right.map((each) => ({ ...each, score: 1 - each.score }))
  expect(calibration([wrong])).toMatchObject({ expectedError: 1, brier: 1 })
})

it('counts the completions of all runs', () => {
  const both = calibration([of(0.2, 0.9), of(0.2, 0.6)])!
  expect(both).toEqual(
    calibration([of(0.2, 0.9, 0.2, 0.6).map((each, index) => ({ ...each, problem: index % 2 }))]),
  )
  expect(both.brier).toBeCloseTo((0.04 + 0.01 + 0.04 + 0.16) / 4, 12)
})

it('has wider intervals where completions of a problem go together', () => {
  const judged = (problems: number): Judged[] =>
    Array.from({ length: 120 }, (_, index) => ({
      problem: Math.floor((index * problems) / 120),
      score: 0.55,
      isCorrect: Math.floor((index * problems) / 120) % 2 === 0,
    }))
  const width = (problems: number): number => {
    const { ci95 } = calibration([judged(problems)])!.bins[0]!
    return ci95[1] - ci95[0]
  }
  // Each problem is all right or all wrong: 12 problems tell as much as 12 completions.
  expect(width(12) / width(120)).toBeGreaterThan(2.5)
})

it('there is none of scores that are no probabilities, and of nothing', () => {
  expect(calibration([of(0.5, 1.01)])).toBeNull()
  expect(calibration([of(-0.01)])).toBeNull()
  expect(calibration([[]])).toBeNull()
})
