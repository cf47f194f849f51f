import { describe, expect, it } from 'vitest'
import { accuracyMeasure, majorityMeasure, passMeasure, summary } from './measures.ts'
import type { Sample } from './metrics.ts'

const samples = (...answers: string[]): Sample[] =>
  answers.map((answer) => ({ answer, correct: answer === 'right' }))
const runs = [
  [samples('right', 'wrong', 'wrong'), samples('right', 'right', 'wrong'), []],
  [samples('right', 'right', 'right'), samples('wrong'), samples('right', 'wrong')],
]
const address = (place: number, run: number): number[] => [run, place]

describe('measures', () => {
  it('have a value for every problem of every run; a problem without samples is wrong', () => {
    expect(accuracyMeasure(runs)).toEqual({
      name: 'accuracy',
      bySeed: [
        [1 / 3, 2 / 3, 0],
        [1, 0, 0.5],
      ],
    })
    expect(passMeasure(runs, 3)).toEqual({
      name: 'pass@3',
      bySeed: [
        [1, 1, 0],
        [1, 0, 1],
      ],
    })
    expect(majorityMeasure(runs, 3, address)).toEqual({
      name: 'maj@3',
      bySeed: [
        [0, 1, 0],
        [1, 0, 1],
      ],
    })
  })

  it('draw subsets at the address of each problem and run', () => {
    const places: number[][] = []
    majorityMeasure(runs, 2, (place, run) => {
      places.push([run, place])
      return [run, place]
    })
    expect(places).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
  })

  it('are summed up by their mean over problems and runs', () => {
    const { value, ci95 } = summary(passMeasure(runs, 3))
    expect(value).toBeCloseTo(4 / 6, 12)
    expect(ci95[0]).toBeLessThan(4 / 6)
    expect(ci95[1]).toBeGreaterThan(4 / 6)
  })
})
