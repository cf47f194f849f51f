/** One solution for each distinct reasoning path, chosen to be unlike the others. */
import { distance } from 'fastest-levenshtein'
import { pathKey } from './path-key.ts'

/** A path that was kept. */
export interface DistinctPath<T> {
  key: string
  item: T
}

/** Texts are compared by their beginning only, so that hostile ones cannot make the comparison long. */
const maxComparedLength = 8_000

/**
 * Returns one item for each path, in the order in which the paths first occur.
 *
 * Source: Yuan et al. 2023 (arXiv 2308.01825), Algorithm 1. An item with a new key is kept; one whose key is known replaces the kept one
 * if it is farther, by the sum of character Levenshtein distances, from the other paths kept so far. With no other path the first stays.
 * The result depends on the order of the items, as in the paper.
 */
export function distinctPaths<T>(items: readonly T[], textOf: (item: T) => string): DistinctPath<T>[] {
  const kept: (DistinctPath<T> & { text: string })[] = []
  const positions = new Map<string, number>()
  // Distances between kept paths, filled in when a key occurs again: without repetition nothing is compared.
  const distances: number[][] = []
  for (const item of items) {
    const full = textOf(item)
    const key = pathKey(full)
    const text = full.slice(0, maxComparedLength)
    const position = positions.get(key)
    if (position === undefined) {
      positions.set(key, kept.length)
      kept.push({ key, item, text })
      distances.push([])
      continue
    }
    const current = kept[position]!
    const others = kept.map((_, index) => index).filter((index) => index !== position)
    for (const other of others) {
      const known = (distances[position]![other] ??= distance(current.text, kept[other]!.text))
      distances[other]![position] = known
    }
    const fromText = new Map(others.map((other) => [other, distance(text, kept[other]!.text)]))
    if (sum([...fromText.values()]) <= sum(others.map((other) => distances[position]![other]!))) continue
    kept[position] = { key, item, text }
    for (const [other, known] of fromText) distances[position]![other] = distances[other]![position] = known
  }
  return kept.map(({ key, item }) => ({ key, item }))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
