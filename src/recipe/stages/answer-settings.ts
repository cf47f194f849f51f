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
    .describe('What the answers are: numbers, any expression, or choice letters.'),
  policy: z
    .enum(policyNames)
    .default('evaluation')
    .describe('Which conventions make two answers the same: lenient, or strict.'),
}
