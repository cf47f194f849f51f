/**
 * What a build of the checker says of many answers and texts, for comparison with another build. A
 * browser runs this file too, so it imports no code.
 */
import type * as checker from '../../src/verify/pure.ts'
import type { documentedPairs, documentedTexts } from './documented-answers.ts'

export interface Cases {
  pairs: typeof documentedPairs
  texts: typeof documentedTexts
}

/** Returns every comparison of the pairs and every verdict on the texts, under both policies. */
export function outcomesOf(build: typeof checker, { pairs, texts }: Cases) {
  return build.policyNames.map((name) => {
    const policy = build.policies[name]
    return {
      pairs: pairs.map(({ gold, prediction }) => build.compareAnswers(gold, prediction, policy)),
      texts: texts.map(({ text, gold, expects }, index) => {
        const problem = build.withGold({ id: 'p', question: 'q', answer: gold })
        const completion = { problemId: 'p', index, text }
        return build.verifyCompletion(completion, problem, { expects, policy })
      }),
    }
  })
}
