/**
 * `compareAnswers` says the same of two answers in either order, on every recorded pair. Skipped
 * where the data folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAnswers, policies } from '../../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const files = ['equivalence_dev', 'equivalence_more_dev', 'answer_reports_dev'].map((name) =>
  join(data, `${name}.jsonl`),
)
const isHere = files.every((file) => existsSync(file))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

interface Pair {
  gold: string
  prediction: string
  mode?: string
}

const pairs = (file: string): Pair[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Pair => JSON.parse(line))
    .filter(({ mode }) => mode !== 'verify')

describe('the order of two answers', () => {
  it.each([
    ['3', 'square root of 3'],
    ['3', 'the answer is not 3'],
    ['2', '-(2)'],
    ['3', '-3.'],
    ['-1:2', '1:2'],
    ['(1, 2)', '(1, 2]'],
    ['5', 'The answer is 5'],
    ['5', String.raw`So \boxed{5}`],
    ['5', 'It is 4 or 5.'],
    ['x', 'The last number is 7'],
  ])('does not matter for %j and %j', (a, b) => {
    for (const policy of Object.values(policies))
      expect(compareAnswers(a, b, policy)).toEqual(compareAnswers(b, a, policy))
  })

  it('does not matter where a text counts by an explicit mark only', () => {
    expect(compareAnswers('5', 'The answer is 5').outcome).toBe('equal')
    expect(compareAnswers('#### 5', String.raw`\boxed{5}`).outcome).toBe('equal')
    expect(compareAnswers('5', 'She walked home and bought 5').outcome).not.toBe('equal')
    expect(compareAnswers('3', 'square root of 3').outcome).not.toBe('equal')
  })

  it.runIf(isHere)(
    `does not matter on recorded pairs${skipped}`,
    () => {
      const found: string[] = []
      for (const { gold, prediction } of files.flatMap(pairs))
        for (const policy of Object.values(policies))
          if (
            compareAnswers(gold, prediction, policy).outcome !==
            compareAnswers(prediction, gold, policy).outcome
          )
            found.push(`${gold} ~ ${prediction}`)
      expect(found).toEqual([])
    },
    60_000,
  )
})
