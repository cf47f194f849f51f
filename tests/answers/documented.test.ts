/** The tables of `docs/answers.md`: what the page says is what comes out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  evaluationPolicy,
  rewardPolicy,
  verifyCompletion,
  withGold,
} from '../../src/verify/index.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/answers.md'), 'utf8')
const rows = page
  .split('\n')
  .map((line) =>
    /^\|(?: `(\w+)` \|)? `([^`]+)` \| `([^`]+)` \| (equal|different|unknown) \| (equal|different|unknown) \|$/.exec(
      line,
    ),
  )
  .filter((row) => row !== null)
  .map(([, setting, gold = '', prediction = '', evaluation, reward]) => ({
    setting,
    gold,
    prediction,
    evaluation,
    reward,
  }))

const texts = page
  .split('\n')
  .map((line) =>
    /^\| `([^`]+)` \| `([^`]+)` \| (correct|incorrect|unparseable) \| (correct|incorrect|unparseable) \| [^|]+ \|$/.exec(
      line,
    ),
  )
  .filter((row) => row !== null)
  .map(([, text = '', gold = '', evaluation, reward]) => ({ text, gold, evaluation, reward }))

describe('docs/answers.md', () => {
  it('has a table of texts', () => expect(texts.length).toBeGreaterThan(15))

  it.each(texts)('$text for $gold', ({ text, gold, evaluation, reward }) => {
    const problem = withGold({ id: 'p', question: 'q', answer: gold })
    const lines = text.replaceAll(' ####', '\n####')
    const verdicts = [evaluationPolicy, rewardPolicy].map(
      (policy) =>
        verifyCompletion({ problemId: 'p', index: 0, text: lines }, problem, {
          expects: /^[A-J]+$/.test(gold) ? 'choice' : 'auto',
          policy,
        }).verdict,
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
    const shown = rows
      .filter(({ evaluation, reward }) => evaluation !== reward)
      .map(({ setting }) => setting)
    expect(rows.length).toBeGreaterThan(50)
    expect(new Set(shown)).toEqual(new Set(differing))
  })

  it.each(rows)('$gold and $prediction', ({ gold, prediction, evaluation, reward }) => {
    expect([
      compareAnswers(gold, prediction, evaluationPolicy).outcome,
      compareAnswers(gold, prediction, rewardPolicy).outcome,
      compareAnswers(prediction, gold, evaluationPolicy).outcome,
    ]).toEqual([evaluation, reward, evaluation])
  })
})
