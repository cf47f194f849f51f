/** The settings of a stage that solves problems step by step. */
import { z } from 'zod'
import { stepFields } from '../../infer/index.ts'
import { promptedFields } from './prompted.ts'

export const stepSettings = z.strictObject({
  ...promptedFields,
  maxNewTokens: promptedFields.maxNewTokens.describe(
    'Maximum length of a step, in tokens. A solution ends with a step that reaches it.',
  ),
  ...stepFields,
})
export type StepSettings = z.infer<typeof stepSettings>
