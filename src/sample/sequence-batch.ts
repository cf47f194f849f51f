/** Sequences that are decoded together over one key/value cache. */
import { throwIfCancelled } from '../core/index.ts'
import type { Decoding, Model } from '../model/index.ts'
import { argmax } from './argmax.ts'
import type { Decoder, NextTokens } from './decoder.ts'
import type { Batch } from './generation-events.ts'
import { KeyValueCache } from './key-value-cache.ts'
import { passes } from './passes.ts'
import { pickToken } from './pick-token.ts'
import { endDetector, type Sequence } from './sequence.ts'

/** The cache is laid out anew once this share of the rows in a step is idle. */
const COMPACT_SHARE = 0.25

export class SequenceBatch implements Batch {
  readonly #model: Model
  readonly #decoder: Decoder
  readonly #decoding: Decoding
  readonly #detectEnd: (sequence: Sequence) => void
  #cache: KeyValueCache
  /** The sequence of each row of the cache; ended ones until the cache is laid out anew. */
  #rows: readonly Sequence[]

  constructor(model: Model, decoder: Decoder, decoding: Decoding, sequences: readonly Sequence[]) {
    this.#model = model
    this.#decoder = decoder
    this.#decoding = decoding
    this.#detectEnd = endDetector(model, decoding)
    this.#rows = sequences
    const longest = Math.max(0, ...sequences.map(({ promptIds }) => promptIds.length))
    this.#cache = new KeyValueCache(model.config, sequences.length, longest)
  }

  async *run(
    rests: (sequence: Sequence) => boolean,
    signal?: AbortSignal,
  ): AsyncGenerator<Sequence[], void, void> {
    const resting = new Set<Sequence>()
    const isIdle = (sequence: Sequence): boolean =>
      sequence.ending !== undefined || resting.has(sequence)
    const extended = (sequence: Sequence): void => {
      if (!sequence.ending && rests(sequence)) resting.add(sequence)
    }
    if (this.#rows.some(({ ids }) => ids.length === 0)) yield* this.#prefill(extended)
    // Rows in the batch: the first ones.
    let width = this.#rows.length
    for (;;) {
      const idle = this.#rows.slice(0, width).filter(isIdle).length
      if (idle === width) return
      throwIfCancelled(signal)
      if (idle >= COMPACT_SHARE * width) {
        this.#compact(isIdle)
        width -= idle
      }
      yield await this.#step(width, isIdle, extended)
    }
  }

  arrange(forks: readonly { sequence: Sequence; from: Sequence }[]): void {
    const order = forks.map(({ from }) => this.#rows.indexOf(from))
    this.#cache.arrange(order)
    this.#rows = forks.map(({ sequence }) => sequence)
  }

  /** Lays out the cache with idle rows behind the others, and without those that have ended. */
  #compact(isIdle: (sequence: Sequence) => boolean): void {
    const rows = Array.from(this.#rows.keys())
    const busy = rows.filter((row) => !isIdle(this.#rows[row]!))
    const resting = rows.filter((row) => isIdle(this.#rows[row]!) && !this.#rows[row]!.ending)
    const order = [...busy, ...resting]
    this.#cache.arrange(order)
    this.#rows = order.map((row) => this.#rows[row]!)
  }

  async #step(
    width: number,
    isIdle: (sequence: Sequence) => boolean,
    extended: (sequence: Sequence) => void,
  ): Promise<Sequence[]> {
    const batch = this.#rows.slice(0, width)
    const next = await this.#decoder.step(
      batch.map(({ ids }) => ids.at(-1)!),
      batch.map((_, row) => this.#cache.length(row)),
      this.#cache.feeds(width),
      this.#decoding.temperature,
    )
    // A row that rests stays where it is: what the step computed for it is not kept.
    this.#cache.append(
      next.cache,
      width,
      (row) => batch[row]!.ending !== undefined || !isIdle(batch[row]!),
    )
    const busy = batch.filter((sequence) => !isIdle(sequence))
    for (const [row, sequence] of batch.entries())
      if (!isIdle(sequence)) this.#extend(sequence, next, row)
    for (const sequence of busy) extended(sequence)
    return busy
  }

  async *#prefill(extended: (sequence: Sequence) => void): AsyncGenerator<Sequence[], void, void> {
    const waitingFor = new Map<readonly number[], number[]>()
    for (const [row, { promptIds }] of this.#rows.entries())
      waitingFor.set(promptIds, [...(waitingFor.get(promptIds) ?? []), row])
    const prompts = Array.from(waitingFor, ([ids, waiting]) => ({ ids, waiting }))
    for (const pass of passes(prompts)) {
      const next = await this.#decoder.prefill(
        pass.map(({ ids }) => ids),
        this.#decoding.temperature,
      )
      for (const [from, { ids, waiting }] of pass.entries()) {
        for (const row of waiting) {
          this.#cache.fill(row, next.cache, from, ids.length)
          this.#extend(this.#rows[row]!, next, from)
          extended(this.#rows[row]!)
        }
      }
      yield pass.flatMap(({ waiting }) => waiting.map((row) => this.#rows[row]!))
    }
  }

  #extend(sequence: Sequence, next: NextTokens, row: number): void {
    const size = this.#model.config.vocabularySize
    const probabilities = next.probabilities.subarray(row * size, (row + 1) * size)
    const token =
      this.#decoding.temperature > 0
        ? pickToken(probabilities, this.#decoding, sequence.random.next())
        : argmax(probabilities)
    sequence.ids.push(token)
    sequence.logprob += next.logprobs
      ? next.logprobs[row * size + token]!
      : Math.log(probabilities[token]!)
    this.#detectEnd(sequence)
  }
}
