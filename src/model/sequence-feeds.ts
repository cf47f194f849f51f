/** The position tables and masks that sequences of a length need, made once per length. */
import type { FloatTensor, Tensor } from '../engine/index.ts'
import { floatTensor, intTensor } from '../engine/index.ts'
import type { ModelConfig } from './config.ts'

/**
 * Added to the score of a position that must not be seen: finite, so that a row of nothing else
 * stays finite.
 */
export const MASKED = -1e9

/**
 * Returns the cosine and sine tables `[positions, D/2]`: angle = position · base^(−2i/D) (Su et al.
 * 2021, section 3.2.2).
 */
export function rotaryTables(
  config: ModelConfig,
  positions: number,
): { cosine: FloatTensor; sine: FloatTensor } {
  const half = config.headSize / 2
  const cosine = new Float32Array(positions * half)
  const sine = new Float32Array(positions * half)
  for (let position = 0; position < positions; position++) {
    for (let pair = 0; pair < half; pair++) {
      const angle = position * config.rotaryBase ** ((-2 * pair) / config.headSize)
      cosine[position * half + pair] = Math.cos(angle)
      sine[position * half + pair] = Math.sin(angle)
    }
  }
  return {
    cosine: floatTensor(cosine, [positions, half]),
    sine: floatTensor(sine, [positions, half]),
  }
}

/** Returns the mask `[length, length]` that hides every later position. */
export function causalMask(length: number): FloatTensor {
  const mask = new Float32Array(length * length)
  for (let row = 0; row < length; row++)
    mask.fill(MASKED, row * length + row + 1, (row + 1) * length)
  return floatTensor(mask, [length, length])
}

/** Lengths whose tables are kept; a mask takes 4 · length² bytes. */
const KEPT_LENGTHS = 16

/**
 * Returns a function that gives the feeds of `rows` sequences padded to `length`, everything but
 * `ids`.
 */
export function sequenceFeeds(
  config: ModelConfig,
): (rows: number, length: number) => Record<string, Tensor> {
  const tables = new Map<number, Record<string, Tensor>>()
  return (rows, length) => {
    const known = tables.get(length) ?? {
      ...rotaryTables(config, length),
      mask: causalMask(length),
    }
    tables.set(length, known)
    if (tables.size > KEPT_LENGTHS) tables.delete(tables.keys().next().value!)
    const positions = Array.from({ length: rows * length }, (_, index) => index % length)
    return { ...known, positions: intTensor(positions, [rows, length]) }
  }
}
