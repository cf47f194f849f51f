/** From a distribution over tokens to one token. */
import type { Decoding } from '../model/index.ts'

/** Returns the index of the largest element; the first of equals. */
export function argmax(values: Float32Array): number {
  let best = 0
  for (let index = 1; index < values.length; index++)
    if (values[index]! > values[best]!) best = index
  return best
}

/**
 * Returns a token drawn from `probabilities` (already tempered) by the uniform number `uniform` in
 * [0, 1). Truncation goes top-k, min-p, top-p, as in vLLM, each on what the one before left.
 */
export function pickToken(
  probabilities: Float32Array,
  decoding: Decoding,
  uniform: number,
): number {
  const { topK = 0, topP = 1, minP = 0 } = decoding
  if (topK <= 0 && topP >= 1 && minP <= 0) return drawFrom(probabilities, uniform)
  const kept = truncate(probabilities, topK, topP, minP)
  const weights = Float32Array.from(kept, (token) => probabilities[token]!)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return kept[drawFrom(weights, uniform * total)]!
}

/** Returns the tokens that truncation keeps, likeliest first (equals by index); never empty. */
function truncate(probabilities: Float32Array, topK: number, topP: number, minP: number): number[] {
  const floor = minP * probabilities[argmax(probabilities)]!
  const order = Array.from(probabilities.keys())
    .filter((token) => probabilities[token]! >= floor)
    .toSorted((a, b) => probabilities[b]! - probabilities[a]! || a - b)
  const candidates = topK > 0 ? order.slice(0, topK) : order
  const total = candidates.reduce((sum, token) => sum + probabilities[token]!, 0)
  let mass = 0
  const end = candidates.findIndex((token) => (mass += probabilities[token]!) >= topP * total)
  return end < 0 ? candidates : candidates.slice(0, end + 1)
}

/**
 * Draws an index in proportion to its weight, by inversion of the cumulative sum at `mark`, from 0
 * to the weights' sum.
 */
function drawFrom(weights: Float32Array, mark: number): number {
  let rest = mark
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index]!
    if (rest < 0) return index
  }
  return argmax(weights) // rounding left a rest: the likeliest token
}
