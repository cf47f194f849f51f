/** Whichever answer is given first, the verdict is the same: on every pair of the data. Skipped where the data folder is absent. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAnswers, compileAnswer, policies } from '../../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const files = ['equivalence_dev.jsonl', 'equivalence_more_dev.jsonl', 'answer_reports_dev.jsonl']
const isHere = files.every((file) => existsSync(join(data, file)))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

interface Pair {
  gold: string
  prediction: string
  /** Of the reports: pairs are those of `equal`. */
  mode?: string
}

function pairs(file: string): Pair[] {
  const lines = readFileSync(join(data, file), 'utf8').trimEnd().split('\n')
  return lines.map((line): Pair => JSON.parse(line)).filter(({ mode }) => mode === undefined || mode === 'equal')
}

describe.runIf(isHere)(`comparisons are symmetric${skipped}`, () => {
  it.each(files)('in %s, under both policies', { timeout: 120_000 }, (file) => {
    const all = pairs(file)
    expect(all.length).toBeGreaterThan(300)
    for (const { gold, prediction } of all) {
      const [a, b] = [compileAnswer(gold), compileAnswer(prediction)]
      for (const policy of Object.values(policies)) {
        const [one, other] = [compareAnswers(a, b, policy).outcome, compareAnswers(b, a, policy).outcome]
        if (one !== other) expect.fail(`${JSON.stringify([gold, prediction])}: ${one}, but ${other} the other way round`)
      }
    }
  })
})
