import { describe, expect, it } from 'vitest'
import { discounted } from '../../model/index.ts'
import { gain, gainItems } from './gain.ts'

const scored = (...logprobs: number[]) => ({
  logprob: logprobs.reduce((sum, each) => sum + each, 0),
  tokens: logprobs.map((logprob) => ({ text: 'x', logprob })),
})

describe('gain', () => {
  it('is the plain difference of log-probabilities at discount 1', () => {
    const [without, withRationale] = [scored(-1, -2, -3), scored(-0.5, -2, -1)]
    expect(gain(without, withRationale, 1)).toBeCloseTo(withRationale.logprob - without.logprob)
  })

  it('counts each token less than the one before it', () => {
    expect(discounted(scored(-1, -1, -1), 0.9)).toBeCloseTo(-(1 + 0.9 + 0.81))
    expect(gain(scored(-1, -1), scored(0, -1))).toBeCloseTo(1)
    expect(gain(scored(-1, -1), scored(-1, 0))).toBeCloseTo(0.9)
  })

  it('asks twice the same where the rationale is empty', () => {
    const [without, withRationale] = gainItems(
      { preceding: 'A.', rationale: '', following: ' B.' },
      'plain',
    )
    expect(withRationale).toEqual(without)
    expect(gain(scored(-1.25), scored(-1.25))).toBe(0)
  })
})
