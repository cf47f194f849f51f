/** Settings of every stage that grades: how answers are found in completions, and compared with the gold ones. */
import { z } from 'zod'
import { answerKinds, policies, type TaskOptions } from '../../verify/index.ts'

export const answerSettings = {
  expects: z.enum(answerKinds).default('auto').describe('What the answers are: numbers, any expression, or choice letters.'),
  policy: z
    .enum(['evaluation', 'reward'])
    .default('evaluation')
    .describe('Which conventions make two answers the same: lenient, or strict.'),
}

/** Returns what `verifyCompletion` takes. */
export function taskOptions({
  expects,
  policy,
}: {
  expects: (typeof answerKinds)[number]
  policy: keyof typeof policies
}): TaskOptions {
  return { expects, policy: policies[policy] }
}
