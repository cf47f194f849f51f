/** Judged completions by how hard their problems are. */
import { withinProblemArea, type Area } from './area-under-curve.ts'
import { byProblem, type Judged, type JudgedRuns } from './judged.ts'
import { mean } from './metrics.ts'

/** The judged completions of some of the problems. */
export interface JudgedGroup {
  name: string
  problems: number
  completions: number
  /** 0…1. */
  shareCorrect: number
  meanScore: number
  /** How well scores choose within a problem; `null` where no problem has both kinds. */
  within: Area | null
}

const shareNames = ['none', '0 – 20 %', '20 – 40 %', '40 – 60 %', '60 – 80 %', '80 – 100 %', 'all']

/**
 * Returns groups of problems by the share of their completions (of all runs) that are correct, from
 * the hardest to the easiest: none, up to 20 %, …, below 100 %, all. Groups without problems are
 * left out.
 */
export function groupsByShareCorrect(runs: JudgedRuns): JudgedGroup[] {
  const shares = new Map(
    [...byProblem(runs.flat())].map(([problem, own]) => [problem, shareCorrect(own)]),
  )
  return groupsBy(runs, (problem) => groupOfShare(shares.get(problem)!), shareNames)
}

function groupOfShare(share: number): string {
  if (share === 0 || share === 1) return share === 0 ? 'none' : 'all'
  // Shares of few completions, such as 3 / 5, must not fall to the wrong side of a bound.
  return shareNames[Math.max(1, Math.ceil(share * 5 - 1e-9))]!
}

/**
 * Returns the groups of `names`, in their order; problems without a group, and groups without
 * problems, are left out.
 */
export function groupsBy(
  runs: JudgedRuns,
  groupOf: (problem: number) => string | undefined,
  names: readonly string[],
): JudgedGroup[] {
  return names.flatMap((name) => {
    const own = runs.map((run) => run.filter(({ problem }) => groupOf(problem) === name))
    const judged = own.flat()
    if (judged.length === 0) return []
    return {
      name,
      problems: byProblem(judged).size,
      completions: judged.length,
      shareCorrect: shareCorrect(judged),
      meanScore: mean(judged.map(({ score }) => score)),
      within: withinProblemArea(own),
    }
  })
}

const shareCorrect = (judged: readonly Judged[]): number =>
  mean(judged.map(({ isCorrect }) => Number(isCorrect)))
