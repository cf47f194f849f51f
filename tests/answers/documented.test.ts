/** The tables of `docs/answers.md`: what the page says is what comes out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAnswers, evaluationPolicy, rewardPolicy } from '../../src/verify/index.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/answers.md'), 'utf8')
const rows = page
  .split('\n')
  .map((line) =>
    /^\|(?: `(\w+)` \|)? `([^`]+)` \| `([^`]+)` \| (equal|different|unknown) \| (equal|different|unknown) \|$/.exec(line),
  )
  .filter((row) => row !== null)
  .map(([, setting, gold = '', prediction = '', evaluation, reward]) => ({ setting, gold, prediction, evaluation, reward }))

describe('docs/answers.md', () => {
  it('has an example of every setting on which the policies differ', () => {
    const differing = Object.entries(evaluationPolicy)
      .filter(
        ([name, value]) =>
          name !== 'name' && Object.entries(rewardPolicy).some(([key, other]) => key === name && other !== value),
      )
      .map(([name]) => name)
    const shown = rows.filter(({ evaluation, reward }) => evaluation !== reward).map(({ setting }) => setting)
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
