/**
 * How well scores tell good steps from bad ones: where the first error of a solution is, whether
 * there is one, and which of several steps is best.
 */
import { rng, type RatedStep, type StepLabel } from '../core/index.ts'
import {
  clusteredShare,
  deviations,
  type ClusteredItem,
  type ClusteredShare,
} from './clustered-share.ts'
import { linearizedInterval } from './intervals.ts'
import type { Judged } from './judged.ts'
import { mean } from './metrics.ts'
import type { Interval } from './values.ts'

/** Steps that a judge scored, with their labels; `null` where one is longer than it reads. */
export interface ScoredSteps {
  /** The place of the question among the questions. */
  problem: number
  steps: readonly { label: StepLabel; score: number | null }[]
  candidates: readonly { rating: RatedStep['rating']; score: number | null }[]
}

/** Returns the scored steps, and candidates, that are known to be right or wrong. */
export function judgedSteps(records: readonly ScoredSteps[]): Judged[] {
  return records.flatMap((record) =>
    labelledScores(record).flatMap(({ isCorrect, score }) =>
      score === null ? [] : [{ problem: record.problem, score, isCorrect }],
    ),
  )
}

/** Returns the number of labelled steps and candidates without a score. */
export const countUnscored = (records: readonly ScoredSteps[]): number =>
  records.flatMap(labelledScores).filter(({ score }) => score === null).length

function labelledScores({ steps, candidates }: ScoredSteps) {
  return [
    ...steps
      .filter(({ label }) => label !== 'unknown')
      .map(({ label, score }) => ({ isCorrect: label === 'right', score })),
    ...candidates
      .filter(({ rating }) => rating === 1 || rating === -1)
      .map(({ rating, score }) => ({ isCorrect: rating === 1, score })),
  ]
}

/** A solution of which all scores are there, and of which the first error is known. */
export interface KnownSolution {
  problem: number
  scores: readonly number[]
  /** `null`: there is no error. */
  firstError: number | null
}

/**
 * Returns the solutions of which the first error is known, or that there is none. A solution of one
 * step has no place to find, and one with a step that was not scored is left out.
 */
export function knownSolutions(records: readonly ScoredSteps[]): KnownSolution[] {
  return records.flatMap(({ problem, steps }) => {
    const scores = steps.flatMap(({ score }) => (score === null ? [] : [score]))
    if (steps.length < 2 || scores.length < steps.length) return []
    const notRight = steps.findIndex(({ label }) => label !== 'right')
    if (notRight !== -1 && steps[notRight]!.label === 'unknown') return []
    return [{ problem, scores, firstError: notRight === -1 ? null : notRight }]
  })
}

/** How often something was found, and how often chance finds it. */
export interface AgainstChance {
  found: ClusteredShare
  chance: ClusteredShare
}

/**
 * Returns how often the first error of solutions with one is where the judge says: at the step with
 * the lowest score, where equal ones count as a share; with `threshold`, at the first step whose
 * score is not above it. `null` where no solution has an error.
 */
export function locateErrors(
  solutions: readonly KnownSolution[],
  threshold?: number,
): AgainstChance | null {
  const erroneous = solutions.filter(({ firstError }) => firstError !== null)
  const found = clusteredShare(
    erroneous.map(({ problem, scores, firstError }) => ({
      problem,
      value:
        threshold === undefined
          ? shareOfLowest(scores, firstError!)
          : Number(firstAtMost(scores, threshold) === firstError),
    })),
  )
  const chance = clusteredShare(
    erroneous.map(({ problem, scores }) => ({ problem, value: 1 / scores.length })),
  )
  return found && chance && { found, chance }
}

function shareOfLowest(scores: readonly number[], place: number): number {
  const lowest = scores.reduce((least, score) => Math.min(least, score))
  if (scores[place] !== lowest) return 0
  return 1 / scores.filter((score) => score === lowest).length
}

/** The place of the first step that is not above the threshold, `null` where all are. */
function firstAtMost(scores: readonly number[], threshold: number): number | null {
  const place = scores.findIndex((score) => score <= threshold)
  return place === -1 ? null : place
}

export interface ErrorDetection {
  /** A solution has its first error where a score is first not above it; −Infinity: nowhere. */
  threshold: number
  /** How often the first error of a solution with one was found. */
  erroneous: ClusteredShare
  /** How often a solution without an error was found to have none. */
  correct: ClusteredShare
  /** The harmonic mean of the two. */
  f1: number
  ci95: Interval
}

/**
 * Returns how well a judge finds whether there is an error and where, on one half of the problems;
 * the threshold is the best one on the other half, unless it is given. `null` where one of the
 * halves lacks solutions with an error, or without. `problems` is the number of problems: which
 * half a problem is in depends on nothing else. Source: ProcessBench (Zheng et al. 2024,
 * 2412.06559), which chooses the threshold of a process reward model on its GSM8K part.
 */
