import { expect, it } from 'vitest'
import { DataError } from '../core/index.ts'
import { loadScores, requireAllScored } from './scores-of-verdicts.ts'

const source = (...records: object[]) => ({
  name: 's.jsonl',
  chunks: (async function* () {
    yield Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(''))
  })(),
})
const p0 = { problemId: 'p', index: 0 }

it('finds scores by problem, index, model and seed', async () => {
  const { scoreOf, unused } = await loadScores(
    source(
      { ...p0, score: 0.1, modelId: 'a', seed: 1 },
      { ...p0, score: 0.2, modelId: 'a', seed: 2 },
      { problemId: 'p', index: 1, score: -7 },
    ),
  )
  expect(scoreOf({ ...p0, modelId: 'a', seed: 2 })).toBe(0.2)
  expect(scoreOf({ ...p0, modelId: 'b', seed: 2 })).toBeUndefined()
  expect(scoreOf({ problemId: 'p', index: 1, modelId: 'a', seed: 2 })).toBe(-7)
  expect(unused().map(({ score }) => score)).toEqual([0.1])
})

it('refuses one score for the completions of two models', async () => {
  const { scoreOf } = await loadScores(source({ ...p0, score: 0.1 }))
  expect(scoreOf({ ...p0, modelId: 'a' })).toBe(0.1)
  expect(scoreOf({ ...p0, modelId: 'a' })).toBe(0.1)
  expect(() => scoreOf({ ...p0, modelId: 'b' })).toThrow(
    's.jsonl: there are several completions with the problem and index of completion 0 of problem "p", and one score for them',
  )
})

it('refuses bad lines and two scores of one completion', async () => {
  await expect(loadScores(source({ ...p0, score: 'high' }))).rejects.toThrow(/^s\.jsonl:1: /)
  await expect(loadScores(source({ ...p0, score: null }))).rejects.toThrow(DataError)
  await expect(loadScores(source({ ...p0, score: 1 }, { ...p0, score: 2 }))).rejects.toThrow(
    's.jsonl:2: there is already a score of completion 0 of problem "p"',
  )
})

it('says how many are missing, or left over, and which is the first', async () => {
  const table = await loadScores(source({ ...p0, score: 0.1 }, { ...p0, index: 7, score: 0.1 }))
  expect(() => requireAllScored('s.jsonl', [{ problemId: 'q', index: 3 }, p0], table)).toThrow(
    's.jsonl: 2 completions have no score; the first is completion 3 of problem "q"',
  )
  table.scoreOf(p0)
  expect(() => requireAllScored('s.jsonl', [], table)).toThrow(
    's.jsonl: 1 score is of a completion that is not given; the first is of completion 7 of problem "p"',
  )
  table.scoreOf({ ...p0, index: 7 })
  expect(() => requireAllScored('s.jsonl', [], table)).not.toThrow()
})
