/**
 * Picking a token: the same one as ranking and summing everything one by one, however it is found.
 */
import { describe, expect, it } from 'vitest'
import { rng } from '../core/index.ts'
import type { Decoding } from '../model/index.ts'
import { argmax } from './argmax.ts'
import { drawByRank } from './draw-by-rank.ts'
import { pickToken } from './pick-token.ts'

type Truncation = Pick<Decoding, 'topK' | 'topP' | 'minP'>

/** The definition: everything is sorted, and summed in that order. */
function pickByDefinition(
  probabilities: Float32Array,
  { topK = 0, topP = 1, minP = 0 }: Truncation,
  uniform: number,
): number {
  if (topK <= 0 && topP >= 1 && minP <= 0) return drawByDefinition(probabilities, uniform)
  const floor = minP * probabilities[argmax(probabilities)]!
  const order = Array.from(probabilities.keys())
    .filter((token) => probabilities[token]! >= floor)
    .toSorted((a, b) => probabilities[b]! - probabilities[a]! || a - b)
  const candidates = topK > 0 ? order.slice(0, topK) : order
  const sum = candidates.reduce((total, token) => total + probabilities[token]!, 0)
  let mass = 0
  const end = candidates.findIndex((token) => (mass += probabilities[token]!) >= topP * sum)
  const kept = end < 0 ? candidates : candidates.slice(0, end + 1)
  const weights = Float32Array.from(kept, (token) => probabilities[token]!)
  const total = weights.reduce((so, weight) => so + weight, 0)
  return kept[drawByDefinition(weights, uniform * total)]!
}

function drawByDefinition(weights: Float32Array, mark: number): number {
  let rest = mark
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index]!
    if (rest < 0) return index
  }
  return argmax(weights)
}

/** Softmax in float32, as the runtime gives it. */
function softmaxOf(size: number, logit: (token: number) => number): Float32Array {
  const logits = Array.from({ length: size }, (_, token) => logit(token))
  const largest = logits.reduce((a, b) => Math.max(a, b))
  const powers = logits.map((value) => Math.exp(value - largest))
  const total = powers.reduce((a, b) => a + b)
  return Float32Array.from(powers, (power) => power / total)
}

const random = rng('pick-token')
const shapes: Record<string, (size: number) => Float32Array> = {
  flat: (size) => softmaxOf(size, () => random.normal() * 0.2),
  peaked: (size) => softmaxOf(size, () => random.normal() * 4),
  'with ties': (size) => softmaxOf(size, () => Math.round(random.normal() * 2)),
  uniform: (size) => softmaxOf(size, () => 1),
  'with zeros': (size) => softmaxOf(size, () => (random.next() < 0.9 ? -1e6 : random.normal())),
  certain: (size) => softmaxOf(size, (token) => (token === size >> 1 ? 1e6 : 0)),
  'of all magnitudes': (size) => softmaxOf(size, (token) => (-100 * token) / size),
  'that sums to less than 1': (size) => softmaxOf(size, () => random.normal()).map((p) => p * 0.7),
  'of zeros': (size) => new Float32Array(size),
}
const truncations: Truncation[] = [
  {},
  { topP: 0.95 },
  { topP: 0.3 },
  { topP: 1e-9 },
  { topP: 0.999_999_999 },
  { topK: 1 },
  { topK: 50 },
  { topK: 700, topP: 0.9 },
  { topK: 1_000_000 },
  { minP: 0.05 },
  { minP: 1 },
  { minP: 0.3, topP: 0.7 },
  { topK: 40, minP: 0.02, topP: 0.95 },
  { topK: 3000, minP: 1e-6, topP: 0.999 },
]
const uniforms = [0, 2 ** -32, 0.5, 1 - 2 ** -32]

describe.each(Object.entries(shapes))('a distribution %s', (_, shape) => {
  it.each([1, 5, 513, 2048, 20_011])('of %i tokens gives the token of the definition', (size) => {
    const probabilities = shape(size)
    const marks = [...uniforms, ...Array.from({ length: size > 5000 ? 2 : 12 }, random.next)]
    for (const truncation of truncations) {
      const decoding = { temperature: 1, maxNewTokens: 1, ...truncation }
      for (const uniform of marks) {
        const picked = pickToken(probabilities, decoding, uniform)
        const name = `${JSON.stringify(truncation)} at ${uniform}`
        expect(picked, name).toBe(pickByDefinition(probabilities, truncation, uniform))
      }
    }
  })
})

it('picks the same on and beside the boundaries between tokens', () => {
  const probabilities = shapes['with ties']!(3000)
  const sorted = probabilities.toSorted().toReversed()
  for (const [weights, truncation] of [
    [probabilities, {}],
    [sorted, { minP: 1e-12 }],
  ] as const) {
    let mass = 0
    for (const weight of weights.subarray(0, 300)) {
      mass += weight
      for (const uniform of [mass - 2 ** -53, mass, mass + 2 ** -53])
        if (uniform < 1)
          expect(
            pickToken(probabilities, { temperature: 1, maxNewTokens: 1, ...truncation }, uniform),
          ).toBe(pickByDefinition(probabilities, truncation, uniform))
    }
  }
})

it('draws from the middle of a page of memory', () => {
  const all = shapes['peaked']!(4000)
  const part = all.subarray(1000, 3000)
  const decoding = { temperature: 1, maxNewTokens: 1, topP: 0.8 }
  expect(pickToken(part, decoding, 0.4)).toBe(pickToken(part.slice(), decoding, 0.4))
})

it('seldom has to rank the whole vocabulary', () => {
  const inDoubt = (shape: Float32Array, topP: number): number =>
    Array.from({ length: 500 }, random.next).filter(
      (uniform) => drawByRank(shape, { lowest: 0, topP, uniform }) === undefined,
    ).length
  expect(inDoubt(shapes['flat']!(20_000), 0.95)).toBeLessThan(3)
  expect(inDoubt(shapes['peaked']!(20_000), 0.95)).toBeLessThan(3)
})
