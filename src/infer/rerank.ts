/** Strategies that choose by scores: the rules of `selection.ts` with what they cost. */
import { choosing } from './choice.ts'
import { sampled } from './sampled.ts'
import { selectionRules } from './selection.ts'
import type { Strategy } from './strategy.ts'
import type { SelectionOptionName } from './strategy-options.ts'

type RuleName = keyof typeof selectionRules

const byRule = (name: RuleName, description: string, ...reads: SelectionOptionName[]): Strategy =>
  choosing({
    name,
    description,
    reads,
    draw: sampled,
    scored: (answers, options) => selectionRules[name].scored(answers, options),
    choose: (completions, options, score) => {
      const answers = completions.map(({ answer }) => answer)
      const place = selectionRules[name].choose(answers, score!, options)
      return { chosen: completions[place ?? 0], paid: completions }
    },
  })

export const bestOfN = byRule('bestOfN', 'the answer of the best scored completion')
export const rerankTopClusters = byRule(
  'rerankTopClusters',
  'the answer of the best scored completion among the most frequent answers',
  'clusters',
)
export const weightedVote = byRule(
  'weightedVote',
  'the answer whose scores add up to most',
  'weights',
)
export const weightedTopClusters = byRule(
  'weightedTopClusters',
  'of the most frequent answers, the one whose scores add up to most',
  'clusters',
  'weights',
)
export const majorityOfTopN = byRule(
  'majorityOfTopN',
  'the most frequent answer of the best scored completions',
  'best',
)
