/** The tables and figures of a study of selection, down to what is shown. */
import { describe, expect, it } from 'vitest'
import { selectionResults, type SelectionSet } from './selection-results.ts'
import type { Pool } from './strategy-measures.ts'
import { stageResultsSchema } from './results.ts'
import type { TableResult } from './results-tables.ts'

/** The vote is wrong, and the evaluator right: two texts of the wrong answer, one of the right. */
const saved: Pool = {
  answers: ['2', '2', '1'],
  correct: [false, false, true],
  texts: [0, 0, 1],
  scores: [0.1, 0.1, 0.9],
}
const empty: Pool = { answers: [null], correct: [false], texts: [0], scores: [1] }
const set = (pools: readonly Pool[], validation?: readonly Pool[]): SelectionSet => ({
  evaluator: 'large',
  completions: 'SFT',
  free: false,
  runs: [pools],
  validation: validation && [validation],
})
const study = { name: 'chosen', sizes: [1, 2], details: true }
const shown = ({ rows }: TableResult): string[][] => rows.map((row) => row.map(({ text }) => text))

describe('selectionResults', () => {
  const many = Array.from({ length: 40 }, () => saved)

  it('charges no calls where scores took no evaluator', () => {
    const { tables, figures } = selectionResults([{ ...set(many), free: true }], study)
    expect(shown(tables[1]!).map((row) => row.slice(-2))).toEqual(Array(6).fill(['0.0', '0.0 %']))
    expect(figures).toHaveLength(1)
  })

  it('says what every strategy solves, marks what beats the vote, and counts calls', () => {
    const results = selectionResults([set(many)], study)
    expect(stageResultsSchema.parse(results)).toEqual(results)
    const [overview, details] = results.tables as [TableResult, TableResult]
    expect(overview.columns.map(({ title }) => title)).toEqual([
      'completions',
      'evaluator',
      'majorityVote',
      'bestOfN',
      'rerankTopClusters',
      'weightedVote',
      'weightedTopClusters',
      'majorityOfTopN',
    ])
    const [, , vote, ...others] = shown(overview)[0]!
    expect(vote).toBe('0.0 %')
    expect(others.slice(0, 4)).toEqual(['100.0 % ↑', '100.0 % ↑', '100.0 % ↑', '100.0 % ↑'])
    expect(overview.caption).toBe(
      '↑ and ↓ mark paired differences to majority voting with p < 0.05.',
    )
    expect(details.title).toBe('chosen: large on SFT')
    const rows = shown(details).map((row) => [row[0], row[1], row[6], row[7]])
    expect(rows.slice(0, 3)).toEqual([
      ['majorityVote', '0.0 %', '0.0', '0.0 %'],
      ['bestOfN', '100.0 %', '2.0', '100.0 %'],
      ['rerankTopClusters clusters=8', '100.0 %', '2.0', '100.0 %'],
    ])
  })

  it('names the sizes that validation problems chose', () => {
    const wrongFirst = { ...saved, correct: [true, true, false] }
    const { tables } = selectionResults([set(many, [wrongFirst])], study)
    const names = shown(tables[1]!).map(([name]) => name)
    expect(names).toContain('rerankTopClusters clusters=1')
    expect(shown(tables[1]!)[2]!.slice(6)).toEqual(['1.0', '50.0 %'])
    expect(tables[0]!.caption).toContain('were chosen on validation problems')
  })

  it('draws gains over sizes, and accuracy over calls', () => {
    const { figures } = selectionResults([set(many)], study)
    expect(figures.map(({ title }) => title)).toEqual([
      'chosen: large on SFT',
      'chosen, by cost: large on SFT',
    ])
    const [gains, cost] = figures.map(({ series }) =>
      series.map(({ label, points }) => [label, points.map(({ x, y }) => [x, y])]),
    )
    const one = [1, 0]
    expect(gains!.slice(0, 2)).toEqual([
      ['rerankTopClusters', [one, [2, 1]]],
      ['weightedTopClusters', [one, [2, 1]]],
    ])
    expect(cost).toEqual([
      ['rerankTopClusters', [one, [2, 1]]],
      ['weightedTopClusters', [one, [2, 1]]],
    ])
  })

  it('has shares of the calls also where few completions have an answer', () => {
    const { tables } = selectionResults([set([...many.slice(0, 1), empty, empty, empty])], study)
    expect(shown(tables[1]!)[1]!.slice(6)).toEqual(['0.5', '100.0 %'])
  })

  it('leaves details out where they are not wanted', () => {
    const { tables, figures } = selectionResults([set(many)], { ...study, details: false })
    expect([tables.length, figures.length]).toEqual([1, 0])
  })
})
