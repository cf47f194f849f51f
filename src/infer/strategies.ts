/** Every strategy, by its name. */
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
import { repair } from './repair.ts'
import { stepBeam } from './step-beam.ts'
import { stepwise } from './stepwise.ts'
import { optionFields, optionNames } from './strategy-options.ts'
import type { Source, Strategy } from './strategy.ts'

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
  repair,
  stepBeam,
  stepwise,
} satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies

/** A strategy with its name, for messages. */
export const namedStrategy = (name: StrategyName): Strategy & { name: StrategyName } => ({
  name,
  ...strategies[name],
})

/** Returns the names of the strategies that can do with one of the tools. */
export function strategiesWith(tool: Source): StrategyName[] {
  const names = Object.keys(strategies) as StrategyName[]
  return names.filter((name) => (strategies[name] as Strategy).needs.includes(tool))
}

/** `greedy: …; majorityVote: …`: what each of these strategies does, for help texts. */
export function describeStrategies(names: readonly StrategyName[]): string {
  return names.map((name) => `${name}: ${strategies[name].description}`).join('; ')
}

/** `clusters: … (rerankTopClusters, …); …`: what each option is, and who reads it. */
export function describeOptions(): string {
  const readers = Object.entries(strategies as Record<string, Strategy>)
  return optionNames
    .map((option) => {
      const names = readers.filter(([, { reads }]) => reads.includes(option)).map(([name]) => name)
      return `${option}, of ${names.join(' and ')}: ${optionFields[option].description!.replace(/\.$/, '')}`
    })
    .join('; ')
}
