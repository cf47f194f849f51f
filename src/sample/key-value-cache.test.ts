import { describe, expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import type { FloatTensor } from '../engine/index.ts'
import { floatTensor } from '../engine/index.ts'
import { KeyValueCache } from './key-value-cache.ts'

const { config } = tinyModel()
const { keyValueHeads: heads, headSize: size, layers } = config

/**
 * The number that stands at a place, so that every place can be told from every other; values are
 * negative.
 */
const mark = (
  sequence: number,
  layer: number,
  position: number,
  head: number,
  index: number,
): number => (((sequence * layers + layer) * 1000 + position) * heads + head) * size + index + 1

/** Keys and values of `positions` of each sequence, `[B, KV, T, D]`, by layer. */
function keysAndValues(
  sequences: readonly number[],
  positions: (sequence: number, row: number) => readonly number[],
) {
  return Array.from({ length: layers }, (_, layer) => {
    const numbers = sequences.flatMap((sequence, row) =>
      Array.from({ length: heads }, (_, head) =>
        positions(sequence, row).flatMap((position) =>
          Array.from({ length: size }, (_, index) => mark(sequence, layer, position, head, index)),
        ),
      ).flat(),
    )
    const time = positions(sequences[0]!, 0).length
    const tensor = (sign: number) =>
      floatTensor(
        Float32Array.from(numbers, (number) => sign * number),
        [sequences.length, heads, time, size],
      )
    return { keys: tensor(1), values: tensor(-1) }
  })
}

/** What the feeds hold where the mask lets them be seen, against what was written. */
function expectHolds(
  cache: KeyValueCache,
  rows: Iterable<readonly [sequence: number, length: number]>,
): void {
  const feeds = cache.feeds() as Record<string, FloatTensor>
  const held = [...rows]
  const capacity = feeds['mask']!.shape.at(-1)!
  for (const [row, [sequence, length]] of held.entries()) {
    expect(cache.length(row)).toBe(length)
    const mask = Array.from(
      feeds['mask']!.data.subarray(row * capacity, (row + 1) * capacity),
      (value) => value === 0,
    )
    expect(mask).toEqual(Array.from({ length: capacity }, (_, position) => position < length))
    for (let layer = 0; layer < layers; layer++) {
      for (const [name, sign] of [
        ['keys', 1],
        ['values', -1],
      ] as const) {
        const { data, shape } = feeds[`${name}.${layer}`]!
        expect(shape).toEqual([held.length, heads, 1, capacity, size])
        for (let head = 0; head < heads; head++) {
          const start = (row * heads + head) * capacity * size
          const expected = Array.from({ length: length * size }, (_, place) =>
            Math.fround(sign * mark(sequence, layer, Math.floor(place / size), head, place % size)),
          )
          expect(Array.from(data.subarray(start, start + length * size))).toEqual(expected)
        }
      }
    }
  }
}

describe('KeyValueCache', () => {
  it('holds what was written, while it grows and rows leave', () => {
    const lengths = new Map([
      [0, 3],
      [1, 1],
      [2, 5],
      [3, 2],
    ])
    const cache = new KeyValueCache(config, lengths.size, 5)
    const prefill = keysAndValues([0, 1, 2, 3], () => [0, 1, 2, 3, 4])
    for (const [sequence, length] of lengths) cache.fill(sequence, prefill, sequence, length)
    expectHolds(cache, lengths)
    for (let step = 0; step < 90; step++) {
      cache.append(keysAndValues([...lengths.keys()], (sequence) => [lengths.get(sequence)!]))
      for (const [sequence, length] of lengths) lengths.set(sequence, length + 1)
      if (step === 20 || step === 60) {
        lengths.delete([...lengths.keys()][step === 20 ? 1 : 0]!)
        cache.arrange(step === 20 ? [0, 2, 3] : [1, 2])
      }
      if (step % 7 === 0 || step === 20 || step === 60) expectHolds(cache, lengths)
    }
    expectHolds(cache, lengths)
  })

  it('holds rows in any order, and as often as they are named', () => {
    let rows: [number, number][] = [3, 1, 5, 2].map((length, row) => [row, length])
    const cache = new KeyValueCache(config, rows.length, 5)
    const prefill = keysAndValues([0, 1, 2, 3], () => [0, 1, 2, 3, 4])
    for (const [row, length] of rows) cache.fill(row, prefill, row, length)
    for (const order of [[0, 2, 1, 3], [3, 0, 0, 2, 3, 1], [1, 0, 2, 5], [2]]) {
      cache.arrange(order)
      rows = order.map((row) => [...rows[row]!])
      expectHolds(cache, rows)
      // Of the first rows only the even ones grow.
      const width = Math.ceil(rows.length / 2)
      for (let step = 0; step < 20; step++) {
        const lengths = rows.map(([, length]) => length)
        const fresh = keysAndValues(
          rows.map(([sequence]) => sequence),
          (_, row) => [lengths[row]!],
        )
        cache.append(fresh, width, (row) => row % 2 === 0)
        for (let row = 0; row < width; row += 2) rows[row]![1]++
      }
      expectHolds(cache, rows)
    }
  })
})
