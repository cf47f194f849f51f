/** Likeness by the words that texts share, weighted by how rare they are (TF-IDF). */
import { DataError, throwIfCancelled, type Task } from '../../core/index.ts'
import type { TextSimilarity } from './similarity.ts'
import { stopHashes } from './stop-words.ts'
import { wordHashes } from './words.ts'

/** Words are told apart by this many numbers; two of 50 000 words rarely share one. */
const BUCKETS = 1 << 20

/** The reference weighs as much as this many documents of the corpus in what is a rare word. */
const REFERENCE_DOCUMENTS = 10

/** Measured: docs/data.md, "Documents". */
const DEFAULT_THRESHOLD = 0.08

/**
 * Returns likeness by words. A text is a vector with a number for each word but stop words:
 * `(1 + ln count) · idf`, made to have the length 1. The reference is the mean of its texts'
 * vectors, and a text is as like it as the cosine between the two.
 *
 * How rare words are (`idf = ln((1 + n) / (1 + df))`) is learnt from the beginning of the corpus:
 * 5 000 documents, or 16 million characters. A corpus may be short, so the reference counts as 10
 * documents more. The whole corpus would have to be read twice, and the reference alone does not
 * know which words are everywhere. Memory is bounded: words are numbers below 2²⁰, whose counts are
 * all that is kept. @throws DataError for a reference without words
 */
export async function* tfIdfSimilarity(
  reference: AsyncIterable<string>,
  signal?: AbortSignal,
): Task<TextSimilarity> {
  const terms = new Terms()
  const texts: Counts[] = []
  const frequency = new Float64Array(BUCKETS)
  for await (const text of reference) {
    throwIfCancelled(signal)
    const counts = terms.of(text)
    if (counts.buckets.length === 0) continue
    texts.push(counts)
    for (const bucket of counts.buckets) frequency[bucket]!++
    if (texts.length % 1000 === 0) yield progress(texts.length)
  }
  if (texts.length === 0) throw new DataError('no text of the reference has a word')
  const idf = new Float32Array(BUCKETS)
  const mean = new Float32Array(BUCKETS)
  let meanLength = 0
  const weightsOf = ({ buckets, counts }: Counts): { weights: Float64Array; length: number } => {
    let squares = 0
    const weights = Float64Array.from(buckets, (bucket, place) => {
      const weight = (1 + Math.log(counts[place]!)) * idf[bucket]!
      squares += weight * weight
      return weight
    })
    return { weights, length: Math.sqrt(squares) }
  }
  return {
    defaultThreshold: DEFAULT_THRESHOLD,
    batch: { documents: 256, characters: 1 << 22 },
    sample: { documents: 5000, characters: 1 << 24 },
    learn(sample) {
      const share = REFERENCE_DOCUMENTS / texts.length
      const seen = Float64Array.from(frequency, (count) => count * share)
      for (const text of sample) for (const bucket of terms.of(text).buckets) seen[bucket]!++
      const all = REFERENCE_DOCUMENTS + sample.length
      for (const [bucket, df] of seen.entries()) idf[bucket] = Math.log((1 + all) / (1 + df))
      for (const text of texts) {
        const { weights, length } = weightsOf(text)
        if (length === 0) continue
        for (const [place, bucket] of text.buckets.entries())
          mean[bucket] = mean[bucket]! + weights[place]! / length
      }
      meanLength = Math.sqrt(mean.reduce((sum, each) => sum + each * each, 0))
    },
    async of(batch) {
      return batch.map((text) => {
        const counted = terms.of(text)
        const { weights, length } = weightsOf(counted)
        const scale = length * meanLength
        if (scale === 0) return 0
        let dot = 0
        for (const [place, bucket] of counted.buckets.entries())
          dot += weights[place]! * mean[bucket]!
        return dot / scale
      })
    },
  }
}

const progress = (done: number) =>
  ({ type: 'progress', label: 'reference', done, unit: 'texts' }) as const

/** The words of a text by their buckets, each once, with how often it occurs. */
interface Counts {
  buckets: Uint32Array
  counts: Uint32Array
}

/** Counts words in a table that is emptied after each text. */
class Terms {
  readonly #table = new Uint32Array(BUCKETS)

  of(text: string): Counts {
    const found: number[] = []
    for (const hash of wordHashes(text)) {
      if (stopHashes.has(hash)) continue
      const bucket = hash % BUCKETS
      if (this.#table[bucket] === 0) found.push(bucket)
      this.#table[bucket]!++
    }
    const buckets = Uint32Array.from(found)
    const counts = buckets.map((bucket) => this.#table[bucket]!)
    for (const bucket of buckets) this.#table[bucket] = 0
    return { buckets, counts }
  }
}
