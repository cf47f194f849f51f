/** Wilson's score interval of a proportion. */
import type { Interval } from './values.ts'

/** The 97.5 % point of the standard normal distribution. */
export const z95 = 1.959963984540054

/**
 * Returns Wilson's 95 % score interval of a proportion, `[0, 1]` for no trials. Both counts may be
 * fractions; `critical` is Student's point where the variance was estimated. Source: Wilson 1927,
 * JASA 22(158).
 */
export function wilsonInterval(successes: number, trials: number, critical = z95): Interval {
  if (trials === 0) return [0, 1]
  const share = successes / trials
  const spread = critical ** 2 / trials
  const centre = share + spread / 2
  const half = critical * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))
  const low = successes === 0 ? 0 : (centre - half) / (1 + spread)
  const high = successes === trials ? 1 : (centre + half) / (1 + spread)
  return [low, high]
}
