/** Solutions that grow by steps, as a strategy. */
import type { Prediction, Task } from '../core/index.ts'
import { stepRules } from '../data/index.ts'
import { readAnswers } from './answered.ts'
import { stepSettingsOf } from './step-options.ts'
import { stepRounds, type Trajectory } from './step-rounds.ts'
import { stepwiseOptionNames } from './strategy-options.ts'
import { requireTools, type Source, type Strategy } from './strategy.ts'

const needs: readonly Source[] = ['steps']

/**
 * The answer of a solution of which each step is chosen among several candidates. Source:
 * RATIONALYST (2410.01044).
 */
export const stepwise: Strategy = {
  description:
    'the answer of a solution that grows by steps; each is the best of several by a judge, who may know a rationale',
  needs,
  reads: stepwiseOptionNames,
  async *answer(problemId, tools, options = {}, signal): Task<Prediction> {
    requireTools('stepwise', { needs }, tools)
    const settings = stepSettingsOf(options)
    const { question, open } = tools.steps!
    const trajectories = yield* stepRounds(
      [{ problemId, question }],
      await open(settings, signal),
      { maxSteps: settings.maxSteps, hasAnswer: stepRules[settings.steps].hasAnswer },
    )
    const { text, tokens, steps } = trajectories[0]!
    const [answered] = await readAnswers([{ problemId, index: 0, text, tokens }], tools)
    const { answer } = answered!
    return {
      problemId,
      answer,
      text,
      cost: { completions: 1, tokens },
      ...(options.trace && {
        trace: { candidates: [{ index: 0, answer }], choice: 0, steps: steps.map(traceOf) },
      }),
    }
  },
}

type StepTrace = NonNullable<NonNullable<Prediction['trace']>['steps']>[number]

const traceOf = ({ candidates, choice, rationale }: Trajectory['steps'][number]): StepTrace => ({
  candidates: candidates.map(({ text, score }) => ({ text, score })),
  choice,
  ...(rationale !== undefined && { rationale }),
})
