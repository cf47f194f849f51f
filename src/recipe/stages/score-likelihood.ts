/** Stage `score.likelihood`: how sure the generator itself was of each completion. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { defineStage } from '../stage.ts'
import { scoreEach } from './score-each.ts'

const settings = z.strictObject({
  label: z.string().default('likelihood').describe('Name of these scores in the results.'),
})

export const scoreLikelihood = defineStage<z.infer<typeof settings>>({
  version: 2,
  description:
    "a score for every completion without an evaluator: the geometric mean of its tokens' probabilities, as the generator noted them",
  settings,
  label: 'label',
  inputs: { completions: { kind: 'path', takes: 'completions' } },
  makes: ['scores'],
  perSeed: 'inherit',
  run: (context) =>
    scoreEach(context, ({ problemId, index, tokens, logprob }) => {
      if (tokens !== undefined && logprob !== undefined)
        return Math.exp(logprob / Math.max(1, tokens))
      throw new DataError(
        `${context.id}: completion ${index} of problem "${problemId}" does not say its tokens and logprob`,
        { hint: 'Only completions that `sample` drew have them.' },
      )
    }),
})
