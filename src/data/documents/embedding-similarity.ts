/** Likeness by a model of sentence embeddings. */
import { DataError, type Task } from '../../core/index.ts'
import { evenSample } from './reference-texts.ts'
import type { TextSimilarity } from './similarity.ts'

/** What places texts in a space; those that are alike point the same way. */
export interface TextVectors {
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

/**
 * Returns the numbers that were kept under `name`, or else what `compute` finds, which is kept.
 * Names come in the same order with the same texts whenever the work is repeated.
 */
export type KeptNumbers = (name: string, compute: () => Promise<number[]>) => Promise<number[]>

export interface EmbeddingOptions {
  signal?: AbortSignal | undefined
  /** Where absent, nothing is kept. */
  kept?: KeptNumbers | undefined
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
  { signal, kept = (_, compute) => compute() }: EmbeddingOptions = {},
): Task<TextSimilarity> {
  const texts = await evenSample(reference, REFERENCE_TEXTS)
  if (texts.length === 0) throw new DataError('the reference has no text')
  const sum: number[] = []
  for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE) {
    const own = texts.slice(start, start + TEXTS_AT_ONCE)
    const part = await kept(`reference-${start}`, async () =>
      sumOf(await embedder.embed(own, signal)),
    )
    for (const [axis, each] of part.entries()) sum[axis] = (sum[axis] ?? 0) + each
    const done = Math.min(start + TEXTS_AT_ONCE, texts.length)
    yield { type: 'progress', label: 'reference', done, total: texts.length, unit: 'texts' }
  }
  const length = Math.hypot(...sum)
  const cosine = (vector: Float32Array): number => {
    let dot = 0
    for (const [axis, each] of vector.entries()) dot += each * sum[axis]!
    return length === 0 ? 0 : dot / length
  }
  let judged = 0
  return {
    defaultThreshold: DEFAULT_THRESHOLD,
    batch: { documents: TEXTS_AT_ONCE, characters: 1 << 22 },
    async of(batch) {
      if (batch.length === 0) return []
      const begun = batch.map((text) => text.slice(0, READ_CHARACTERS))
      const name = `similarities-${judged}`
      judged += batch.length
      return kept(name, async () => (await embedder.embed(begun, signal)).map(cosine))
    },
  }
}

function sumOf(vectors: readonly Float32Array[]): number[] {
  const sum: number[] = []
  for (const vector of vectors)
    for (const [axis, each] of vector.entries()) sum[axis] = (sum[axis] ?? 0) + each
  return sum
}
