/** What evaluators learn from: that pairs are fair, and what is left out. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { defaultEvaluatorFormat } from '../data/index.ts'
import {
  evaluatorExamples,
  solutionExamples,
  type EvaluatorExampleOptions,
  type LabelledCandidate,
} from './evaluator-examples.ts'
import type { Sequence } from './sequences.ts'

const { tokenizer } = tinyModel()
const options: EvaluatorExampleOptions = {
  loss: 'margin',
  margin: 0.5,
  candidates: 'pairs',
  pairsPerProblem: 10,
  format: defaultEvaluatorFormat,
  tokenizer,
  maxLength: 1000,
  seed: 1,
}
const textOf = ({ ids }: Sequence): string => tokenizer.decode(Array.from(ids))

const of = (prompt: string, correct: number, incorrect: number): LabelledCandidate[] =>
  Array.from({ length: correct + incorrect }, (_, place) => ({
    prompt,
    completion: `${place}`,
    label: place < correct,
  }))

/** The candidates of each pair, by the text that is theirs. */
function pairsOf(
  candidates: readonly LabelledCandidate[],
  own: Partial<EvaluatorExampleOptions> = {},
): [string, string][] {
  return evaluatorExamples(candidates, { ...options, ...own }).examples.map((example) => {
    if (!('better' in example)) throw new Error('no pair')
    expect(example.margin).toBe(0.5)
    const solution = (sequence: Sequence): string => /^.*\n(\d+)/.exec(textOf(sequence))![1]!
    return [solution(example.better.correct), solution(example.worse.correct)]
  })
}

const counted = (items: readonly string[]): number[] => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return [...counts.values()]
}

describe('pairs', () => {
  it('are of a correct and an incorrect candidate, none twice, both sides used evenly', () => {
    const size = fc.integer({ min: 1, max: 9 })
    const property = fc.property(
      size,
      size,
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 9 }),
      (correct, incorrect, pairsPerProblem, seed) => {
        const pairs = pairsOf(of('q\n', correct, incorrect), { pairsPerProblem, seed })
        expect(pairs).toHaveLength(Math.min(pairsPerProblem, correct * incorrect))
        expect(new Set(pairs.map(String)).size).toBe(pairs.length)
        for (const [better, worse] of pairs) {
          expect(Number(better)).toBeLessThan(correct)
          expect(Number(worse)).toBeGreaterThanOrEqual(correct)
        }
        for (const side of [0, 1] as const) {
          const counts = counted(pairs.map((pair) => pair[side]))
          const used = Math.min(pairs.length, side === 0 ? correct : incorrect)
          expect(counts).toHaveLength(used)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        }
      },
    )
    fc.assert(property, { numRuns: 200 })
  })

  it('depend on the seed and the problem, and not on other problems', () => {
    const own = of('q\n', 6, 6)
    expect(pairsOf(own)).toEqual(pairsOf(own))
    expect(pairsOf(own, { seed: 2 })).not.toEqual(pairsOf(own))
    expect(pairsOf([...of('other\n', 3, 3), ...own]).slice(9)).toEqual(pairsOf(own))
  })

  it('are the same ones for both losses', () => {
    const own = of('q\n', 2, 3)
    const { examples } = evaluatorExamples(own, { ...options, loss: 'crossEntropy' })
    const texts = examples.map((example) =>
      'sequences' in example ? example.sequences.map(textOf) : [],
    )
    expect(texts).toEqual(
      pairsOf(own).map(([better, worse]) => [
        `q\n${better}\nThe solution above is correct`,
        `q\n${worse}\nThe solution above is incorrect`,
      ]),
    )
  })
})

describe('candidates', () => {
  it('count once where their texts are equal, and not at all where labels contradict', () => {
    const candidate = (completion: string, label: boolean): LabelledCandidate => ({
      prompt: 'q\n',
      completion,
      label,
    })
    const own = [
      candidate('1', true),
      candidate('1 \n', true),
      candidate('2', false),
      candidate('3', true),
      candidate('3', false),
      candidate('3', true),
    ]
    expect(pairsOf(own)).toEqual([['1', '2']])
    expect(evaluatorExamples(own, options)).toMatchObject({ contradictory: 1, onesided: 0 })
    const all = evaluatorExamples(own, { ...options, loss: 'crossEntropy', candidates: 'all' })
    expect(all.examples).toHaveLength(2)
  })

  it('of one kind give no pairs, and are examples of `all`', () => {
    const own = [...of('q\n', 3, 0), ...of('r\n', 0, 2), ...of('s\n', 1, 1)]
    expect(evaluatorExamples(own, options)).toMatchObject({
      examples: { length: 1 },
      problems: 1,
      onesided: 2,
    })
    const all = evaluatorExamples(own, { ...options, loss: 'crossEntropy', candidates: 'all' })
    expect(all).toMatchObject({ examples: { length: 7 }, problems: 3, onesided: 2 })
    expect(all).toMatchObject({ correct: 4, incorrect: 3 })
  })

  it('longer than the model reads are left out', () => {
    const own = [...of('q\n', 1, 1), { prompt: 'q\n', completion: 'x'.repeat(50), label: false }]
    const { examples, tooLong } = evaluatorExamples(own, { ...options, maxLength: 50 })
    expect([examples.length, tooLong]).toEqual([1, 1])
    const none = evaluatorExamples(own, { ...options, maxLength: 5 })
    expect(none).toMatchObject({ examples: [], tooLong: 3, problems: 0 })
  })
})

it('a solution is one term: the mean over its tokens, times the weight', () => {
  const sequence = { ids: [1, 2, 3, 4, 5], lossFrom: 1 }
  expect(solutionExamples([sequence], 2)).toEqual([{ sequences: [sequence], weight: 0.5 }])
})
