import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '../core/index.ts'
import { decide, staysAhead } from './adaptive-vote.ts'
import { majority } from './majority-vote.ts'
import { selectionRules, type Answers } from './selection.ts'
import type { SelectionOptions } from './strategy-options.ts'

type RuleName = keyof typeof selectionRules
const names = Object.keys(selectionRules) as RuleName[]

/** Samples of a problem: few answers, so that clusters tie, and few scores, so that they do too. */
const samples = fc.array(
  fc.record({
    answer: fc.constantFrom('1', '2', '3', '4', '5', null),
    score: fc.oneof(fc.constantFrom(0, 0.25, 0.5, 1), fc.double({ min: 0, max: 1e6, noNaN: true })),
  }),
  { maxLength: 40 },
)
type Samples = readonly { answer: string | null; score: number }[]

const answersOf = (own: Samples): Answers => own.map(({ answer }) => answer)
function place(name: RuleName, own: Samples, options?: SelectionOptions): number | null {
  const rule = selectionRules[name]
  const scored = new Set(rule.scored(answersOf(own), options))
  return rule.choose(
    answersOf(own),
    (at) => {
      if (!scored.has(at)) throw new Error(`the score at ${at} was not asked for`)
      return own[at]!.score
    },
    options,
  )
}
const answerAt = (own: Samples, at: number | null): string | null =>
  at === null ? null : own[at]!.answer
const choose = (name: RuleName, own: Samples, options?: SelectionOptions): string | null =>
  answerAt(own, place(name, own, options))
const vote = (own: Samples): string | null => majority(answersOf(own))

const everyOptions: SelectionOptions[] = [
  {},
  { clusters: 1, best: 1 },
  { clusters: 2, best: 3, weights: 'sigmoid' },
]
const holds = (property: (own: Samples) => void): void =>
  fc.assert(fc.property(samples, property), { numRuns: 500 })

