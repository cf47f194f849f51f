/**
 * Agreement with published suites, model answers and rewritten pairs. Skipped where the data folder
 * is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareAnswers, extractAnswer } from '../../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const isHere = existsSync(join(data, 'equivalence_dev.jsonl'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

interface Pair {
  gold: string
  prediction: string
  equivalent: boolean
  source: string
  /** Of the first file. */
  kind?: 'answer' | 'text' | 'adversarial'
  convention?: string[]
  /** Of the second. */
  set?: string
  policy?: string
}

function pairs(file: string): Pair[] {
  const lines = readFileSync(join(data, file), 'utf8').trimEnd().split('\n')
  return lines.map((line): Pair => JSON.parse(line))
}

/** In texts the answer is found first, as by a task that knows whether it expects a choice. */
function isEqual({ gold, prediction, kind }: Pair): boolean {
  if (kind !== 'text') return compareAnswers(gold, prediction).outcome === 'equal'
  const right = extractAnswer(gold).candidate ?? ''
  const found =
    extractAnswer(prediction, { expects: /^[A-J]$/.test(right) ? 'choice' : 'auto' }).candidate ??
    ''
  return compareAnswers(right, found).outcome === 'equal'
}

interface Agreement {
  share: number
  falsePositives: number
}

function agreementOn(rows: readonly Pair[]): Agreement {
  const said = rows.map((row) => isEqual(row))
  return {
    share: rows.filter(({ equivalent }, index) => said[index] === equivalent).length / rows.length,
    falsePositives: rows.filter(({ equivalent }, index) => said[index] && !equivalent).length,
  }
}

/**
 * The sets with the least agreement and the most false positives that are accepted;
 * `docs/answers.md` lists the differences.
 */
describe.runIf(isHere)(`agreement${skipped}`, () => {
  it.each([
    ['suites', 1_083, 0.983, 0],
    ['model-answers', 315, 0.99, 0],
    ['rewritten', 1_532, 0.998, 0],
    ['pathological', 52, 1, 0],
  ])('on %s', (name, count, least, most) => {
    const rows = pairs('equivalence_more_dev.jsonl').filter(({ set }) => set === name)
    const { share, falsePositives } = agreementOn(rows)
    expect(rows).toHaveLength(count)
    expect(share).toBeGreaterThanOrEqual(least)
    expect(falsePositives).toBeLessThanOrEqual(most)
  })

  it('on at least 99 % of the equal rewritten pairs', () => {
    const rows = pairs('equivalence_more_dev.jsonl').filter(
      ({ set, equivalent }) => set === 'rewritten' && equivalent,
    )
    expect(agreementOn(rows).share).toBeGreaterThanOrEqual(0.99)
  })

  const isHard = ({ source }: Pair): boolean => source.includes('TinyV')
  it.each([
    ['bare answers', (pair: Pair) => pair.kind === 'answer' && !isHard(pair), 0.95, 4],
    [
      'bare answers that depend on no convention',
      (pair: Pair) => pair.kind === 'answer' && !isHard(pair) && pair.convention?.length === 0,
      0.98,
      1,
    ],
    ['answers within texts', (pair: Pair) => pair.kind === 'text', 0.95, 1],
    ['strings aimed at evaluators', (pair: Pair) => pair.kind === 'adversarial', 1, 0],
    ['cases that rule-based checkers had rejected', isHard, 0.87, 0],
  ])('of published suites: %s', (_, belongs, least, most) => {
    const { share, falsePositives } = agreementOn(pairs('equivalence_dev.jsonl').filter(belongs))
    expect(share).toBeGreaterThanOrEqual(least)
    expect(falsePositives).toBeLessThanOrEqual(most)
  })
})
