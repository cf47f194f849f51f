/** Stage `score.likelihood`: how sure the generator itself was of each completion. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { defineStage } from '../stage.ts'
import { scoreEach } from './score-each.ts'

const settings = z.strictObject({
  label: z.string().default('likelihood').describe('Name of these scores in the results.'),
})

export const scoreLikelihood = defineStage<z.infer<typeof settings>>({
  version: 3,
  description:
    "a score for every completion without an evaluator: the geometric mean of its tokens' probabilities, as the generator noted them; 0 for an empty one",
  settings,
  label: 'label',
  inputs: { completions: { kind: 'path', takes: 'completions' } },
  makes: ['scores'],
  perSeed: 'inherit',
  run: (context) =>
    scoreEach(context, ({ problemId, index, tokens, logprob }) => {
      // A question that the model could not read has an empty completion, which nobody is sure of.
      if (tokens !== undefined && logprob !== undefined)
        return tokens === 0 ? 0 : Math.exp(logprob / tokens)
      throw new DataError(
        `${context.id}: completion ${index} of problem "${problemId}" does not say its tokens and logprob`,
        { hint: 'Only completions that `sample` drew have them.' },
      )
    }),
})
