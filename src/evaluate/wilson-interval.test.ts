import { describe, expect, it } from 'vitest'
import { wilsonInterval } from './wilson-interval.ts'

// Reference values: statsmodels 0.15.0 proportion_confint(method='wilson').

describe('wilsonInterval', () => {
  it.each([
    [8, 10, 0.49016247153664183, 0.9433178485456247],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
    [1, 1, 0.2065493143772374, 1],
    [530, 659, 0.7722283641462004, 0.8327428467877778],
    [1, 1319, 0.00013384465011300741, 0.004281997310193979],
  ])('%i of %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials)
    expect(interval[0]).toBeCloseTo(low, 12)
    expect(interval[1]).toBeCloseTo(high, 12)
  })

  it('knows nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
  })
})
