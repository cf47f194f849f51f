import { expect, it } from 'vitest'
import { samplingFlops, trainingFlops } from './training-cost.ts'

it('counts training as six operations per weight and token', () => {
  // GSM8K's 7473 rows, three times, at the paper's 66 + 130 tokens, for 7 billion weights.
  expect(trainingFlops({ parameters: 7e9, contextTokens: 196, sequences: 3 * 7473 })).toBeCloseTo(
    1.8455e17,
    -14,
  )
})

it('counts no gradients of frozen weights', () => {
  const run = { parameters: 1000, contextTokens: 10, sequences: 2 }
  expect(trainingFlops(run)).toBe(120_000)
  expect(trainingFlops({ ...run, frozenParameters: 900 })).toBe(84_000)
})

it('counts sampling by weights and attention, and less with a key-value cache', () => {
  const run = { parameters: 1000, layers: 2, width: 8, contextTokens: 10, tokens: 5 }
  expect(samplingFlops({ ...run, keyValueCache: false })).toBe(5 * (2000 + 320))
  expect(samplingFlops({ ...run, keyValueCache: true })).toBe(5 * (1660 + 320))
})
