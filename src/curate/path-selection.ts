/** One solution for each distinct reasoning path, chosen to be unlike the others. */
import { characterDistance, firstCharacters } from './character-distance.ts'

/** A path that was kept. */
export interface DistinctPath<T> {
  key: string
  item: T
}

/**
 * Takes solutions of one problem one by one; `kept` gives one for each path, in the order in which
 * the paths first occurred.
 */
export interface PathSelection<T> {
  add(key: string, text: string, item: T): void
  kept(): DistinctPath<T>[]
}

/**
 * Texts are compared by their beginning only, so that hostile ones cannot make the comparison long.
 */
const maxComparedLength = 8_000

/**
 * So many pairs of characters are compared for one problem, in about two minutes: thrice what 10
 * 000 solutions on 100 paths take.
 */
const maxWork = 1e12

/**
 * What comparing two texts costs besides, in the same unit: it also bounds how many distances are
 * held.
 */
const workOfComparison = 100_000

/**
 * Keeps the first solution of each path until another of the same path is farther, by the sum of
 * character Levenshtein distances, from the other paths kept so far. With no other path the first
 * stays. The result depends on the order of the solutions; what is held in memory does not grow
 * with their number. Source: Yuan et al. 2023 (arXiv 2308.01825), Algorithm 1. Deviation: once
 * `maxWork` is done, paths keep the solution that they have.
 */
export function greedySelection<T>(): PathSelection<T> {
  const kept: (DistinctPath<T> & { text: string })[] = []
  const positions = new Map<string, number>()
  // Distances between kept paths, filled in when a key occurs again: without repetition nothing is
  // compared.
  const distances: number[][] = []
  let keptLength = 0
  let workLeft = maxWork
  return {
    add(key, full, item) {
      const text = compared(full)
      const position = positions.get(key)
      if (position === undefined) {
        positions.set(key, kept.length)
        kept.push({ key, item, text })
        distances.push([])
        keptLength += text.length
        return
      }
      const current = kept[position]!
      if (current.text === text) return
      const work = (text.length + current.text.length) * keptLength + kept.length * workOfComparison
      if (work > workLeft) return
      workLeft -= work
      const others = kept.map((_, index) => index).filter((index) => index !== position)
      for (const other of others) {
        const known = (distances[position]![other] ??= characterDistance(
          current.text,
          kept[other]!.text,
        ))
        distances[other]![position] = known
      }
      const fromText = new Map(
        others.map((other) => [other, characterDistance(text, kept[other]!.text)]),
      )
      if (sum(fromText.values()) <= sum(others.map((other) => distances[position]![other]!))) return
      kept[position] = { key, item, text }
      keptLength += text.length - current.text.length
      for (const [other, known] of fromText)
        distances[position]![other] = distances[other]![position] = known
    },
    kept: () => kept.map(({ key, item }) => ({ key, item })),
  }
}

/**
 * Keeps for each path the solution farthest, by the sum of character Levenshtein distances, from
 * the plainest solutions of all other paths: the shortest, by code units where several are. The
 * same texts are kept whatever order they come in (the order of paths follows the first of each).
 * Every text that differs is held until the end. Where comparing would be more than `maxWork`, the
 * plainest are kept. A variant of Algorithm 1 of Yuan et al. 2023 that does not depend on the
 * order.
 */
export function orderIndependentSelection<T>(): PathSelection<T> {
  const candidates = new Map<string, Map<string, T>>()
  return {
    add(key, full, item) {
      const texts = candidates.get(key) ?? new Map<string, T>()
      candidates.set(key, texts)
      if (!texts.has(full)) texts.set(full, item)
    },
    kept() {
      const groups = Array.from(candidates, ([key, texts]) => ({
        key,
        texts,
        sorted: [...texts.keys()].toSorted(plainerFirst),
      }))
      const isTooMuch = workOf(groups) > maxWork
      return groups.map(({ key, texts, sorted }, own) => {
        if (sorted.length === 1 || isTooMuch) return { key, item: texts.get(sorted[0]!)! }
        const anchors = groups
          .filter((_, index) => index !== own)
          .map((group) => compared(group.sorted[0]!))
        const sums = sorted.map((text) =>
          sum(anchors.map((anchor) => characterDistance(compared(text), anchor))),
        )
        const farthest = sums.indexOf(sums.reduce((high, each) => Math.max(high, each)))
        return { key, item: texts.get(sorted[farthest]!)! }
      })
    },
  }
}

/** Keeps every solution, also of a path that has one already. */
export function everySelection<T>(): PathSelection<T> {
  const kept: DistinctPath<T>[] = []
  return { add: (key, _, item) => void kept.push({ key, item }), kept: () => kept }
}

/** How the solution that stands for a path is chosen. */
export const pathSelections = {
  greedy: greedySelection,
  orderIndependent: orderIndependentSelection,
} as const
export type Representative = keyof typeof pathSelections
export const representatives = Object.keys(pathSelections) as [Representative, ...Representative[]]

/**
 * What it takes to compare every text of paths that have several with the plainest of all paths.
 */
function workOf(groups: readonly { sorted: readonly string[] }[]): number {
  const texts = groups.flatMap(({ sorted }) => (sorted.length === 1 ? [] : sorted))
  const length = (all: readonly string[]): number => sum(all.map((text) => compared(text).length))
  return (
    length(texts) * length(groups.map(({ sorted }) => sorted[0]!)) +
    texts.length * groups.length * workOfComparison
  )
}

function compared(text: string): string {
  return firstCharacters(text, maxComparedLength)
}

function plainerFirst(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
