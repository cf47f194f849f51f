/**
 * What holds for answers of every kind: a value equals each way to write it and no way to write
 * another value, in either order. `RECKONER_FUZZ=1000000` compares all pairs of the writings of
 * many more values.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAnswers, policies, compileAnswer, type Policy } from '../../src/verify/index.ts'
import { compareByValue } from '../../src/verify/compare/compare-answers.ts'
import type { Notation } from './notation.ts'
import { sliceOf } from '../support/slice-of.ts'
import { kinds } from './renderings.ts'

const isFull = process.env['RECKONER_FUZZ'] !== undefined
const numRuns = isFull ? 10 : 50
const seed = 20_261_122
const timeout = 3_600_000

/** A reward compares by its own conventions, those of the evaluation left out. */
const policiesOf = (...notations: readonly Notation[]): Policy[] =>
  notations.some(({ isLenient }) => isLenient)
    ? [policies.evaluation]
    : [policies.evaluation, policies.reward]

/**
 * Indices of pairs to compare: all of them in the full run, else a few that go round with the draw.
 */
function pairsOf(count: number, others: number, draw: number): [number, number][] {
  if (isFull)
    return Array.from({ length: count * others }, (_, index) => [
      Math.floor(index / others),
      index % others,
    ])
  return Array.from({ length: 8 }, (_, index) => [
    (draw + 7 * index) % count,
    (draw * 31 + 13 * index) % others,
  ])
}

const drawn = fc.nat(100_000)

describe.each(sliceOf(kinds, 4))('$name', ({ specimens }) => {
  test('is written in at least 20 ways', () => {
    for (const { renderings } of fc.sample(specimens, { numRuns: 20, seed }))
      expect(new Set(renderings.map(({ text }) => text)).size).toBeGreaterThanOrEqual(20)
  })

  test('equals each way to write it', { timeout }, () => {
    fc.assert(
      fc.property(specimens, drawn, ({ renderings }, draw) => {
        for (const [i, j] of pairsOf(renderings.length, renderings.length, draw)) {
          const [a, b] = [renderings[i]!, renderings[j]!]
          for (const policy of policiesOf(a, b)) {
            const { outcome, reason } = compareAnswers(a.text, b.text, policy)
            expect({ a: a.text, b: b.text, policy: policy.name, outcome, reason }).toMatchObject({
              outcome: 'equal',
            })
          }
        }
      }),
      { numRuns, seed },
    )
  })

  test('equals no other value, however it is written', { timeout }, () => {
    fc.assert(
      fc.property(specimens, drawn, ({ renderings, changed }, draw) => {
        const others = isFull ? changed : changed.slice(draw % changed.length).slice(0, 1)
        for (const other of others)
          for (const [i, j] of pairsOf(renderings.length, other.length, draw))
            for (const policy of [policies.evaluation, policies.reward]) {
              const [a, b] = [renderings[i]!.text, other[j]!.text]
              const { outcome, reason } = compareAnswers(a, b, policy)
              if (outcome === 'equal')
                expect.fail(`${JSON.stringify([a, b])} are equal (${policy.name}): ${reason}`)
            }
      }),
      { numRuns, seed },
    )
  })

  test('is compared the same in either order, by its value as by its text', { timeout }, () => {
    fc.assert(
      fc.property(specimens, drawn, ({ renderings, changed }, draw) => {
        const all = [...renderings, ...changed.flat()]
        const [a, b] = [all[draw % all.length]!.text, all[(31 * draw + 7) % all.length]!.text]
        for (const policy of [policies.evaluation, policies.reward]) {
          const { outcome } = compareAnswers(a, b, policy)
          expect(compareAnswers(b, a, policy).outcome).toBe(outcome)
          const [x, y] = [compileAnswer(a).value, compileAnswer(b).value]
          expect(compareByValue(x, y, policy).outcome).toBe(outcome)
          expect(compareByValue(y, x, policy).outcome).toBe(outcome)
          expect(compareByValue(x, x, policy).outcome).toBe('equal')
        }
      }),
      { numRuns, seed },
    )
  })
})

test.each([
  ['(1, 2)', '[1, 2]'],
  ['(1, 2)', '\\{1, 2\\}'],
  ['(1, 2]', '[1, 2)'],
  ['3 1/2', '31/2'],
  ['1, 234', '1,234'],
  ['x! = 5', 'x != 5'],
  ['\\pi**2', '\\pi*2'],
  ['0,06', '-0,06'],
])('%s is not %s', (a, b) => {
  for (const policy of [policies.evaluation, policies.reward])
    expect(compareAnswers(a, b, policy).outcome).toBe('different')
})
