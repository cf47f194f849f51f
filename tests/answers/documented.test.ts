/** The tables of `docs/answers.md`: what the page says is what comes out. */
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  evaluationPolicy,
  rewardPolicy,
  verifyCompletion,
  withGold,
} from '../../src/verify/index.ts'
import { documentedPairs, documentedTexts } from '../support/documented-answers.ts'

describe('docs/answers.md', () => {
  it('has a table of texts', () => expect(documentedTexts.length).toBeGreaterThan(15))

  it.each(documentedTexts)('$text for $gold', ({ text, gold, expects, evaluation, reward }) => {
    const problem = withGold({ id: 'p', question: 'q', answer: gold })
    const verdicts = [evaluationPolicy, rewardPolicy].map(
      (policy) =>
        verifyCompletion({ problemId: 'p', index: 0, text }, problem, { expects, policy }).verdict,
    )
    expect(verdicts).toEqual([evaluation, reward])
  })

  it('has an example of every setting on which the policies differ', () => {
    const differing = Object.entries(evaluationPolicy)
      .filter(
        ([name, value]) =>
          !['name', 'guesses'].includes(name) &&
          Object.entries(rewardPolicy).some(([key, other]) => key === name && other !== value),
      )
      .map(([name]) => name)
    // Settings of texts have a table of their own.
    const shown = documentedPairs
      .filter(({ evaluation, reward }) => evaluation !== reward)
      .map(({ setting }) => setting)
    expect(documentedPairs.length).toBeGreaterThan(50)
    expect(new Set(shown)).toEqual(new Set(differing))
  })

  it.each(documentedPairs)('$gold and $prediction', ({ gold, prediction, evaluation, reward }) => {
    expect([
      compareAnswers(gold, prediction, evaluationPolicy).outcome,
      compareAnswers(gold, prediction, rewardPolicy).outcome,
      compareAnswers(prediction, gold, evaluationPolicy).outcome,
    ]).toEqual([evaluation, reward, evaluation])
  })
})
