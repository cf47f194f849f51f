/** Vectors of texts, by the hidden states of a language model. */
import { throwIfCancelled } from '../core/index.ts'
import { encodeStart, type Model } from '../model/index.ts'
import type { Decoder } from './decoder.ts'
import { passes } from './passes.ts'
import { startId } from './sequence.ts'

/** The weights of the mean grow with the square of a pass. */
const EMBED_PASS_TOKENS = 1024

/** Returns the mean hidden state of each text's tokens, made to have the length 1. */
export async function embedTexts(
  model: Model,
  decoder: Decoder,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const sequences = texts.map((text, place) => {
    const ids = encodeStart(model.tokenizer, text).slice(0, model.config.maxPositions)
    return { place, ids: ids.length > 0 ? ids : [startId(model)] }
  })
  const vectors: Float32Array[] = []
  const longestFirst = sequences.toSorted((a, b) => b.ids.length - a.ids.length)
  for (const pass of passes(longestFirst, EMBED_PASS_TOKENS)) {
    throwIfCancelled(signal)
    const means = await decoder.embed(pass.map(({ ids }) => ids))
    const size = means.length / pass.length
    for (const [row, { place }] of pass.entries())
      vectors[place] = unitVector(means.subarray(row * size, (row + 1) * size))
  }
  return vectors
}

/** Returns a vector of length 1 in the same direction; one of zeros stays. */
export function unitVector(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0))
  return length === 0 ? Float32Array.from(vector) : vector.map((each) => each / length)
}
