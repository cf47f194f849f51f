/** Likeness by a model of sentence embeddings. */
import { DataError, type Task } from '../../core/index.ts'
import { evenSample } from './reference-texts.ts'
import type { TextSimilarity } from './similarity.ts'

/** What places texts in a space; those that are alike point the same way. */
export interface TextVectors {
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

/** RATIONALYST's threshold (Jiang et al. 2024, arXiv 2410.01044). */
const DEFAULT_THRESHOLD = 0.3

/** Least number of texts that a mean is taken of, where there are as many. */
const REFERENCE_TEXTS = 1000

const TEXTS_AT_ONCE = 64

/** Models read a few hundred words: what comes after these characters changes nothing. */
const READ_CHARACTERS = 20_000

/**
 * Returns likeness by the vectors of `embedder`: the cosine of a text's vector with the mean of the
 * reference's vectors. Of a large reference, 1 000 to 2 000 texts are taken: their mean is that of
 * all, and embedding is slow. RATIONALYST takes punctuation and stop words from the texts first.
 * Here texts stay as they are, since that tells more (docs/data.md, "Documents"). @throws DataError
 * for a reference without texts
 */
export async function* embeddingSimilarity(
  reference: AsyncIterable<string>,
  embedder: TextVectors,
  signal?: AbortSignal,
): Task<TextSimilarity> {
  const texts = await evenSample(reference, REFERENCE_TEXTS)
  if (texts.length === 0) throw new DataError('the reference has no text')
  const sum: number[] = []
  for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE) {
    for (const vector of await embedder.embed(texts.slice(start, start + TEXTS_AT_ONCE), signal))
      for (const [axis, each] of vector.entries()) sum[axis] = (sum[axis] ?? 0) + each
    const done = Math.min(start + TEXTS_AT_ONCE, texts.length)
    yield { type: 'progress', label: 'reference', done, total: texts.length, unit: 'texts' }
  }
  const length = Math.hypot(...sum)
  const cosine = (vector: Float32Array): number => {
    let dot = 0
    for (const [axis, each] of vector.entries()) dot += each * sum[axis]!
    return length === 0 ? 0 : dot / length
  }
  return {
    defaultThreshold: DEFAULT_THRESHOLD,
    batch: { documents: TEXTS_AT_ONCE, characters: 1 << 22 },
    async of(batch) {
      if (batch.length === 0) return []
      const begun = batch.map((text) => text.slice(0, READ_CHARACTERS))
      return (await embedder.embed(begun, signal)).map(cosine)
    },
  }
}
