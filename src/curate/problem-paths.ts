/**
 * What is held of one problem while its completions stream by: the solutions that may become rows,
 * and who found which path.
 */
import type { DistinctPath, PathSelection } from './path-selection.ts'

/** A correct solution, with the model that wrote it. */
export interface Solution {
  text: string
  model: string
}

/**
 * One way through a problem: who found it, and after how many of a model's completions it first
 * came up.
 */
interface Found {
  models: Set<string>
  firstRank: number
}

export interface ProblemPaths {
  /** Paths by key, in the order in which they first occurred. */
  readonly found: ReadonlyMap<string, Found>
  /** Correct solutions by model. */
  readonly correctByModel: ReadonlyMap<string, number>
  /** Takes a correct solution in; `rank` is how many completions its model had given before. */
  add(key: string, solution: Solution, rank: number): void
  /** The solutions that stand for the paths, or all of them, as the selection has it. */
  kept(): DistinctPath<Solution>[]
}

export function openProblemPaths(selection: PathSelection<Solution>): ProblemPaths {
  const found = new Map<string, Found>()
  const correctByModel = new Map<string, number>()
  return {
    found,
    correctByModel,
    add(key, solution, rank) {
      const { model, text } = solution
      const path = found.get(key) ?? { models: new Set<string>(), firstRank: rank }
      path.models.add(model)
      path.firstRank = Math.min(path.firstRank, rank)
      found.set(key, path)
      correctByModel.set(model, (correctByModel.get(model) ?? 0) + 1)
      selection.add(key, text, solution)
    },
    kept: () => selection.kept(),
  }
}
