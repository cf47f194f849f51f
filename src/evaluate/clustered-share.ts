/** Shares of items of which a problem may have several. */
import { linearizedInterval, shareInterval } from './intervals.ts'
import { mean } from './metrics.ts'
import type { Interval } from './values.ts'

/** What an item counts, 0…1, and the place of its problem. */
export interface ClusteredItem {
  problem: number
  value: number
}

export interface ClusteredShare {
  value: number
  /** Over problems. */
  ci95: Interval
  items: number
}

/** Returns the mean of items with its interval over problems; `null` of none. */
export function clusteredShare(items: readonly ClusteredItem[]): ClusteredShare | null {
  if (items.length === 0) return null
  const value = mean(items.map((item) => item.value))
  const values = [...deviations(items).values()].map((deviation) => value + deviation)
  const isPlain = values.length === items.length
  const ci95 = isPlain
    ? shareInterval([items.map((item) => item.value)])
    : linearizedInterval([values])
  return { value, ci95, items: items.length }
}

/**
 * Returns for each problem by how much its items move the mean of all, times the number of
 * problems: the mean's linearization.
 */
export function deviations(items: readonly ClusteredItem[]): Map<number, number> {
  const value = mean(items.map((item) => item.value))
  const sums = new Map<number, number>()
  for (const item of items)
    sums.set(item.problem, (sums.get(item.problem) ?? 0) + item.value - value)
  const scale = sums.size / items.length
  return new Map(Array.from(sums, ([problem, sum]) => [problem, sum * scale]))
}
