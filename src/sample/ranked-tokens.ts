/** Tokens in the order of their probability, the likeliest first and equals by index. */

/** The bits of an infinite float32: those of a number from 0 on are below, and ascend with it. */
export const INFINITE_BITS = 0x7f_80_00_00

/** Memory of the last ranking, used again by the next: a row may have 150 000 tokens. */
let keys = new Float64Array()
let found = new Int32Array()

/** Tokens and their probabilities, both by rank. */
export interface RankedTokens {
  tokens: Int32Array
  weights: Float32Array
}

/** Returns the bits of each number, in place: integers that ascend as numbers from 0 on do. */
export const bitsOf = (values: Float32Array): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.length)

/** Returns the bits of the least float32 that is not below `floor`. */
export function bitsFrom(floor: number): number {
  if (!(floor > 0)) return 0
  const nearest = Float32Array.of(floor)
  return bitsOf(nearest)[0]! + (nearest[0]! < floor ? 1 : 0)
}

/** Probabilities by their bits, both ends included. */
export interface BitsRange {
  lowest: number
  highest: number
}

/** Returns the tokens whose probability has bits from `lowest`, ranked. */
export function rankFrom(probabilities: Float32Array, lowest: number): RankedTokens {
  return rankWithin(probabilities, { lowest, highest: INFINITE_BITS })
}

/**
 * Returns the tokens whose probability has bits in a range, ranked. Numbers are
 * sorted that hold both bits and index, which the runtime does ten times as fast as it calls a
 * comparison.
 */
export function rankWithin(probabilities: Float32Array, range: BitsRange): RankedTokens {
  const bits = bitsOf(probabilities)
  if (found.length < bits.length) {
    found = new Int32Array(bits.length)
    keys = new Float64Array(bits.length)
  }
  return ranked(bits, found.subarray(0, findWithin(bits, range, found)))
}

/**
 * Writes the indices of the bits in a range, and returns how many there are. Of two differences,
 * one is below 0 where a number is outside; four numbers are tested at once, for few are within.
 */
function findWithin(bits: Int32Array, { lowest, highest }: BitsRange, found: Int32Array): number {
  let count = 0
  const { length } = bits
  for (let start = 0; start < length; start += 4) {
    if (start + 4 <= length) {
      const a = bits[start]!
      const b = bits[start + 1]!
      const c = bits[start + 2]!
      const d = bits[start + 3]!
      const outsideAll =
        ((a - lowest) | (highest - a)) &
        ((b - lowest) | (highest - b)) &
        ((c - lowest) | (highest - c)) &
        ((d - lowest) | (highest - d))
      if (outsideAll < 0) continue
    }
    const end = Math.min(start + 4, length)
    for (let index = start; index < end; index++)
      if (((bits[index]! - lowest) | (highest - bits[index]!)) >= 0) found[count++] = index
  }
  return count
}

/** Returns the `count` likeliest of the tokens whose probability has bits from `lowest`, ranked. */
export function rankLikeliest(
  probabilities: Float32Array,
  count: number,
  lowest: number,
): RankedTokens {
  const least = Math.max(lowest, bitsReachedBy(bitsOf(probabilities), count))
  const { tokens, weights } = rankFrom(probabilities, least)
  return { tokens: tokens.subarray(0, count), weights: weights.subarray(0, count) }
}

/**
 * Returns a lower bound of the `count`-th largest of `bits`: the `count`-th largest of the maxima
 * of four times as many slices; 0 where they would be too short to tell much.
 */
function bitsReachedBy(bits: Int32Array, count: number): number {
  const slices = 4 * count
  const length = Math.floor(bits.length / slices)
  if (length < 2) return 0
  const maxima = new Int32Array(slices)
  for (let slice = 0; slice < slices; slice++) maxima[slice] = largest(bits, slice * length, length)
  return maxima.sort()[slices - count]!
}

/** Returns the largest of `length` numbers from 0 on, by two of them at a time. */
function largest(bits: Int32Array, start: number, length: number): number {
  let a = bits[start]!
  let b = bits[start + length - 1]!
  const end = start + length - 1
  for (let index = start; index < end; index += 2) {
    a = Math.max(a, bits[index]!)
    b = Math.max(b, bits[index + 1]!)
  }
  return Math.max(a, b)
}

function ranked(bits: Int32Array, indices: Int32Array): RankedTokens {
  const count = indices.length
  const vocabulary = bits.length
  const used = keys.subarray(0, count)
  // Exact for up to 4 million tokens
  for (let place = 0; place < count; place++)
    used[place] = (INFINITE_BITS - bits[indices[place]!]!) * vocabulary + indices[place]!
  used.sort()
  const tokens = new Int32Array(count)
  const weights = new Float32Array(count)
  const weightBits = bitsOf(weights)
  for (let rank = 0; rank < count; rank++) {
    const key = used[rank]!
    const above = Math.floor(key / vocabulary)
    weightBits[rank] = INFINITE_BITS - above
    tokens[rank] = key - above * vocabulary
  }
  return { tokens, weights }
}
