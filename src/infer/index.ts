/** Test-time strategies: from a problem and tools to one answer. */
import { adaptiveVote } from './adaptive-vote.ts'
import { first, greedy } from './first.ts'
import { majorityVote } from './majority-vote.ts'
import {
  bestOfN,
  majorityOfTopN,
  rerankTopClusters,
  weightedTopClusters,
  weightedVote,
} from './rerank.ts'
import type { Source, Strategy } from './strategy.ts'

export { drawFrom, type DrawOptions } from './draw-from.ts'
export { withAnswers, type Answered } from './answered.ts'
export { decide } from './adaptive-vote.ts'
export { majority } from './majority-vote.ts'
export { selectionRules, type Answers, type ScoreAt, type SelectionRule } from './selection.ts'
export {
  describeChoice,
  parseSelectionOptions,
  selectionFields,
  selectionOptionNames,
  unreadOption,
  type SelectionOptions,
} from './strategy-options.ts'
export type { Draw, Strategy, StrategyOptions, Tools } from './strategy.ts'

/** Every strategy, by its name in recipes and commands. */
export const strategies = {
  greedy,
  first,
  majorityVote,
  adaptiveVote,
  bestOfN,
  rerankTopClusters,
  weightedVote,
  weightedTopClusters,
  majorityOfTopN,
} satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies

/** Returns the names of the strategies that can do with one of the tools. */
export function strategiesWith(tool: Source): StrategyName[] {
  const names = Object.keys(strategies) as StrategyName[]
  return names.filter((name) => (strategies[name] as Strategy).needs.includes(tool))
}

/** `greedy: …; majorityVote: …`: what each of these strategies does, for help texts. */
export function describeStrategies(names: readonly StrategyName[]): string {
  return names.map((name) => `${name}: ${strategies[name].description}`).join('; ')
}
