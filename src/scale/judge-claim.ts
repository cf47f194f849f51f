/** What a measurement says of a claim that was made before it. */
import type { Interval } from '../evaluate/index.ts'

export interface Claim {
  /** The measured effect, in any unit. */
  effect: number
  /** Its 95 % interval, in the same unit. */
  ci95: Interval
  /** `greater`: the effect is above 0. `notLess`: it is not below 0 by `margin` or more. */
  kind: 'greater' | 'notLess'
  /**
   * The loss that would still count as none, above 0 and in the effect's unit; for `notLess` only.
   */
  margin?: number
}

export type Judgement = 'confirmed' | 'not confirmed' | 'undecided'

/**
 * Returns, for `greater`, `confirmed` where effect and interval lie above 0 and `not confirmed`
 * where both lie below 0. For `notLess`, `confirmed` where both lie above −margin, even if they lie
 * below 0 (worse, but by less than matters); else `not confirmed` where both lie below 0.
 * Everything else is `undecided`, an end that is no number too. The effect itself must agree, since
 * a bootstrap interval need not contain it.
 * @throws RangeError where `notLess` has no margin above 0
 */
export function judgeClaim({ effect, ci95: [low, high], kind, margin }: Claim): Judgement {
  if (kind === 'notLess' && !(margin !== undefined && margin > 0))
    throw new RangeError('the claim notLess needs a margin above 0')
  const least = kind === 'notLess' ? -margin! : 0
  if (Number.isNaN(low + high + effect)) return 'undecided'
  if (Math.min(effect, low) > least) return 'confirmed'
  return Math.max(effect, high) < 0 ? 'not confirmed' : 'undecided'
}
