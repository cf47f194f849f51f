import { describe, expect, it } from 'vitest'
import { rewardPolicy } from '../policy.ts'
import { compareAnswers } from './compare-answers.ts'

describe('a double printed in full', () => {
  it.each([
    ['4', '3.999999999999999'],
    ['803', '803.0000000000001'],
    ['-5.5', '-5.499999999999999'],
    ['1/3', '0.33333333333333304'],
  ])('is %s for %s, unless nothing is rounded', (gold, prediction) => {
    expect(compareAnswers(gold, prediction).outcome).toBe('equal')
    expect(compareAnswers(prediction, gold).outcome).toBe('equal')
    expect(compareAnswers(gold, prediction, rewardPolicy).outcome).toBe('different')
  })

  it.each([
    ['4', '3.9999'],
    ['4', '3.99999999999'],
    ['1', '0.9999999999999999999999999999999999999999'],
    ['0', '0.000000000000000123456789012345'],
    ['0.123456789012345', '0.123456789012346'],
    ['100000000000000000', '99999999999999999'],
  ])('%s is not %s', (gold, prediction) => {
    expect(compareAnswers(gold, prediction).outcome).toBe('different')
  })
})
