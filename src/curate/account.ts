/** The account of a curation: what came in, what was kept, why the rest was not, model by model. */
import { countDrop, type Dropped } from './filters.ts'

/** What became of one model's completions: `input = kept + the sum of dropped`. */
export interface ModelAccount {
  model: string
  input: number
  kept: number
  dropped: Dropped
  /** Problems it has completions of. */
  problems: number
  /** Fewest and most completions of a problem, over the problems it has any of. */
  completionsPerProblem: { fewest: number; most: number }
  /** Distinct correct paths it found, and those that no other model found. */
  paths: number
  exclusivePaths: number
}

/** How many distinct paths exactly these models found. */
export interface Overlap {
  models: string[]
  paths: number
}

interface Tally {
  input: number
  kept: number
  dropped: Dropped
  completions: Map<string, number>
  paths: number
}

/**
 * Counts as curation goes on; `finish` gives the accounts, in the order in which models first came.
 */
export interface Accounts {
  /** A completion that came in, of a known problem or not. */
  input(model: string, problemId: string | null): void
  drop(model: string, reason: string, count?: number): void
  kept(model: string): void
  /** A distinct path, with the models that found it. */
  path(models: ReadonlySet<string>): void
  finish(): { models: ModelAccount[]; overlaps: Overlap[]; dropped: Dropped; input: number }
}

export function openAccounts(): Accounts {
  const tallies = new Map<string, Tally>()
  const overlaps = new Map<string, Overlap>()
  const tally = (model: string): Tally => {
    let own = tallies.get(model)
    if (!own)
      tallies.set(
        model,
        (own = { input: 0, kept: 0, dropped: {}, completions: new Map(), paths: 0 }),
      )
    return own
  }
  const account = (model: string, own: Tally): ModelAccount => {
    const counts = [...own.completions.values()]
    return {
      model,
      input: own.input,
      kept: own.kept,
      dropped: own.dropped,
      problems: own.completions.size,
      completionsPerProblem: { fewest: least(counts), most: greatest(counts) },
      paths: own.paths,
      exclusivePaths: overlaps.get(JSON.stringify([model]))?.paths ?? 0,
    }
  }
  return {
    input(model, problemId) {
      const own = tally(model)
      own.input++
      if (problemId !== null)
        own.completions.set(problemId, (own.completions.get(problemId) ?? 0) + 1)
    },
    drop(model, reason, count = 1) {
      if (count > 0) countDrop(tally(model).dropped, reason, count)
    },
    kept: (model) => void tally(model).kept++,
    path(models) {
      const names = [...models].toSorted()
      const key = JSON.stringify(names)
      const overlap = overlaps.get(key) ?? { models: names, paths: 0 }
      overlap.paths++
      overlaps.set(key, overlap)
      for (const model of names) tally(model).paths++
    },
    finish() {
      const models = Array.from(tallies, ([model, own]) => account(model, own))
      const dropped: Dropped = {}
      for (const own of models)
        for (const [reason, count] of Object.entries(own.dropped)) countDrop(dropped, reason, count)
      const input = models.reduce((sum, own) => sum + own.input, 0)
      return {
        models,
        overlaps: [...overlaps.values()].toSorted((a, b) => b.paths - a.paths),
        dropped,
        input,
      }
    },
  }
}

function least(counts: readonly number[]): number {
  return counts.reduce((low, count) => Math.min(low, count), counts.length === 0 ? 0 : Infinity)
}

function greatest(counts: readonly number[]): number {
  return counts.reduce((high, count) => Math.max(high, count), 0)
}
