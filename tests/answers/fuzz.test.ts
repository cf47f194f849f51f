/**
 * The answer checker on texts of every sort: it never throws, says one of three things, and the
 * same in either order and every time. `RECKONER_FUZZ=1000000 npx vitest run --project unit
 * tests/answers/fuzz.test.ts` is the full run, which also measures.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  answerClasses,
  canonicalAnswer,
  compareAnswers,
  policies,
  compileAnswer,
  type Policy,
} from '../../src/verify/index.ts'
import { compareByValue } from '../../src/verify/compare/compare-answers.ts'
import { sliceOf } from '../support/slice-of.ts'
import { pairs } from './answer-soup.ts'

const fullRuns = Number(process.env['RECKONER_FUZZ'] ?? 0)
const numRuns = fullRuns || 750
const seed = Number(process.env['RECKONER_FUZZ_SEED'] ?? 20_261_122)

/** The full run is one test; else there are eight, of which each commit draws one. */
const parts = fullRuns ? [0] : sliceOf([0, 1, 2, 3, 4, 5, 6, 7], 8)

/** The slowest comparison that the full run lets pass. */
const maxMs = 100

/**
 * A comparison beyond this is timed again, since the first may have been compiled, or interrupted.
 */
const suspectMs = 25

const outcomes: Record<string, number> = { equal: 0, different: 0, unknown: 0 }
const slowest = { ms: 0, pair: ['', ''] as [string, string], policy: '' }

function outcomeOf(a: string, b: string, policy: Policy): string {
  const { outcome } = compareAnswers(a, b, policy)
  return outcome
}

/** Blanks and dollar signs alone are no answer. */
const isEmpty = (text: string): boolean => /^[\s$]*$/.test(text)

/**
 * The rules themselves are symmetric; only where the steps ran out may the order of the answers
 * matter to them.
 */
function expectSymmetry(a: string, b: string, policy: Policy): void {
  const [x, y] = [compileAnswer(a), compileAnswer(b)]
  const [forth, back] = [
    compareByValue(x.value, y.value, policy),
    compareByValue(y.value, x.value, policy),
  ]
  if (forth.layer !== 'limit' && back.layer !== 'limit') expect(back.outcome).toBe(forth.outcome)
}

/** Milliseconds of processor time, which other processes do not lengthen. */
function time(a: string, b: string, policy: Policy): number {
  const start = process.cpuUsage()
  outcomeOf(a, b, policy)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

/** Notes how long a comparison takes; the least of five tries counts for one that seems slow. */
function measure(a: string, b: string, policy: Policy): void {
  let ms = time(a, b, policy)
  for (let round = 0; round < 5 && ms > suspectMs; round++) ms = Math.min(ms, time(a, b, policy))
  if (ms > slowest.ms) Object.assign(slowest, { ms, pair: [a, b], policy: policy.name })
}

const heapMegabytes = (): number => Math.round(process.memoryUsage().heapUsed / 2 ** 20)

test.each(parts)(`${numRuns} pairs of texts, part %i`, { timeout: 24 * 3_600_000 }, (part) => {
  const before = heapMegabytes()
  fc.assert(
    fc.property(pairs, fc.constantFrom(policies.evaluation, policies.reward), ([a, b], policy) => {
      if (fullRuns > 0) measure(a, b, policy)
      const outcome = outcomeOf(a, b, policy)
      expect(outcome in outcomes).toBe(true)
      outcomes[outcome]!++
      expect(outcomeOf(a, b, policy)).toBe(outcome)
      expect(outcomeOf(b, a, policy)).toBe(outcome)
      expectSymmetry(a, b, policy)
      expect(outcomeOf(a, a, policy) === 'equal').toBe(!isEmpty(a))
    }),
    { numRuns, seed: seed + part },
  )
  if (fullRuns === 0) return
  console.log(
    JSON.stringify(
      { numRuns, seed, outcomes, slowest, heapMegabytes: [before, heapMegabytes()] },
      null,
      1,
    ),
  )
  expect(slowest.ms).toBeLessThan(maxMs)
})

test('canonical texts and classes of any texts', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(fc.array(pairs, { maxLength: 6 }), (several) => {
      const answers = several.flat().map((text) => compileAnswer(text))
      for (const answer of answers) expect(canonicalAnswer(answer).length).toBeLessThanOrEqual(200)
      const classes = answerClasses(answers)
      expect(classes).toHaveLength(answers.length)
      for (const [index, first] of classes.entries())
        expect(first).toSatisfy((own: number) => own <= index && classes[own] === own)
    }),
    { numRuns: 100, seed },
  )
})
