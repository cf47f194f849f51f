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

it('a step-wise solution asks the models that its options need', () => {
  const stepwise = { set: [], strategy: 'stepwise' } as const
  const refOf = (name: string) => solvingOf({ ...stepwise, rationales: name }, null).rationales
  expect(refOf('base-1m')).toBeDefined()
  const judged = { ...stepwise, set: ['chooseBy=evaluator'] }
  // The solver's evaluator, where none is named.
  expect(solvingOf(judged, solver).scorer).toEqual(refOf('base-1m'))
  expect(solvingOf({ ...judged, evaluator: 'base-250k' }, solver).scorer).toEqual(
    refOf('base-250k'),
  )
  const random = solvingOf({ ...stepwise, set: ['chooseBy=random'] }, solver)
  expect([random.scorer, random.rationales]).toEqual([undefined, undefined])
})

it.each([
  [{}, 'chooseBy=rationales needs a model of rationales'],
  [{ set: ['chooseBy=random', 'rationalesAre=shown'] }, 'rationalesAre=shown needs a model'],
  [{ set: ['chooseBy=likelihood'], rationales: 'base-1m' }, '--rationales is asked for nothing'],
  [{ set: ['chooseBy=judge'] }, 'chooseBy=judge needs a model that judges steps'],
  [{ set: ['chooseBy=evaluator'] }, 'chooseBy=evaluator needs a model that judges steps'],
  [{ set: ['chooseBy=random'], evaluator: 'base-1m' }, 'chooseBy=random takes no --evaluator'],
  [{ set: ['chooseBy=random'], numGenerations: 3 }, 'takes no --num-generations'],
  [{ rationales: 'no-such-model' }, '--rationales no-such-model: there is no such model'],
  [{ strategy: 'greedy', rationales: 'base-1m' }, 'the strategy greedy takes no --rationales'],
] as const)('a step-wise solution refuses %j', (given, fault) => {
  expect(() => solvingOf({ strategy: 'stepwise', set: [], ...given }, null)).toThrow(
    expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(fault) }),
  )
})

it('a solver that decides itself takes no model of rationales', () => {
  expect(() => solvingOf({ set: [], rationales: 'base-1m' }, solver)).toThrow('--rationales')
})
