/**
 * The keys and values of sequences being decoded: plain arrays the runtime reads in place and we
 * write in place.
 */
import type { Tensor } from '../engine/index.ts'
import { floatTensor, sizeOf } from '../engine/index.ts'
import type { ModelConfig } from '../model/index.ts'
import { MASKED } from '../model/index.ts'

/** Positions are added in blocks, so that the arrays are seldom laid out anew. */
const BLOCK = 16

/**
 * Cache of `rows` sequences of different lengths: one `[B, KV, 1, M, D]` array per layer for keys
 * and one for values. M is no longer than it need be, for every step reads it all; it grows within
 * memory that is taken ahead (the system gives pages only to what is written).
 */
export class KeyValueCache {
  readonly #config: ModelConfig
  #lengths: Int32Array
  #capacity: number
  #arrays: { keys: Float32Array; values: Float32Array }[]
  #mask = new Float32Array()

  constructor(config: ModelConfig, rows: number, longest: number) {
    this.#config = config
    this.#lengths = new Int32Array(rows)
    this.#capacity = Math.ceil((longest + 1) / BLOCK) * BLOCK
    const size = rows * config.keyValueHeads * 2 * this.#capacity * config.headSize
    this.#arrays = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(size),
      values: new Float32Array(size),
    }))
    this.#layMask()
  }

  get rows(): number {
    return this.#lengths.length
  }

  /** Positions filled in a row. */
  length(row: number): number {
    return this.#lengths[row]!
  }

  /**
   * Fills an empty row from one row of a prefill: `[B', KV, T, D]` per layer, of which `length`
   * positions count.
   */
  fill(
    row: number,
    prefill: readonly { keys: Tensor; values: Tensor }[],
    from: number,
    length: number,
  ): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    for (const [layer, { keys, values }] of prefill.entries()) {
      const time = keys.shape[2]!
      for (let head = 0; head < heads; head++) {
        const source = (from * heads + head) * time * size
        const target = (row * heads + head) * this.#capacity * size
        this.#arrays[layer]!.keys.set(
          (keys.data as Float32Array).subarray(source, source + length * size),
          target,
        )
        this.#arrays[layer]!.values.set(
          (values.data as Float32Array).subarray(source, source + length * size),
          target,
        )
      }
    }
    this.#lengths[row] = length
    this.#mask.fill(0, row * this.#capacity, row * this.#capacity + length)
  }

  /**
   * Appends one position to those of the first `rows` that grow, from new keys and values, `KV · D`
   * numbers a row, per layer.
   */
  append(
    fresh: readonly { keys: Tensor; values: Tensor }[],
    rows = this.rows,
    grows: (row: number) => boolean = () => true,
  ): void {
    const growing = Array.from({ length: rows }, (_, row) => row).filter(grows)
    const { keyValueHeads: heads, headSize: size } = this.#config
    for (const [layer, { keys, values }] of fresh.entries()) {
      const stored = this.#arrays[layer]!
      const [newKeys, newValues] = [keys.data as Float32Array, values.data as Float32Array]
      for (const row of growing) {
        const offset = this.#lengths[row]! * size
        for (let head = 0; head < heads; head++) {
          const source = (row * heads + head) * size
          const target = (row * heads + head) * this.#capacity * size + offset
          for (let index = 0; index < size; index++) {
            stored.keys[target + index] = newKeys[source + index]!
            stored.values[target + index] = newValues[source + index]!
          }
        }
      }
    }
    for (const row of growing) {
      this.#mask[row * this.#capacity + this.#lengths[row]!] = 0
      this.#lengths[row]!++
    }
    if (this.#lengths.some((length) => length >= this.#capacity)) this.#grow()
  }

  /** Row `to` becomes a copy of row `from`. */
  copy(from: number, to: number): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    const length = this.#lengths[from]!
    for (const { keys, values } of this.#arrays) {
      for (let head = 0; head < heads; head++) {
        const source = (from * heads + head) * this.#capacity * size
        const target = (to * heads + head) * this.#capacity * size
        keys.copyWithin(target, source, source + length * size)
        values.copyWithin(target, source, source + length * size)
      }
    }
    this.#lengths[to] = length
    const start = to * this.#capacity
    this.#mask.fill(0, start, start + length)
    this.#mask.fill(MASKED, start + length, start + this.#capacity)
  }

  /** Row i becomes a copy of what row `rows[i]` was. Rows may be left out, or named often. */
  arrange(rows: readonly number[]): void {
    const block = this.#config.keyValueHeads * this.#capacity * this.#config.headSize
    const ascend = rows.every((row, place) => place === 0 || row > rows[place - 1]!)
    const arranged = (array: Float32Array): Float32Array => {
      // Rows that ascend can be moved within the array: none lands on one that is still needed.
      const target = ascend ? array : new Float32Array(Math.max(array.length, rows.length * block))
      for (const [row, from] of rows.entries())
        if (row !== from || !ascend)
          target.set(array.subarray(from * block, (from + 1) * block), row * block)
      return target
    }
    this.#arrays = this.#arrays.map(({ keys, values }) => ({
      keys: arranged(keys),
      values: arranged(values),
    }))
    this.#lengths = Int32Array.from(rows, (row) => this.#lengths[row]!)
    this.#layMask()
  }

  /** Feeds of the decoding step for the first `rows`. */
  feeds(rows = this.rows): Record<string, Tensor> {
    const { keyValueHeads, headSize } = this.#config
    const shape = [rows, keyValueHeads, 1, this.#capacity, headSize]
    const used = (array: Float32Array): Tensor =>
      floatTensor(array.subarray(0, sizeOf(shape)), shape)
    const feeds: Record<string, Tensor> = {
      mask: floatTensor(this.#mask.subarray(0, rows * this.#capacity), [
        rows,
        1,
        1,
        1,
        this.#capacity,
      ]),
    }
    for (const [layer, { keys, values }] of this.#arrays.entries()) {
      feeds[`keys.${layer}`] = used(keys)
      feeds[`values.${layer}`] = used(values)
    }
    return feeds
  }

  /**
   * Makes room for another block of positions: every row moves up, the last one first. What lies
   * between is masked.
   */
  #grow(): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    const old = this.#capacity
    this.#capacity += BLOCK
    const places = this.rows * heads
    const spread = (source: Float32Array): Float32Array => {
      const needed = places * this.#capacity * size
      const target = needed <= source.length ? source : new Float32Array(2 * needed)
      for (let place = places - 1; place >= 0; place--) {
        const length = this.#lengths[Math.floor(place / heads)]!
        target.set(
          source.subarray(place * old * size, (place * old + length) * size),
          place * this.#capacity * size,
        )
      }
      return target
    }
    this.#arrays = this.#arrays.map(({ keys, values }) => ({
      keys: spread(keys),
      values: spread(values),
    }))
    this.#layMask()
  }

  #layMask(): void {
    this.#mask = new Float32Array(this.rows * this.#capacity).fill(MASKED)
    for (const [row, length] of this.#lengths.entries())
      this.#mask.fill(0, row * this.#capacity, row * this.#capacity + length)
  }
}
