/**
 * Addressed random streams: the same address gives the same numbers, in any order, on any machine.
 */
import { createHash } from 'node:crypto'

export interface Rng {
  /** A float in [0, 1) with 32 random bits. */
  next(): number
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number
  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T
  /** A new array with the items in random order (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** A standard normal deviate (Box–Muller). */
  normal(): number
}

/**
 * Returns the stream at an address such as `('sample', seed, problemId, index)`.
 * The address is hashed, never added up, so neighbouring addresses share nothing.
 * Generator: sfc32 (Doty-Humphrey, PractRand), seeded with 96 bits of SHA-256 and warmed up.
 */
export function rng(...address: readonly (string | number)[]): Rng {
  const digest = createHash('sha256').update(JSON.stringify(address)).digest()
  let a = digest.readUInt32LE(0)
  let b = digest.readUInt32LE(4)
  let c = digest.readUInt32LE(8)
  let counter = 1
  const uint32 = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) uint32()

  const next = (): number => uint32() / 2 ** 32
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)]
      if (item === undefined) throw new RangeError('rng.pick: no items to pick from')
      return item
    },
    shuffle: (items) => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = int(0, last)
        ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
      }
      return shuffled
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
