/** How much likelier a rationale makes what follows it. */
import { contextOf, type RationaleIs, type Segment } from '../../data/index.ts'
import { discounted, type ScoreItem, type TokenLogprobs } from '../../model/index.ts'

/** The weight of a token as a share of that of the token before it. Source: 2410.01044. */
export const DISCOUNT = 0.9

/**
 * Returns what a model is to score: what follows, after what precedes, and after the rationale as
 * well. The two share what precedes, and so do the segments of one text.
 */
export function gainItems(
  segment: Segment,
  as: RationaleIs,
): [without: ScoreItem, withRationale: ScoreItem] {
  const continuations = [segment.following]
  return [
    { prompt: segment.preceding, continuations },
    { prompt: contextOf(segment, as), continuations },
  ]
}

/**
 * Returns Σ discount^t · (log p(y_t | preceding, rationale, y_<t) − log p(y_t | preceding, y_<t)),
 * in nats, over the tokens of what follows. Source: RATIONALYST (2410.01044), utility filter.
 * Deviation: the authors' code scores the tokens of a chat's header too, which take the first
 * weights.
 */
export function gain(
  without: TokenLogprobs,
  withRationale: TokenLogprobs,
  discount = DISCOUNT,
): number {
  return discounted(withRationale, discount) - discounted(without, discount)
}
