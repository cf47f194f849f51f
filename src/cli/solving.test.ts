/** How options and a solver together say how a question is answered. */
import { expect, it } from 'vitest'
import type { Solver } from '../infer/index.ts'
import { solvingOf } from './solving.ts'

const solver: Solver = {
  strategy: 'weightedVote',
  options: {},
  numGenerations: 3,
  temperature: 0.9,
  promptFormat: 'Q: {question}\nA:',
  expects: 'choice',
  policy: 'reward',
  accuracy: 0.5,
  evaluator: 'base-1m',
}

it('another strategy than the solver’s draws and reads as the solver does', () => {
  const own = solvingOf({ set: [] }, solver)
  const other = solvingOf({ set: [], strategy: 'majorityVote' }, solver)
  const scored = solvingOf({ set: ['clusters=2'], strategy: 'rerankTopClusters' }, solver)
  for (const { options, promptFormat, task } of [own, other, scored]) {
    expect(options).toMatchObject({ numGenerations: 3, temperature: 0.9 })
    expect(promptFormat).toBe(solver.promptFormat)
    expect(task?.expects).toBe('choice')
  }
  expect(scored.options.clusters).toBe(2)
  expect(scored.evaluator).toEqual(own.evaluator)
  expect(other.evaluator).toBeUndefined()
})

it('options that are given count more', () => {
  const given = { set: [], numGenerations: 9, promptFormat: 'plain' }
  const { options, promptFormat } = solvingOf({ ...given, strategy: 'majorityVote' }, solver)
  expect([options.numGenerations, promptFormat]).toEqual([9, 'plain'])
  expect(solvingOf({ set: [], strategy: 'greedy' }, null)).toMatchObject({ options: {} })
})
