/** Comparing two systems on the same problems. */
import { pairedInterval, type PairedInterval } from './intervals.ts'
import type { BySeed } from './values.ts'

export interface Comparison extends PairedInterval {
  n: number
  /** Problems on which `a` and on which `b` is better, over the runs together. */
  better: { a: number; b: number }
}

/**
 * Compares values by run and problem: the same problems in the same order, the runs in pairs; a
 * system with one run stands against each of the other's. The difference is b − a. @throws
 * RangeError where problems or runs differ in number
 */
export function comparePaired(a: BySeed, b: BySeed): Comparison {
  const gains = gainsOf(a, b)
  const byProblem = gains[0]!.map((_, problem) =>
    gains.reduce((total, values) => total + values[problem]!, 0),
  )
  const better = {
    a: byProblem.filter((gain) => gain < 0).length,
    b: byProblem.filter((gain) => gain > 0).length,
  }
  return { ...pairedInterval(gains), n: byProblem.length, better }
}

function gainsOf(a: BySeed, b: BySeed): number[][] {
  const seeds = Math.max(a.length, b.length)
  if ([a, b].some(({ length }) => length !== seeds && length !== 1))
    throw new RangeError(`paired runs differ in number: ${a.length} and ${b.length}`)
  return Array.from({ length: seeds }, (_, seed) => {
    const [before, after] = [a[seed] ?? a[0]!, b[seed] ?? b[0]!]
    if (before.length !== after.length)
      throw new RangeError(`paired values differ in number: ${before.length} and ${after.length}`)
    return after.map((value, problem) => value - before[problem]!)
  })
}
