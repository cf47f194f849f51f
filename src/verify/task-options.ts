/** How a task's answers are found and compared. */
import { ConfigError } from '../core/pure.ts'
import type { ExtractionOptions } from './extract/extract.ts'
import type { AnswerKind } from './extract/mark.ts'
import { policies, policyNames, type PolicyName } from './policy.ts'

export type TaskOptions = ExtractionOptions

/**
 * Returns the options for a kind of answer and a policy by name, as commands and stages are given
 * them. @throws ConfigError for another name
 */
export function taskOptions({
  expects,
  policy,
}: {
  expects: AnswerKind
  policy: PolicyName
}): TaskOptions {
  if (!policyNames.includes(policy))
    throw new ConfigError(`${JSON.stringify(policy)} is not the name of a policy`, {
      hint: `The names are ${policyNames.join(' and ')}.`,
    })
  return { expects, policy: policies[policy] }
}
