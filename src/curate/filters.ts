/** Filters over graded completions; each accounts for everything it drops. */
import type { Completion, Verdict } from '../core/index.ts'
import { checkEquations } from '../verify/index.ts'

/** A completion with its verdict. */
export interface Graded {
  completion: Completion
  verdict: Verdict
}

/** How many items were dropped, by reason. */
export type Dropped = Record<string, number>

/**
 * What a filter returns: `kept.length` and the counts in `dropped` add up to the number of items
 * given.
 */
export interface Filtered<T> {
  kept: T[]
  dropped: Dropped
}

export type Filter<T> = (items: readonly T[]) => Filtered<T>

/** Returns the filter that drops the items for which `reasonToDrop` gives a reason. */
export function filterBy<T>(reasonToDrop: (item: T) => string | null): Filter<T> {
  return (items) => {
    const kept: T[] = []
    const dropped: Dropped = {}
    for (const item of items) {
      const reason = reasonToDrop(item)
      if (reason === null) kept.push(item)
      else countDrop(dropped, reason)
    }
    return { kept, dropped }
  }
}

/** Returns the filter that applies `filters` one after another. */
export function chainFilters<T>(...filters: readonly Filter<T>[]): Filter<T> {
  return (items) => {
    let kept = [...items]
    const dropped: Dropped = {}
    for (const filter of filters) {
      const step = filter(kept)
      kept = step.kept
      for (const [reason, count] of Object.entries(step.dropped)) countDrop(dropped, reason, count)
    }
    return { kept, dropped }
  }
}

/** Drops completions that ran into the length limit: they never said that they were done. */
export const keepFinished = filterBy<Completion>(({ finish }) =>
  finish === 'length' ? 'unfinished' : null,
)

/** Drops completions whose answer is wrong (`incorrect`) or cannot be read (`unparseable`). */
export const keepCorrect = filterBy<Graded>(({ verdict }) =>
  verdict.verdict === 'correct' ? null : verdict.verdict,
)

/** Drops completions whose answer cannot be read: a program that fails gives none. */
export const keepAnswered = filterBy<Graded>(({ verdict }) =>
  verdict.verdict === 'unparseable' ? verdict.verdict : null,
)

/** Drops completions in which an annotated equation does not hold. */
export const keepTrueEquations = filterBy<Graded>(({ completion }) =>
  checkEquations(completion.text).holds ? null : 'falseEquation',
)

/** Drops a completion that has the same model, seed, problem and index as an earlier one. */
export function keepFirstOfIndex(): Filter<Completion> {
  const origins = new Map<string, Map<string, Set<number>>>()
  return filterBy(({ modelId, seed, problemId, index }) => {
    const origin = JSON.stringify([modelId, seed])
    const problems = origins.get(origin) ?? new Map<string, Set<number>>()
    origins.set(origin, problems)
    const seen = problems.get(problemId) ?? new Set<number>()
    problems.set(problemId, seen)
    if (seen.has(index)) return 'duplicateIndex'
    seen.add(index)
    return null
  })
}

/** Adds `count` to the count of `reason`. */
export function countDrop(dropped: Dropped, reason: string, count = 1): void {
  dropped[reason] = (dropped[reason] ?? 0) + count
}
