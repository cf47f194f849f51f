/** The keys and values of sequences being decoded: plain arrays the runtime reads in place and we write in place. */
import type { Tensor } from '../engine/index.ts'
import { floatTensor } from '../engine/index.ts'
import type { ModelConfig } from '../model/index.ts'
import { MASKED } from '../model/index.ts'

/** Positions are added in blocks, so that the arrays are seldom laid out anew. */
const BLOCK = 32

/** Cache of `rows` sequences of different lengths: one `[B, KV, M, D]` array per layer for keys and one for values. */
export class KeyValueCache {
  readonly #config: ModelConfig
  #lengths: Int32Array
  #capacity: number
  #arrays: { keys: Float32Array; values: Float32Array }[]
  #mask: Float32Array

  constructor(config: ModelConfig, rows: number, longest: number) {
    this.#config = config
    this.#lengths = new Int32Array(rows)
    this.#capacity = Math.ceil((longest + 1) / BLOCK) * BLOCK
    this.#arrays = Array.from({ length: config.layers }, () => ({ keys: this.#allocate(rows), values: this.#allocate(rows) }))
    this.#mask = new Float32Array(rows * this.#capacity).fill(MASKED)
  }

  get rows(): number {
    return this.#lengths.length
  }

  /** Positions filled in a row. */
  length(row: number): number {
    return this.#lengths[row]!
  }

  /** Fills an empty row from one row of a prefill: `[B', KV, T, D]` per layer, of which `length` positions count. */
  fill(row: number, prefill: readonly { keys: Tensor; values: Tensor }[], from: number, length: number): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    for (const [layer, { keys, values }] of prefill.entries()) {
      const time = keys.shape[2]!
      for (let head = 0; head < heads; head++) {
        const source = (from * heads + head) * time * size
        const target = (row * heads + head) * this.#capacity * size
        this.#arrays[layer]!.keys.set((keys.data as Float32Array).subarray(source, source + length * size), target)
        this.#arrays[layer]!.values.set((values.data as Float32Array).subarray(source, source + length * size), target)
      }
    }
    this.#lengths[row] = length
    this.#mask.fill(0, row * this.#capacity, row * this.#capacity + length)
  }

  /** Appends one position to every row, from new keys and values `[B, KV, 1, D]` per layer. */
  append(fresh: readonly { keys: Tensor; values: Tensor }[]): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    for (const [layer, { keys, values }] of fresh.entries()) {
      const stored = this.#arrays[layer]!
      const [newKeys, newValues] = [keys.data as Float32Array, values.data as Float32Array]
      for (let row = 0; row < this.rows; row++) {
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
    for (let row = 0; row < this.rows; row++) {
      this.#mask[row * this.#capacity + this.#lengths[row]!] = 0
      this.#lengths[row]!++
    }
    if (this.#lengths.some((length) => length >= this.#capacity)) this.#grow()
  }

  /** Keeps only `rows`, which ascend. They move down in place: nothing is allocated. */
  keep(rows: readonly number[]): void {
    const block = this.#config.keyValueHeads * this.#capacity * this.#config.headSize
    const pack = (array: Float32Array, width: number): Float32Array => {
      for (const [row, from] of rows.entries()) if (row !== from) array.copyWithin(row * width, from * width, (from + 1) * width)
      return array.subarray(0, rows.length * width)
    }
    this.#arrays = this.#arrays.map(({ keys, values }) => ({ keys: pack(keys, block), values: pack(values, block) }))
    this.#mask = pack(this.#mask, this.#capacity)
    this.#lengths = Int32Array.from(rows, (row) => this.#lengths[row]!)
  }

  /** Feeds of the decoding step. */
  feeds(): Record<string, Tensor> {
    const { keyValueHeads, headSize } = this.#config
    const shape = [this.rows, keyValueHeads, this.#capacity, headSize]
    const feeds: Record<string, Tensor> = { mask: floatTensor(this.#mask, [this.rows, 1, 1, 1, this.#capacity]) }
    for (const [layer, { keys, values }] of this.#arrays.entries()) {
      feeds[`keys.${layer}`] = floatTensor(keys, shape)
      feeds[`values.${layer}`] = floatTensor(values, shape)
    }
    return feeds
  }

  #allocate(rows: number): Float32Array {
    return new Float32Array(rows * this.#config.keyValueHeads * this.#capacity * this.#config.headSize)
  }

  /** Lays the arrays out anew with room for another block of positions. */
  #grow(): void {
    const { keyValueHeads: heads, headSize: size } = this.#config
    const old = this.#capacity
    this.#capacity += BLOCK
    const copy = (source: Float32Array): Float32Array => {
      const target = this.#allocate(this.rows)
      for (let place = 0; place < this.rows * heads; place++) {
        const length = this.#lengths[Math.floor(place / heads)]!
        target.set(source.subarray(place * old * size, (place * old + length) * size), place * this.#capacity * size)
      }
      return target
    }
    this.#arrays = this.#arrays.map(({ keys, values }) => ({ keys: copy(keys), values: copy(values) }))
    this.#mask = new Float32Array(this.rows * this.#capacity).fill(MASKED)
    for (const [row, length] of this.#lengths.entries()) this.#mask.fill(0, row * this.#capacity, row * this.#capacity + length)
  }
}
