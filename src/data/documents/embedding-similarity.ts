/** Likeness by a model of sentence embeddings. */
import { DataError, type Task } from '../../core/index.ts'
import type { TextSimilarity } from './similarity.ts'
import { stopWords } from './stop-words.ts'

/** What places texts in a space; those that are alike point the same way. */
export interface TextVectors {
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

/** RATIONALYST's threshold (Jiang et al. 2024, arXiv 2410.01044). */
const DEFAULT_THRESHOLD = 0.3

const TEXTS_AT_ONCE = 128

/**
 * Returns likeness by the vectors of `embedder`: the cosine of a text's vector with the mean of the
 * reference's vectors. As in RATIONALYST, texts are lower-cased, and lose punctuation and stop
 * words before they are embedded. @throws DataError for a reference without words
 */
export async function* embeddingSimilarity(
  reference: AsyncIterable<string>,
  embedder: TextVectors,
  signal?: AbortSignal,
): Task<TextSimilarity> {
  const sum: number[] = []
  let done = 0
  for await (const texts of inBatches(reference)) {
    for (const vector of await embedder.embed(texts, signal))
      for (const [axis, each] of vector.entries()) sum[axis] = (sum[axis] ?? 0) + each
    done += texts.length
    yield { type: 'progress', label: 'reference', done, unit: 'texts' }
  }
  if (done === 0) throw new DataError('no text of the reference has a word')
  const length = Math.hypot(...sum)
  const cosine = (vector: Float32Array): number => {
    const dot = vector.reduce((total, each, axis) => total + each * sum[axis]!, 0)
    return length === 0 ? 0 : dot / length
  }
  return {
    defaultThreshold: DEFAULT_THRESHOLD,
    batch: { documents: TEXTS_AT_ONCE, characters: 1 << 22 },
    async of(texts) {
      const plain = texts.map(contentWords)
      const vectors = await embedder.embed(
        plain.filter((text) => text !== ''),
        signal,
      )
      const found = vectors.values()
      return plain.map((text) => (text === '' ? 0 : cosine(found.next().value!)))
    },
  }
}

/** Batches of those texts that have a word, without all else. */
async function* inBatches(texts: AsyncIterable<string>): AsyncGenerator<string[], void, void> {
  let batch: string[] = []
  for await (const text of texts) {
    const words = contentWords(text)
    if (words !== '') batch.push(words)
    if (batch.length < TEXTS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Models read a few hundred words: what comes after these characters changes nothing. */
const READ_CHARACTERS = 20_000

/** The words of a text in lower case, without stop words and punctuation. */
function contentWords(text: string): string {
  const words = text
    .slice(0, READ_CHARACTERS)
    .toLowerCase()
    .match(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{Nd}+/gu)
  return (words ?? []).filter((word) => !stopWords.has(word.replaceAll(/['’]/g, ''))).join(' ')
}
