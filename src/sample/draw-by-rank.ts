/**
 * A token by inversion of the cumulative sum of probabilities in the order of their size, without
 * sorting them all: masses are gathered in a histogram, and only the tokens near a boundary are
 * ranked.
 */
import type { RankedTokens } from './ranked-tokens.ts'
import { bitsOf, INFINITE_BITS, rankWithin } from './ranked-tokens.ts'
import { sumSlack } from './sum-slack.ts'

/** Bits of a float32 that a bucket does not look at: 512 buckets for each power of two. */
const SHIFT = 14
/** The bucket of 2^-32 and all that is less likely. */
const LOWEST = (95 << 23) >>> SHIFT
/** The last bucket, of 1 and the little that rounding may add to it. */
const HIGHEST = (127 << 23) >>> SHIFT
const masses = new Float64Array(HIGHEST - LOWEST + 1)

/** What a draw is made by. */
export interface RankedDraw {
  /** Bits of the least probability that takes part. */
  lowest: number
  /** Tokens are kept up to the first at which this share of the mass is reached; 1 keeps all. */
  topP: number
  /** From 0 to 1, exclusive. */
  uniform: number
}

/**
 * Returns the token that ranking all tokens would draw; `undefined` where sums in another order
 * could have drawn another one.
 */
export function drawByRank(
  probabilities: Float32Array,
  { lowest, topP, uniform }: RankedDraw,
): number | undefined {
  const total = fillMasses(probabilities, lowest)
  const slack = sumSlack(probabilities.length, total)
  const reachIn = (mark: number): Reached | undefined => {
    const { bucket, before } = placeOf(mark)
    const range = { lowest: Math.max(lowest, bitsAt(bucket)), highest: bitsBelow(bucket) }
    return reach(rankWithin(probabilities, range), before, mark, slack)
  }
  if (topP >= 1) return reachIn(uniform * total)?.token
  const end = reachIn(topP * total)
  return end && reachIn(uniform * end.after)?.token
}

/** The least bits of a bucket; the lowest bucket has all that are less. */
const bitsAt = (bucket: number): number => (bucket === 0 ? 0 : (bucket + LOWEST) << SHIFT)

/** The last bits before those of the next bucket. */
const bitsBelow = (bucket: number): number =>
  bucket === masses.length - 1 ? INFINITE_BITS : bitsAt(bucket + 1) - 1

/** Fills `masses` with those of the tokens that take part, and returns their sum. */
function fillMasses(probabilities: Float32Array, lowest: number): number {
  addMasses(probabilities, masses.fill(0))
  if (lowest > 0) {
    const bucket = Math.max((lowest >> SHIFT) - LOWEST, 0)
    masses.fill(0, 0, bucket)
    const { weights } = rankWithin(probabilities, { lowest, highest: bitsBelow(bucket) })
    masses[bucket] = weights.reduce((sum, weight) => sum + weight, 0)
  }
  let total = 0
  for (let bucket = masses.length - 1; bucket >= 0; bucket--) total += masses[bucket]!
  return total
}

/** Adds each token's mass to its bucket, four at a time: counting costs as much as adding. */
function addMasses(probabilities: Float32Array, sums: Float64Array): void {
  const bits = bitsOf(probabilities)
  const end = bits.length - 3
  let token = 0
  for (; token < end; token += 4) {
    sums[Math.max((bits[token]! >> SHIFT) - LOWEST, 0)]! += probabilities[token]!
    sums[Math.max((bits[token + 1]! >> SHIFT) - LOWEST, 0)]! += probabilities[token + 1]!
    sums[Math.max((bits[token + 2]! >> SHIFT) - LOWEST, 0)]! += probabilities[token + 2]!
    sums[Math.max((bits[token + 3]! >> SHIFT) - LOWEST, 0)]! += probabilities[token + 3]!
  }
  for (; token < bits.length; token++)
    sums[Math.max((bits[token]! >> SHIFT) - LOWEST, 0)]! += probabilities[token]!
}

/** A bucket and the sum of all that is likelier. */
interface Place {
  bucket: number
  before: number
}

/** Returns the bucket in which the sum from the likeliest on goes beyond `mark`. */
function placeOf(mark: number): Place {
  let [bucket, before] = [masses.length - 1, 0]
  for (; bucket > 0; bucket--) {
    const after = before + masses[bucket]!
    if (after > mark) break
    before = after
  }
  return { bucket, before }
}

interface Reached {
  token: number
  /** The sum up to this token. */
  after: number
}

/** Returns the first token at which the sum is beyond `mark`; `undefined` where in doubt. */
function reach(
  { tokens, weights }: RankedTokens,
  start: number,
  mark: number,
  slack: number,
): Reached | undefined {
  let before = start
  for (let rank = 0; rank < tokens.length; rank++) {
    const after = before + weights[rank]!
    if (after > mark) {
      const isCertain = after - mark > slack && mark - before > slack
      return isCertain ? { token: tokens[rank]!, after } : undefined
    }
    before = after
  }
  return undefined
}
