/** A session over sequences in this process. */
import { ConfigError } from '../core/index.ts'
import type { Advance, DecodingSession, Fork, SequenceState } from '../model/index.ts'
import type { Batch } from './generation-events.ts'
import { forkSequence, sequenceState, type Reader, type Sequence } from './sequence.ts'
import { textFinder } from './stop.ts'

export class BatchSession implements DecodingSession {
  readonly #reader: Reader
  readonly #batch: Batch
  #sequences: readonly Sequence[]

  /** `batch` decodes these sequences. */
  constructor(reader: Reader, sequences: readonly Sequence[], batch: Batch) {
    this.#reader = reader
    this.#sequences = sequences
    this.#batch = batch
  }

  async advance(step: Advance = {}, signal?: AbortSignal): Promise<SequenceState[]> {
    const { maxNewTokens = Number.POSITIVE_INFINITY } = step
    if (maxNewTokens > 0) for await (const _ of this.#batch.run(this.#restDetector(step), signal));
    return this.#sequences.map((sequence) => sequenceState(this.#reader, sequence))
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other sessions are elsewhere
  async arrange(forks: readonly Fork[]): Promise<void> {
    const pairs = forks.map((fork) => {
      const from = this.#sequences[fork.from]
      if (!from)
        throw new ConfigError(
          `there is no sequence ${fork.from}: the session has ${this.#sequences.length}`,
        )
      return { from, sequence: forkSequence(from, fork) }
    })
    this.#batch.arrange(pairs.filter(({ from }) => !from.ending))
    this.#sequences = pairs.map(({ sequence }) => sequence)
  }

  /** What the sequences hold goes with them: there is nothing to end. */
  async [Symbol.asyncDispose](): Promise<void> {}

  /** Returns whether a sequence has gone far enough since now. */
  #restDetector({ maxNewTokens = Number.POSITIVE_INFINITY, until = [] }: Advance) {
    const { tokenizer } = this.#reader
    const find = textFinder(tokenizer, until)
    const lengths = (sequence: Sequence) => ({
      tokens: sequence.ids.length,
      characters: tokenizer.decodeContinuation(sequence.ids).length,
    })
    const starts = new Map(this.#sequences.map((sequence) => [sequence, lengths(sequence)]))
    return (sequence: Sequence): boolean => {
      const { tokens, characters } = starts.get(sequence)!
      const isFound = find(sequence.ids, characters) !== undefined
      return isFound || sequence.ids.length - tokens >= maxNewTokens
    }
  }
}
