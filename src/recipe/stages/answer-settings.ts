/**
 * Settings of every stage that grades: how answers are found in completions, and compared with the
 * gold ones.
 */
import { z } from 'zod'
import { answerKinds, policyNames } from '../../verify/index.ts'

export const answerSettings = {
  expects: z
    .enum(answerKinds)
    .default('auto')
    .describe('The kind of the answers: numbers, any expression, or choice letters.'),
  policy: z
    .enum(policyNames)
    .default('evaluation')
    .describe(
      'Conventions for when two answers are the same: evaluation is lenient, reward is strict.',
    ),
}
