/** How a task's answers are found and compared. */
import type { ExtractionOptions } from './extract/extract.ts'
import type { AnswerKind } from './extract/mark.ts'
import { policies, type PolicyName } from './policy.ts'

export type TaskOptions = ExtractionOptions

/** Returns the options for a kind of answer and a policy by name, as commands and stages are given them. */
export const taskOptions = ({ expects, policy }: { expects: AnswerKind; policy: PolicyName }): TaskOptions => ({
  expects,
  policy: policies[policy],
})
