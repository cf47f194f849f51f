/** Likeness by the words that texts share, weighted by how rare they are (TF-IDF). */
import { DataError, type Task } from '../../core/index.ts'
import { evenSample } from './reference-texts.ts'
import type { TextSimilarity } from './similarity.ts'
import { stopHashes } from './stop-words.ts'
import { wordHashes } from './words.ts'

/** Words are told apart by this many numbers; two of 50 000 words rarely share one. */
const BUCKETS = 1 << 20

/** Least number of texts that the reference is, where there are as many. */
const REFERENCE_TEXTS = 5000

/** Documents without a word that count as read: after few documents, no word is known as common. */
const EMPTY_DOCUMENTS = 1000

/** Measured: docs/data.md, "Documents". */
const DEFAULT_THRESHOLD = 0.08

/**
 * Returns likeness by words. A text is a vector with a number for each word but stop words:
 * `(1 + ln count) · idf`, made to have the length 1. The reference is the mean of its texts'
 * vectors, and a text is as like it as the cosine between the two.
 *
 * How rare words are (`idf = ln((1000 + n) / (1 + df))`) is learnt from the first `n` documents of
 * the corpus: 5 000, or 16 million characters. All of them would have to be read twice. The
 * reference teaches nothing here: what its texts have in common would seem common everywhere.
 * Memory is bounded: words are numbers below 2²⁰, whose counts are kept, and of a large reference
 * 5 000 to 10 000 texts are taken. @throws DataError for a reference without words
 */
export async function* tfIdfSimilarity(reference: AsyncIterable<string>): Task<TextSimilarity> {
  const terms = new Terms()
  const texts = (await evenSample(reference, REFERENCE_TEXTS))
    .map((text) => terms.of(text))
    .filter(({ buckets }) => buckets.length > 0)
  if (texts.length === 0) throw new DataError('no text of the reference has a word')
  yield { type: 'progress', label: 'reference', done: texts.length, unit: 'texts' }
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
      const seen = new Uint32Array(BUCKETS)
      for (const text of sample) for (const bucket of terms.of(text).buckets) seen[bucket]!++
      const all = EMPTY_DOCUMENTS + sample.length
      for (const [bucket, df] of seen.entries()) idf[bucket] = Math.log(all / (1 + df))
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
