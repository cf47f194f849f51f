/** Completions with their scores, and whether they are correct. */

/** One completion, as an evaluator scored it. */
export interface Judged {
  /** The place of its problem among the problems. */
  problem: number
  /** A higher score says that it is more likely correct. */
  score: number
  isCorrect: boolean
}

/** The judged completions of each run. Scores are compared within a run only. */
export type JudgedRuns = readonly (readonly Judged[])[]

/** Returns the completions by their problem, in the order in which problems first occur. */
export function byProblem(judged: readonly Judged[]): Map<number, Judged[]> {
  const groups = new Map<number, Judged[]>()
  for (const each of judged) {
    const group = groups.get(each.problem)
    if (group) group.push(each)
    else groups.set(each.problem, [each])
  }
  return groups
}

/** Whether some are correct and some are not. */
export function haveBothKinds(judged: readonly Judged[]): boolean {
  return judged.some(({ isCorrect }) => isCorrect) && judged.some(({ isCorrect }) => !isCorrect)
}
