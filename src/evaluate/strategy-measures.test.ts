/** What strategies solve and cost, against the strategies that answer. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drain, type Completion } from '../core/index.ts'
import { namedStrategy, type SelectionOptions, type Tools } from '../infer/index.ts'
import {
  chooseSize,
  measureStrategy,
  measureVote,
  scoringStrategies,
  sizeOption,
  type Pool,
} from './strategy-measures.ts'

/** Completions of a problem. The answer 1 is the right one; the text has an answer, and a score. */
const pool = fc
  .array(
    fc.record({
      answer: fc.constantFrom('1', '2', '3', null),
      way: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 24 },
  )
  .chain((own) =>
    fc
      .array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 12, maxLength: 12 })
      .map((byText): Pool => ({
        answers: own.map(({ answer }) => answer),
        correct: own.map(({ answer }) => answer === '1'),
        texts: own.map(({ answer, way }) => Number(answer) * 3 + way),
        scores: own.map(({ answer, way }) => byText[Number(answer) * 3 + way]!),
      })),
  )

/** What a strategy of `infer` answers, and how many texts needed a score. */
async function answered(
  name: Parameters<typeof namedStrategy>[0],
  { answers, texts, scores }: Pool,
  options: SelectionOptions,
): Promise<{ isRight: boolean; calls: number }> {
  const completions = texts.map((text, index): Completion => ({
    problemId: 'p',
    index,
    text: String(text),
  }))
  const tools: Tools = {
    completions,
    answers,
    scores: (places) => Promise.resolve(places.map((place) => scores[place]!)),
  }
  const task = namedStrategy(name).answer('p', tools, options, new AbortController().signal)
  const { answer, cost } = await drain(task)
  return { isRight: answer === '1', calls: cost?.evaluatorCalls ?? 0 }
}

describe('measures agree with the strategies', () => {
  const options: SelectionOptions[] = [{}, { clusters: 1, best: 1 }, { clusters: 2, best: 3 }]

  it.each(scoringStrategies)('%s', async (name) => {
    const property = fc.asyncProperty(
      pool,
      fc.constantFrom(...options),
      async (own, { clusters, best }) => {
        const option = sizeOption[name]
        const size = option === 'clusters' ? clusters : best
        const chosen = option === null || size === undefined ? {} : { [option]: size }
        const { bySeed, calls } = measureStrategy([[own]], name, chosen)
        const expected = await answered(name, own, chosen)
        expect([bySeed, calls]).toEqual([[[expected.isRight ? 1 : 0]], expected.calls])
      },
    )
    await fc.assert(property, { numRuns: 150 })
  })

  it('majorityVote', async () => {
    const property = fc.asyncProperty(pool, async (own) => {
      const { isRight } = await answered('majorityVote', own, {})
      expect(measureVote([[own]])).toEqual({ bySeed: [[isRight ? 1 : 0]], calls: 0 })
    })
    await fc.assert(property, { numRuns: 150 })
  })
})

describe('chooseSize', () => {
  /** Two wrong completions that agree, one right one, and one wrong one with the best score. */
  const own: Pool = {
    answers: ['2', '2', '1', '3'],
    correct: [false, false, true, false],
    texts: [0, 1, 2, 3],
    scores: [0.1, 0.2, 0.8, 0.9],
  }
  const nothing: Pool = { answers: [], correct: [], texts: [], scores: [] }

  it('takes what solves most validation problems', () => {
    expect(chooseSize([[own]], 'rerankTopClusters', [1, 2, 3])).toEqual({ clusters: 2 })
    expect(chooseSize([[own]], 'bestOfN', [1, 2, 3])).toEqual({})
  })

  it('of equally good sizes takes the one with the fewest calls, then the smallest', () => {
    expect(chooseSize([[nothing]], 'rerankTopClusters', [8, 2, 4])).toEqual({ clusters: 2 })
    const right = { ...own, correct: [true, true, true, true] }
    expect(chooseSize([[right]], 'rerankTopClusters', [3, 2])).toEqual({ clusters: 2 })
    expect(chooseSize([[right]], 'majorityOfTopN', [4, 3, 1])).toEqual({ best: 1 })
  })
})

it('no strategy solves a problem of which no completion is right: Pass@N bounds them all', () => {
  fc.assert(
    fc.property(pool, fc.integer({ min: 1, max: 6 }), (own, size) => {
      const passed = own.correct.some((isRight) => isRight) ? 1 : 0
      const measures = scoringStrategies.map((strategy) => {
        const option = sizeOption[strategy]
        return measureStrategy([[own]], strategy, option ? { [option]: size } : {})
      })
      for (const { bySeed } of [...measures, measureVote([[own]])])
        expect(bySeed[0]![0]).toBeLessThanOrEqual(passed)
    }),
  )
})
