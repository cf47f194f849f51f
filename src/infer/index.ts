/** Test-time strategies: from several completions of a problem to one answer. */
import { first } from './first.ts'
import { majorityVote } from './majority-vote.ts'
import type { StoredStrategy } from './strategy.ts'

export { withAnswers, type Answered } from './answered.ts'
export { majority } from './majority-vote.ts'
export type { StoredStrategy } from './strategy.ts'

/**
 * The strategies that work on stored completions, by name. On completions drawn greedily `first` is
 * greedy decoding.
 */
export const strategies = { greedy: first, first, majorityVote } satisfies Record<
  string,
  StoredStrategy
>

export type StrategyName = keyof typeof strategies
