/** The fixed points at which expressions are compared: the same in every process, for every pair. */
import type { Rational } from '../../core/index.ts'

/** Where the coordinates of a numeric point lie. */
export type PointKind = 'positive' | 'small' | 'mixed' | 'large' | 'wide' | 'integer'

/** Returns a number in [0, 1) that belongs to a step of the ladder and the rank of a symbol: a hash, not a random draw. */
function fraction(index: number, rank: number): number {
  let state = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(rank + 1, 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
}

/** Returns exact values for the symbols, given in order: fractions of both signs, or integers from 2. No two symbols have equal ones. */
export function exactPoint(names: readonly string[], index: number, integers: boolean): Map<string, Rational> {
  return new Map(
    names.map((name, rank) => {
      if (integers) return [name, { numerator: BigInt(2 + ((5 * index + 3 * rank + 2) % 13)), denominator: 1n }]
      const size = BigInt(3 + Math.floor(fraction(index, rank) * 60) + 61 * rank)
      const sign = fraction(index, rank + 1_000) < 0.5 && index > 0 ? -1n : 1n
      const denominator = index % 2 === 0 ? 1n : size % 7n === 0n ? 5n : 7n
      return [name, reducedOrWhole(sign * size, denominator)]
    }),
  )
}

function reducedOrWhole(numerator: bigint, denominator: bigint): Rational {
  return numerator % denominator === 0n ? { numerator: numerator / denominator, denominator: 1n } : { numerator, denominator }
}

/** Returns values for the symbols, given in order; multiples of 1/4096, so that they are exact in every arithmetic. */
export function numericPoint(names: readonly string[], index: number, kind: PointKind): Map<string, number> {
  return new Map(names.map((name, rank) => [name, Math.round(coordinate(kind, index, rank) * 4_096) / 4_096]))
}

function coordinate(kind: PointKind, index: number, rank: number): number {
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
    case 'wide':
      return sign * 10 ** (0.5 + 3 * part)
    case 'integer':
      return 2 + ((5 * index + 3 * rank + 2) % 13)
  }
}
