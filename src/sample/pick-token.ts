/** From a distribution over tokens to one token. */
import type { Decoding } from '../model/index.ts'
import { argmax } from './argmax.ts'
import { drawByIndex } from './draw-by-index.ts'
import { drawByRank } from './draw-by-rank.ts'
import type { RankedTokens } from './ranked-tokens.ts'
import { bitsFrom, rankFrom, rankLikeliest } from './ranked-tokens.ts'

/** Vocabularies up to this size are ranked whole. */
const SMALL_VOCABULARY = 512

/**
 * Returns a token drawn from `probabilities` (already tempered, none below 0) by the uniform number
 * `uniform` in [0, 1). Truncation goes top-k, min-p, top-p, as in vLLM, each on what the one before
 * left. What is kept is ranked, the likeliest first and equals by index, and the draw inverts the
 * cumulative sum in this order; where nothing is cut, in the order of the vocabulary.
 */
export function pickToken(
  probabilities: Float32Array,
  decoding: Decoding,
  uniform: number,
): number {
  const { topK = 0, topP = 1, minP = 0 } = decoding
  if (topK <= 0 && topP >= 1 && minP <= 0) return drawByIndex(probabilities, uniform)
  const lowest = minP > 0 ? bitsFrom(minP * probabilities[argmax(probabilities)]!) : 0
  if (topK > 0) return drawRanked(rankLikeliest(probabilities, topK, lowest), topP, uniform)
  const drawn =
    probabilities.length > SMALL_VOCABULARY
      ? drawByRank(probabilities, { lowest, topP, uniform })
      : undefined
  return drawn ?? drawRanked(rankFrom(probabilities, lowest), topP, uniform)
}

/** Draws from ranked tokens: from the first ones that together hold `topP` of their mass. */
function drawRanked({ tokens, weights }: RankedTokens, topP: number, uniform: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let [end, mass] = [0, 0]
  while (end < weights.length) {
    mass += weights[end++]!
    if (mass >= topP * total) break
  }
  let rest = uniform * mass
  for (let rank = 0; rank < end; rank++) {
    rest -= weights[rank]!
    if (rest < 0) return tokens[rank]!
  }
  return tokens[0]! // rounding left a rest: the likeliest token
}
