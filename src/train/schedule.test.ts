import { describe, expect, it } from 'vitest'
import type { ScheduleName } from './schedule.ts'
import { learningRateAt, scheduleNames } from './schedule.ts'

const rates = (schedule: ScheduleName, warmupRatio: number, totalSteps: number): number[] =>
  Array.from({ length: totalSteps }, (_, index) =>
    learningRateAt(index + 1, { schedule, learningRate: 1, warmupRatio, totalSteps }),
  )

describe('learningRateAt', () => {
  it.each(scheduleNames)('%s: a single step learns at the peak', (schedule) => {
    expect(rates(schedule, 0, 1)).toEqual([1])
    expect(rates(schedule, 1, 1)).toEqual([1])
  })

  it.each(scheduleNames)('%s: every step of any training learns', (schedule) => {
    for (const warmupRatio of [0, 0.03, 0.5, 1]) {
      for (let totalSteps = 1; totalSteps < 40; totalSteps++)
        expect(Math.min(...rates(schedule, warmupRatio, totalSteps))).toBeGreaterThan(0)
    }
  })

  it('follows Transformers, whose step of rate 0 is left out', () => {
    // get_cosine_schedule_with_warmup(optimizer, 0, 4) and (optimizer, 2, 6), Transformers 5.24
    expect(rates('cosine', 0, 4).map((rate) => rate.toFixed(6))).toEqual([
      '1.000000',
      '0.853553',
      '0.500000',
      '0.146447',
    ])
    expect(rates('cosine', 0.4, 5).map((rate) => rate.toFixed(6))).toEqual([
      '0.500000',
      '1.000000',
      '0.853553',
      '0.500000',
      '0.146447',
    ])
    expect(rates('linear', 0.4, 5)).toEqual([0.5, 1, 0.75, 0.5, 0.25])
  })
})
