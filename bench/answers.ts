/**
 * Comparing answers: pairs a second on one core, by kind of pair, beside Math-Verify on the same
 * pairs.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rng } from '../src/core/index.ts'
import { compareAnswers } from '../src/verify/index.ts'
import type { Measured } from './measure.ts'
import { rate, summarise } from './measure.ts'
import { printedBy, python } from './python.ts'

/** A pair as text, and whether the answers are the same where that is known. */
export interface Pair {
  gold: string
  prediction: string
  equivalent: boolean
}

const data = process.env['RECKONER_DATA'] ?? join(import.meta.dirname, '../../shared/data')
const recorded = join(data, 'equivalence_more_dev.jsonl')

/** Integers of up to 12 digits; every second pair is equal. */
function integerPairs(): Pair[] {
  const random = rng('bench', 'integers')
  return Array.from({ length: 2_000 }, (_, index) => {
    const gold = random.int(0, 10 ** random.int(1, 13))
    return {
      gold: String(gold),
      prediction: String(index % 2 === 0 ? gold : gold + 1),
      equivalent: index % 2 === 0,
    }
  })
}

/** Fractions, decimals and radicals in other words. */
function numericPairs(): Pair[] {
  const random = rng('bench', 'numbers')
  return Array.from({ length: 2_000 }, (_, index) => {
    const [top, bottom] = [random.int(1, 1_000), random.int(2, 60)]
    const other = index % 2 === 0 ? 0 : 1
    const root = random.int(2, 20)
    const forms = [
      [`\\frac{${top}}{${bottom}}`, `${3 * (top + other)}/${3 * bottom}`],
      [`${top}\\sqrt{${root}}`, `\\sqrt{${(top + other) ** 2 * root}}`],
      [`${top / 4}`, `\\dfrac{${top + other}}{4}`],
    ] as const
    const [gold, prediction] = forms[index % 3]!
    return { gold, prediction, equivalent: other === 0 }
  })
}

/** Products of linear factors against their expansions. */
function symbolicPairs(): Pair[] {
  const random = rng('bench', 'symbols')
  return Array.from({ length: 1_000 }, (_, index) => {
    const [a, b, c] = [random.int(1, 9), random.int(1, 9), random.int(1, 9)]
    const other = index % 2
    const expansion = `x^2y+${b}xy+${a}x^2+${a * b + other}x`
    return {
      gold: `\\left(x+${b}\\right)(xy+${a}x)+${c}`,
      prediction: `${expansion}+${c}`,
      equivalent: other === 0,
    }
  })
}

/** The sets that are compared; recorded ones where the data folder is there. */
export function pairSets(): Map<string, Pair[]> {
  const sets = new Map([
    ['integers', integerPairs()],
    ['numbers', numericPairs()],
    ['polynomials', symbolicPairs()],
  ])
  if (!existsSync(recorded)) return sets
  const rows = readFileSync(recorded, 'utf8').trimEnd().split('\n')
  const pairs = rows.map((line): Pair & { set: string } => JSON.parse(line))
  for (const name of ['rewritten', 'suites'])
    sets.set(
      name,
      pairs.filter(({ set }) => set === name),
    )
  return sets
}

/** Pairs a second, both answers read anew each time. */
export const comparison = (pairs: readonly Pair[]): Promise<Measured> =>
  rate(pairs.length, 5, async () => {
    for (const { gold, prediction } of pairs) compareAnswers(gold, prediction)
  })

export const agreement = (pairs: readonly Pair[]): number =>
  pairs.filter(
    ({ gold, prediction, equivalent }) =>
      (compareAnswers(gold, prediction).outcome === 'equal') === equivalent,
  ).length / pairs.length

/** Returns the version found, `undefined` where Math-Verify is not installed. */
export const mathVerifyVersion = (): string | undefined =>
  printedBy(
    'import math_verify, importlib.metadata as m; print("Math-Verify", m.version("math-verify"))',
  )

/** Every how manyth pair the peer is given: it takes minutes for all. */
const peerShare = 5

/** Math-Verify's pairs a second and its agreement, on every fifth pair. */
export function mathVerify(pairs: readonly Pair[]): { speed: Measured; agreement: number } {
  const input = JSON.stringify(pairs.filter((_, index) => index % peerShare === 0))
  const output = execFileSync(python, [join(import.meta.dirname, 'math_verify_peer.py')], {
    input,
    encoding: 'utf8',
  })
  const { rates, agreement: share } = JSON.parse(output) as { rates: number[]; agreement: number }
  return { speed: summarise(rates), agreement: share }
}