export function detectErrors(
  solutions: readonly KnownSolution[],
  problems: number,
  threshold?: number,
): ErrorDetection | null {
  const order = rng('halves', problems).shuffle(Array.from({ length: problems }, (_, at) => at))
  const choosing = new Set(order.slice(0, Math.ceil(problems / 2)))
  const isOfBothKinds = (some: readonly KnownSolution[]): boolean =>
    some.some(({ firstError }) => firstError === null) &&
    some.some(({ firstError }) => firstError !== null)
  const chosenOn = solutions.filter(({ problem }) => choosing.has(problem))
  const measuredOn = solutions.filter(({ problem }) => !choosing.has(problem))
  if (!isOfBothKinds(chosenOn) || !isOfBothKinds(measuredOn)) return null
  return detectionAt(measuredOn, threshold ?? bestThreshold(chosenOn))
}

function detectionAt(solutions: readonly KnownSolution[], threshold: number): ErrorDetection {
  const itemsOf = (isErroneous: boolean): ClusteredItem[] =>
    solutions
      .filter(({ firstError }) => (firstError !== null) === isErroneous)
      .map(({ problem, scores, firstError }) => ({
        problem,
        value: Number(firstAtMost(scores, threshold) === firstError),
      }))
  const items = [itemsOf(true), itemsOf(false)] as const
  const [erroneous, correct] = [clusteredShare(items[0])!, clusteredShare(items[1])!]
  const [a, b] = [erroneous.value, correct.value]
  const f1 = harmonicMean(a, b)
  const moved = items.map(deviations)
  const slopes = a + b === 0 ? [0, 0] : [2 * (b / (a + b)) ** 2, 2 * (a / (a + b)) ** 2]
  const problems = [...new Set(moved.flatMap((own) => [...own.keys()]))]
  const values = problems.map((problem) =>
    moved.reduce((value, own, kind) => {
      const scale = problems.length / own.size
      return value + slopes[kind]! * scale * (own.get(problem) ?? 0)
    }, f1),
  )
  const told = Math.min(...moved.map(({ size }) => size))
  return { threshold, erroneous, correct, f1, ci95: linearizedInterval([values], told) }
}

const harmonicMean = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b))

/**
 * Returns the threshold with the highest F1; the lowest in a tie, −Infinity where no other is
 * better. A solution with an error is found by the thresholds from the score of its first error up
 * to the lowest score before it, one without by those below its lowest score. Takes n log n steps.
 */
export function bestThreshold(solutions: readonly KnownSolution[]): number {
  const starts: number[] = []
  const ends: number[] = []
  const lowest: number[] = []
  for (const { scores, firstError } of solutions) {
    const before = scores
      .slice(0, firstError ?? scores.length)
      .reduce((least, score) => Math.min(least, score), Infinity)
    if (firstError === null) lowest.push(before)
    else if (scores[firstError]! < before) {
      starts.push(scores[firstError]!)
      ends.push(before)
    }
  }
  const erroneous = solutions.length - lowest.length
  for (const list of [starts, ends, lowest]) list.sort((a, b) => a - b)
  const best = { threshold: -Infinity, f1: 0 }
  let [ended, passed] = [0, 0]
  for (const [place, threshold] of starts.entries()) {
    if (starts[place + 1] === threshold) continue
    while (ends[ended]! <= threshold) ended++
    while (lowest[passed]! <= threshold) passed++
    const found = (place + 1 - ended) / erroneous
    const f1 = harmonicMean(found, 1 - passed / lowest.length)
    if (f1 > best.f1) Object.assign(best, { threshold, f1 })
  }
  return best.threshold
}

/**
 * Returns how often the candidate with the highest score is rated good, where one is and another is
 * not; equal scores count as a share. Candidates that nobody rated are left out, and choices with a
 * rated one that was not scored. `null` where there is nothing to choose.
 */
export function chooseSteps(records: readonly ScoredSteps[]): AgainstChance | null {
  const choices = records.flatMap(({ problem, candidates }) => {
    const rated = candidates.filter(({ rating }) => rating !== null)
    const good = rated.filter(({ rating }) => rating === 1).length
    const isChoice = good > 0 && good < rated.length && rated.every(({ score }) => score !== null)
    return isChoice ? [{ problem, rated, good }] : []
  })
  const found = clusteredShare(
    choices.map(({ problem, rated }) => {
      const highest = rated.reduce((most, { score }) => Math.max(most, score!), -Infinity)
      const best = rated.filter(({ score }) => score === highest)
      return { problem, value: mean(best.map(({ rating }) => Number(rating === 1))) }
    }),
  )
  const chance = clusteredShare(
    choices.map(({ problem, rated, good }) => ({ problem, value: good / rated.length })),
  )
  return found && chance && { found, chance }
}
