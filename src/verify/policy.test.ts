/**
 * A policy's name is no policy: plain JavaScript that passes one is told so, instead of being
 * graded by no policy at all.
 */
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import {
  answerClasses,
  compareAnswers,
  compileAnswer,
  evaluationPolicy,
  extractAnswer,
  extractMarkedAnswer,
  policies,
  policyNames,
  readAnswer,
  rewardPolicy,
  taskOptions,
  verifyCompletion,
  verifyProgram,
  withConvention,
  withGold,
} from './index.ts'

const problem = withGold({ id: 'p', question: 'How much?', answer: '50' })
const completion = { problemId: 'p', index: 0, text: 'It is #### 50%' }
const sandbox = { run: () => Promise.reject(new Error('is not asked')) }

/** Calls of every exported function that takes a policy, as JavaScript would make them. */
const calls = (wrong: never): Record<string, () => unknown> => ({
  compareAnswers: () => compareAnswers('50', '50%', wrong),
  'compareAnswers of integers': () => compareAnswers('1', '2', wrong),
  answerClasses: () => answerClasses([compileAnswer('50')], wrong),
  extractAnswer: () => extractAnswer(completion.text, { policy: wrong }),
  extractMarkedAnswer: () => extractMarkedAnswer(completion.text, { policy: wrong }),
  readAnswer: () => readAnswer(completion.text, { policy: wrong }),
  verifyCompletion: () => verifyCompletion(completion, problem, { policy: wrong }),
  withConvention: () => withConvention(wrong, 'units=required'),
})

describe.each(Object.keys(calls(undefined as never)))('%s', (name) => {
  const call = (wrong: unknown) => calls(wrong as never)[name]!

  it.each(policyNames)('refuses the name "%s", and says what to pass', (policy) => {
    expect(call(policy)).toThrow(ConfigError)
    expect(call(policy)).toThrow(
      `"${policy}" is not a policy; a policy is an object with a setting for each convention`,
    )
    try {
      call(policy)()
    } catch (error) {
      expect((error as ConfigError).hint).toBe(`Pass policies.${policy}, not its name.`)
    }
  })

  it.each([
    ['strict'],
    [1],
    [null],
    [{}],
    [{ ...rewardPolicy, units: 'maybe' }],
    [{ name: 'reward' }],
  ])('refuses %j', (wrong) => {
    expect(call(wrong)).toThrow(ConfigError)
  })

  it.each([
    [evaluationPolicy],
    [rewardPolicy],
    [{ ...rewardPolicy, name: 'mine', units: 'required' }],
  ])('takes %o', (policy) => {
    expect(call(policy)).not.toThrow()
    expect(call(policy)).not.toThrow()
  })
})

it('a name in place of options is refused too', async () => {
  const wrong = 'reward' as never
  for (const call of [
    () => verifyCompletion(completion, problem, wrong),
    () => readAnswer(completion.text, wrong),
    () => extractAnswer(completion.text, wrong),
    () => extractMarkedAnswer(completion.text, wrong),
  ])
    expect(call).toThrow('"reward" is not an object of options')
  await expect(verifyProgram(completion, problem, sandbox, wrong)).rejects.toThrow(
    '"reward" is not an object of options',
  )
  await expect(verifyProgram(completion, problem, sandbox, { policy: wrong })).rejects.toThrow(
    '"reward" is not a policy',
  )
})

it('taskOptions takes names, and only names', () => {
  expect(taskOptions({ expects: 'auto', policy: 'reward' }).policy).toBe(policies.reward)
  expect(() => taskOptions({ expects: 'auto', policy: 'rewrad' as never })).toThrow(
    '"rewrad" is not the name of a policy',
  )
})
