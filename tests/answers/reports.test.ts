/**
 * Inputs made after public reports on grading answers: what is accepted, and what must not be.
 * Skipped where the data folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  compareAnswers,
  policies,
  verifyCompletion,
  withGold,
  type AnswerKind,
  type PolicyName,
} from '../../src/verify/index.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data')
const file = join(data, 'answer_reports_dev.jsonl')
const isHere = existsSync(file)
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

/**
 * A pair of answers, or a text with the gold answer of its problem; `right` is `null` where neither
 * verdict is certain.
 */
type Report = { convention?: boolean; kind?: string } & (
  | { mode: 'equal'; gold: string; prediction: string; right: 'equal' | 'different' | null }
  | {
      mode: 'verify'
      answer: string
      text: string
      expects: AnswerKind
      policy: PolicyName
      right: 'correct' | 'wrong'
    }
)

const reports = (): Report[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Report => JSON.parse(line))

const isRight = (report: Report): boolean => report.right === 'equal' || report.right === 'correct'

function isAccepted(report: Report, policy: PolicyName): boolean {
  if (report.mode === 'equal')
    return compareAnswers(report.gold, report.prediction, policies[policy]).outcome === 'equal'
  const problem = withGold({ id: 'p', question: 'q', answer: report.answer })
  const completion = { problemId: 'p', index: 0, text: report.text }
  return (
    verifyCompletion(completion, problem, { expects: report.expects, policy: policies[policy] })
      .verdict === 'correct'
  )
}

/** What a row is about, for messages. */
const shown = (report: Report): string =>
  report.mode === 'equal'
    ? `${report.gold} ~ ${report.prediction}`
    : `${report.answer} ~ ${report.expects} ~ ${report.text.slice(0, 200)}`

describe.runIf(isHere)(`reports on grading answers${skipped}`, () => {
  const rows = isHere ? reports().filter((report) => report.right !== null) : []
  const certain = rows.filter(({ convention }) => !convention)

  it('accept no wrong answer, under any policy', () => {
    const wrong = rows.filter((report) => !isRight(report))
    expect(wrong.length).toBeGreaterThan(100)
    for (const policy of ['evaluation', 'reward'] as const)
      expect(wrong.filter((report) => isAccepted(report, policy)).map(shown)).toEqual([])
  })

  it('accept at least 98 % of the right answers', () => {
    const right = certain.filter(isRight)
    const refused = right.filter(
      (report) => !isAccepted(report, report.mode === 'verify' ? report.policy : 'evaluation'),
    )
    expect(right.length).toBeGreaterThan(500)
    expect(refused.length / right.length, refused.map(shown).join('\n')).toBeLessThanOrEqual(0.02)
  })

  it('accept what most graders accept by convention, in most cases', () => {
    const right = rows.filter((report) => report.convention && isRight(report))
    const accepted = right.filter((report) =>
      isAccepted(report, report.mode === 'verify' ? report.policy : 'evaluation'),
    )
    expect(accepted.length / right.length).toBeGreaterThanOrEqual(0.75)
  })
})
