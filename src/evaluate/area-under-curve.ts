/**
 * How well scores tell correct completions from incorrect ones: the area under the ROC curve, over
 * all completions and within problems.
 */
import { linearizedInterval } from './intervals.ts'
import { byProblem, haveBothKinds, type Judged, type JudgedRuns } from './judged.ts'
import { mean } from './metrics.ts'
import type { Interval } from './values.ts'

export interface Area {
  /** 0…1; 0.5 for scores that tell nothing. */
  value: number
  /** Over problems, and over runs where there are several. */
  ci95: Interval
  /** Number of problems that it is about. */
  problems: number
  /** Number of runs that have correct and incorrect completions; the others are left out. */
  runs: number
}

/**
 * Returns the probability that a correct completion has a higher score than an incorrect one, where
 * equal scores count half; the mean over runs. `null` where no run has both kinds. Takes n log n
 * steps. Source: Hanley & McNeil 1982, Radiology 143:29–36; the variance over problems is
 * Obuchowski's (1997, Biometrics 53:567–578), up to factors of n / (n − 1), in the interval of
 * `linearizedInterval`. Of how many problems the area tells is the smaller of the number of those
 * with correct completions and the number of those with incorrect ones.
 */
export function areaUnderCurve(runs: JudgedRuns): Area | null {
  const counted = runs.filter(haveBothKinds)
  if (counted.length === 0) return null
  const problems = placesOf(counted.flat())
  const ofKind = (kind: boolean): number =>
    placesOf(counted.flat().filter(({ isCorrect }) => isCorrect === kind)).size
  const measured = counted.map((run) => measureRun(run, problems))
  const values = measured.map((each) => each.values)
  return {
    value: mean(measured.map(({ area }) => area)),
    ci95: linearizedInterval(values, Math.min(ofKind(true), ofKind(false))),
    problems: problems.size,
    runs: counted.length,
  }
}

/**
 * Returns the same of completions of one problem, as the mean over the problems that have both
 * kinds, and over runs: how well the scores choose among the completions of a problem. `null` where
 * no problem of a run has both kinds.
 */
export function withinProblemArea(runs: JudgedRuns): Area | null {
  const areas = runs
    .map((run) => {
      const mixed = [...byProblem(run)].filter(([, own]) => haveBothKinds(own))
      return new Map(mixed.map(([problem, own]) => [problem, areaOf(own)]))
    })
    .filter(({ size }) => size > 0)
  if (areas.length === 0) return null
  const problems = [...new Set(areas.flatMap((own) => [...own.keys()]))]
  const values = areas.map((own) => {
    const average = mean([...own.values()])
    const weight = problems.length / own.size
    return problems.map((problem) => average + weight * ((own.get(problem) ?? average) - average))
  })
  return {
    value: mean(areas.map((own) => mean([...own.values()]))),
    ci95: linearizedInterval(values),
    problems: problems.length,
    runs: areas.length,
  }
}

/** The problems of completions, each with its place in a list of values. */
function placesOf(judged: readonly Judged[]): Map<number, number> {
  const problems = new Set(judged.map(({ problem }) => problem))
  return new Map([...problems].map((problem, place) => [problem, place]))
}

/**
 * The area of a run, and the values whose mean it is, one for each problem: a problem that adds
 * nothing to the area's variance has the area itself.
 */
function measureRun(
  run: readonly Judged[],
  places: ReadonlyMap<number, number>,
): { area: number; values: number[] } {
  const shares = sharesInOrder(run)
  const area = mean(shares.filter((_, index) => run[index]!.isCorrect))
  const correct = run.filter(({ isCorrect }) => isCorrect).length
  const values = Array.from({ length: places.size }, () => area)
  for (const [index, { problem, isCorrect }] of run.entries()) {
    const count = isCorrect ? correct : run.length - correct
    values[places.get(problem)!]! += (places.size * (shares[index]! - area)) / count
  }
  return { area, values }
}

/** The area of completions of both kinds. */
function areaOf(judged: readonly Judged[]): number {
  return mean(sharesInOrder(judged).filter((_, index) => judged[index]!.isCorrect))
}

/**
 * For each completion the share of those of the other kind that its score tells from it in the
 * right order; equal scores count half.
 */
function sharesInOrder(judged: readonly Judged[]): number[] {
  const order = judged
    .map((_, index) => index)
    .toSorted((a, b) => judged[a]!.score - judged[b]!.score)
  const correct = judged.filter(({ isCorrect }) => isCorrect).length
  const incorrect = judged.length - correct
  const shares = Array.from({ length: judged.length }, () => 0)
  const below = { correct: 0, incorrect: 0 }
  for (let start = 0, end = 0; start < order.length; start = end) {
    const { score } = judged[order[start]!]!
    const tied = { correct: 0, incorrect: 0 }
    for (; end < order.length && judged[order[end]!]!.score === score; end++)
      tied[judged[order[end]!]!.isCorrect ? 'correct' : 'incorrect']++
    for (const index of order.slice(start, end))
      shares[index] = judged[index]!.isCorrect
        ? (below.incorrect + tied.incorrect / 2) / incorrect
        : (correct - below.correct - tied.correct / 2) / correct
    below.correct += tied.correct
    below.incorrect += tied.incorrect
  }
  return shares
}
