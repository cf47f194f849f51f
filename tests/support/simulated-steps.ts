/** Judges of steps of a known quality: scores of labelled steps and of candidates. */
import type { Rng, StepLabel } from '../../src/core/index.ts'
import {
  chooseSteps,
  detectErrors,
  knownSolutions,
  locateErrors,
  type ScoredSteps,
} from '../../src/evaluate/step-measures.ts'

export interface StepWorld {
  /** By how much scores of right steps are higher, in standard deviations of a score. */
  signal: number
  /** The standard deviation of what the scores of one problem have in common. */
  common: number
  /** Solutions, and choices, of each problem. */
  solutions: number
  threshold: number
  /** What is measured, from 200 000 problems or more. */
  f1: number
  located: number
  chosen: number
}

const plain = { signal: 1.5, common: 0.5, solutions: 1, threshold: 0 }

export const stepWorlds: Record<string, StepWorld> = {
  'tells nothing': {
    ...plain,
    signal: 0,
    threshold: -1,
    f1: 0.1968,
    located: 0.2652,
    chosen: 0.3494,
  },
  'tells something': { ...plain, f1: 0.522, located: 0.4363, chosen: 0.729 },
  'tells much': {
    ...plain,
    signal: 4,
    threshold: 1.5,
    f1: 0.9174,
    located: 0.5193,
    chosen: 0.9866,
  },
  'tells something, four solutions each': {
    ...plain,
    solutions: 4,
    f1: 0.522,
    located: 0.4363,
    chosen: 0.729,
  },
}

/**
 * Returns scored solutions of 2 to 7 steps, and choices among a good, a neutral and a bad
 * candidate. Problems differ in how often their solutions have an error.
 */
export function stepStudy(world: StepWorld, problems: number, random: Rng): ScoredSteps[] {
  const { signal, solutions } = world
  return Array.from({ length: problems }, (_, problem) => {
    const common = world.common * random.normal()
    const wrong = 0.3 + 0.4 * random.next()
    const scoreOf = (isRight: boolean): number => common + random.normal() + (isRight ? signal : 0)
    return Array.from({ length: solutions }, (): ScoredSteps => {
      const length = random.int(2, 7)
      const firstError = random.next() < wrong ? random.int(0, length - 1) : length
      const labelAt = (place: number): StepLabel =>
        place < firstError ? 'right' : place === firstError ? 'wrong' : 'unknown'
      return {
        problem,
        steps: Array.from({ length }, (__, place) => ({
          label: labelAt(place),
          score: scoreOf(place < firstError),
        })),
        candidates: ([1, 0, -1] as const).map((rating) => ({
          rating,
          score: scoreOf(rating === 1) + common * rating,
        })),
      }
    })
  }).flat()
}

/** What is measured of a study; F1 is of half of its problems. */
export function stepMeasures(records: readonly ScoredSteps[], problems: number, at: number) {
  const solutions = knownSolutions(records)
  return {
    f1: detectErrors(solutions, problems, at),
    located: locateErrors(solutions)?.found ?? null,
    chosen: chooseSteps(records)?.found ?? null,
  }
}
