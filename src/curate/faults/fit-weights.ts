/** Which kinds of faults to inject, so that their errors are distributed as a student's own. */
import type { ErrorClasses } from './error-classes.ts'
import { faultNames, type FaultName } from './kinds.ts'
import type { FaultWeights } from './try-fault.ts'

/** What injecting a kind came to, over a number of programs. */
export interface KindOutcomes {
  tries: number
  classes: ErrorClasses
}
export type OutcomesByKind = Readonly<Partial<Record<FaultName, KindOutcomes>>>

export interface FittedWeights {
  weights: FaultWeights
  /** The share of the observed failures whose class no kind of fault gives. */
  unreached: number
}

/** The share of all draws that is spread evenly over the kinds, so that each has some. */
const SPREAD = 0.1
const STEPS = 500
/** A kind that failed in no try is not given more than that. */
const LEAST_YIELD = 0.05

/**
 * Returns weights of the kinds in `outcomes` with which the classes of kept faults follow
 * `observed`. The mixture of the kinds' classes that is most likely to give the observed counts is
 * found by expectation maximisation; a kind whose faults are often not kept is drawn more often.
 * Even weights where nothing was observed that the kinds give.
 */
export function fitWeights(observed: ErrorClasses, outcomes: OutcomesByKind): FittedWeights {
  const kinds = faultNames.filter((kind) => outcomes[kind])
  const shares = kinds.map((kind) => sharesOf(outcomes[kind]!.classes))
  const reached = Object.entries(observed).filter(([name]) => shares.some((own) => own[name]))
  const total = sumOf(Object.values(observed))
  const count = sumOf(reached.map(([, each]) => each))
  const mixture = count === 0 ? kinds.map(() => 1) : mixtureOf(shares, reached)
  const sum = sumOf(mixture)
  const weights = mixture.map((weight, at) => {
    const { tries, classes } = outcomes[kinds[at]!]!
    const kept = sumOf(Object.values(classes)) / Math.max(tries, 1)
    const share = (1 - SPREAD) * (weight / sum) + SPREAD / kinds.length
    return share / Math.max(kept, LEAST_YIELD)
  })
  const all = sumOf(weights)
  return {
    weights: Object.fromEntries(kinds.map((kind, at) => [kind, weights[at]! / all])),
    unreached: total === 0 ? 0 : 1 - count / total,
  }
}

function mixtureOf(
  shares: readonly Record<string, number>[],
  observed: readonly [string, number][],
): number[] {
  let mixture = shares.map((own) => (sumOf(Object.values(own)) > 0 ? 1 / shares.length : 0))
  for (let step = 0; step < STEPS; step++) {
    const next = mixture.map(() => 0)
    for (const [name, count] of observed) {
      const parts = shares.map((own, kind) => mixture[kind]! * (own[name] ?? 0))
      const whole = sumOf(parts)
      for (const [kind, part] of parts.entries()) next[kind] = next[kind]! + (count * part) / whole
    }
    const sum = sumOf(next)
    mixture = next.map((weight) => weight / sum)
  }
  return mixture
}

function sharesOf(classes: ErrorClasses): Record<string, number> {
  const total = sumOf(Object.values(classes))
  return Object.fromEntries(Object.entries(classes).map(([name, count]) => [name, count / total]))
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)