describe('selection by scores', () => {
  it('always takes an answer that is there, and abstains only where there is none', () => {
    holds((own) => {
      const isEmpty = own.every(({ answer }) => answer === null)
      for (const name of names)
        for (const options of everyOptions) {
          const at = place(name, own, options)
          expect(at === null).toBe(isEmpty)
          if (at !== null) expect(own[at]!.answer).not.toBeNull()
        }
    })
  })

  it('asks for scores of completions with an answer only, each once, in order', () => {
    holds((own) => {
      for (const name of names)
        for (const options of everyOptions) {
          const places = selectionRules[name].scored(answersOf(own), options)
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
          for (const at of places) expect(own[at]!.answer).not.toBeNull()
        }
    })
  })

  it('RR.MajK and W.RR.MajK of all clusters are RR.All and W.RR', () => {
    holds((own) => {
      const all = { clusters: Math.max(1, new Set(answersOf(own)).size) }
      expect(place('rerankTopClusters', own, all)).toBe(place('bestOfN', own))
      expect(place('weightedTopClusters', own, all)).toBe(place('weightedVote', own))
    })
  })

  it('RR.MajK and W.RR.MajK of one cluster are the majority vote', () => {
    holds((own) => {
      expect(choose('rerankTopClusters', own, { clusters: 1 })).toBe(vote(own))
      expect(choose('weightedTopClusters', own, { clusters: 1 })).toBe(vote(own))
    })
  })

  it('W.RR and W.RR.MajK of equal scores are the majority vote, whatever the score', () => {
    fc.assert(
      fc.property(
        samples,
        fc.oneof(fc.constant(0), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('score', 'sigmoid'),
        (drawn, score, clusters, weights) => {
          const own = drawn.map(({ answer }) => ({ answer, score }))
          expect(choose('weightedVote', own, { weights })).toBe(vote(own))
          expect(choose('weightedTopClusters', own, { clusters, weights })).toBe(vote(own))
        },
      ),
    )
  })

  it('Maj1.TopN of all is the majority vote, and of one RR.All', () => {
    holds((own) => {
      expect(choose('majorityOfTopN', own, { best: Math.max(1, own.length) })).toBe(vote(own))
      expect(place('majorityOfTopN', own, { best: 1 })).toBe(place('bestOfN', own))
    })
  })

  it('RR.All takes the best score, and the first of several', () => {
    holds((own) => {
      const at = place('bestOfN', own)
      const best = Math.max(...own.filter(({ answer }) => answer !== null).map((a) => a.score))
      if (at === null) return
      expect(own[at]!.score).toBe(best)
      const first = own.findIndex(({ answer, score }) => answer !== null && score === best)
      expect(at).toBe(first)
    })
  })

  it('no order of the completions changes what weights add up to', () => {
    fc.assert(
      fc.property(
        samples,
        fc.infiniteStream(fc.nat()),
        fc.constantFrom('score', 'sigmoid'),
        (own, random, weights) => {
          const total = (answer: string | null): number =>
            own.filter((each) => each.answer === answer).reduce((sum, { score }) => sum + score, 0)
          const chosen = choose('weightedVote', own, { weights })
          const rank = own.map((each) => ({ each, key: random.next().value }))
          const mixed = rank.toSorted((a, b) => a.key - b.key).map(({ each }) => each)
          const other = choose('weightedVote', mixed, { weights })
          if (weights === 'score') expect(total(other)).toBeCloseTo(total(chosen), 6)
          if (new Set(answersOf(own)).size <= 1) expect(other).toBe(chosen)
        },
      ),
    )
  })

  it('sums that differ by rounding alone are equal', () => {
    const answers = ['7', '7', '8']
    const scores = [0.1, 0.7, 0.8] // 0.1 + 0.7 is 0.7999999999999999
    const chosen = selectionRules.weightedVote.choose(answers, (place) => scores[place]!)
    expect(answers[chosen!]).toBe('7')
  })

  it('ties go to the larger cluster, then to the one that was seen first', () => {
    const own = ['1', '2', '2', '3', '1'].map((answer, at) => ({
      answer,
      score: [2, 2, 0, 2, 0][at]!,
    }))
    expect(place('bestOfN', own)).toBe(0)
    expect(place('weightedVote', own)).toBe(0) // 1 and 2 and 3 have 2; 3 is smaller
    expect(place('weightedVote', own.toReversed())).toBe(4)
    expect(place('rerankTopClusters', own, { clusters: 1 })).toBe(0)
    // 2, 1 and 3 have the best scores: one vote each.
    expect(place('majorityOfTopN', own, { best: 3 })).toBe(0)
  })

  it('refuses negative scores as weights, and weighs them by a sigmoid', () => {
    const own = [
      { answer: '1', score: -1 },
      { answer: '2', score: 3 },
      { answer: '1', score: -0.5 },
    ]
    expect(() => place('weightedVote', own)).toThrow(DataError)
    expect(() => place('weightedTopClusters', own)).toThrow(
      'the score -1 is negative, and cannot be the weight of a vote',
    )
    // 0.27 + 0.38 against 0.95
    expect(place('weightedVote', own, { weights: 'sigmoid' })).toBe(1)
    expect(place('bestOfN', own)).toBe(1)
  })

  it('weighs by a sigmoid where it is smaller than any number', () => {
    const own = [
      { answer: '1', score: -900 },
      { answer: '1', score: -800 },
      { answer: '2', score: -750 },
    ]
    expect(place('weightedVote', own, { weights: 'sigmoid' })).toBe(2)
  })
})

describe('adaptiveVote', () => {
  const answers = fc.array(fc.constantFrom('1', '2', '3', null), { maxLength: 40 })

  it('with confidence 1 is the majority vote, and pays for no more', () => {
    fc.assert(
      fc.property(answers, (own) => {
        const { chosen, used } = decide(own, 1)
        expect(chosen === null ? null : own[chosen]).toBe(majority(own))
        expect(used).toBeLessThanOrEqual(own.length)
        // One completion less left it open: there are votes that another answer wins.
        if (chosen === null || used === own.length) return
        const left = Array.from({ length: own.length - used }, () => 'other')
        expect(majority([...own.slice(0, used), ...left])).toBe(own[chosen])
      }),
      { numRuns: 1000 },
    )
  })

  it('takes more completions for more confidence', () => {
    fc.assert(
      fc.property(answers, (own) => {
        const used = [0.5, 0.8, 0.95, 0.999, 1].map((confidence) => decide(own, confidence).used)
        expect(used).toEqual(used.toSorted((a, b) => a - b))
      }),
    )
  })

  it('ends after four equal answers, as a probability of 31/32 is enough', () => {
    expect(decide(Array(40).fill('7'))).toEqual({ chosen: 0, used: 4 })
    expect(decide([null, '7', '7', null, '7', '7', '8'])).toEqual({ chosen: 1, used: 5 })
    expect(decide([null, null])).toEqual({ chosen: null, used: 2 })
    expect(decide([])).toEqual({ chosen: null, used: 0 })
  })

  it('has the tail of the Beta distribution', () => {
    // mpmath 1.3.0: betainc(votes + 1, others + 1, 0.5, 1, regularized=True)
    const known = [
      [0, 0, 0.5],
      [1, 0, 0.75],
      [4, 0, 0.96875],
      [7, 3, 0.88671875],
      [30, 20, 0.919610199094],
      [600, 500, 0.998717613601],
      [4000, 3900, 0.8697096886011074],
    ] as const
    for (const [votes, others, tail] of known)
      expect(staysAhead(votes, others)).toBeCloseTo(tail, 9)
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (votes, others) => {
        expect(staysAhead(votes, others) + staysAhead(others, votes)).toBeCloseTo(1, 9)
      }),
    )
  })
})
