/**
 * The fixed points at which expressions are compared: the same in every process, for every pair.
 */
import type { Rational } from '../../core/pure.ts'

/** Where the coordinates of a numeric point lie. */
export type PointKind = 'positive' | 'small' | 'mixed' | 'signed' | 'large' | 'wide' | 'integer'

/**
 * Where those of an exact point lie: fractions of both signs, integers from 2, or fractions on both
 * sides of `±scale`.
 */
export type ExactKind = 'fraction' | 'integer' | { scale: number }

/**
 * Returns a number in [0, 1) that belongs to a step of the ladder and the rank of a symbol: a hash,
 * not a random draw.
 */
function fraction(index: number, rank: number): number {
  let state = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(rank + 1, 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
}

/** Returns exact values for the symbols, given in order. */
export function exactPoint(
  names: readonly string[],
  index: number,
  kind: ExactKind,
): Map<string, Rational> {
  return new Map(names.map((name, rank) => [name, exactCoordinate(kind, index, rank)]))
}

function exactCoordinate(kind: ExactKind, index: number, rank: number): Rational {
  const part = fraction(index, rank)
  if (kind === 'integer')
    return { numerator: BigInt(integerCoordinate(index, rank)), denominator: 1n }
  if (kind === 'fraction') {
    const size = BigInt(3 + Math.floor(part * 60) + 61 * rank)
    const sign = (index >> (rank % 3)) & 1 ? -1n : 1n
    return reducedOrWhole(sign * size, index % 2 === 0 ? 1n : size % 7n === 0n ? 5n : 7n)
  }
  return reducedOrWhole(BigInt(Math.round(4_096 * wideCoordinate(kind.scale, index, rank))), 4_096n)
}

/** From 1 to 18, by a hash, so that no two symbols keep their distance. */
const integerCoordinate = (index: number, rank: number): number =>
  1 + Math.floor(18 * fraction(index, rank + 2_000))

/** By turns beyond the scale and within it, on either side of zero. */
function wideCoordinate(scale: number, index: number, rank: number): number {
  const part = fraction(index, rank)
  const turn = (index + rank) % 4
  return (turn % 2 === 0 ? 1 : -1) * scale * (turn < 2 ? 1.1 + 3 * part : part)
}

function reducedOrWhole(numerator: bigint, denominator: bigint): Rational {
  return numerator % denominator === 0n
    ? { numerator: numerator / denominator, denominator: 1n }
    : { numerator, denominator }
}

/**
 * Returns values for the symbols, given in order; wide ones lie on both sides of `±scale`. They are
 * multiples of 1/4096, so that they are exact in every arithmetic.
 */
export function numericPoint(
  names: readonly string[],
  index: number,
  kind: PointKind,
  scale = 10,
): Map<string, number> {
  return new Map(
    names.map((name, rank) => [
      name,
      Math.round(coordinate(kind, index, rank, scale) * 4_096) / 4_096,
    ]),
  )
}

function coordinate(kind: PointKind, index: number, rank: number, scale: number): number {
  const part = fraction(index, rank)
  const sign = fraction(index, rank + 1_000) < 0.5 ? -1 : 1
  switch (kind) {
    case 'positive':
      return 0.25 + 2.5 * part
    case 'small':
      return 0.05 + 0.85 * part
    case 'large':
      return 2.1 + 5 * part
    case 'mixed':
      return sign * (0.2 + 2.7 * part)
    case 'signed':
      // Successive points go through all choices of signs of three symbols.
      return ((index >> (rank % 3)) & 1 ? -1 : 1) * (0.3 + 2.3 * part)
    case 'wide':
      return wideCoordinate(scale, index, rank)
    case 'integer':
      return integerCoordinate(index, rank)
  }
}
