/** A session over sequences in this process. */
import { ConfigError } from '../core/index.ts'
import type { Advance, DecodingSession, Fork, SequenceState } from '../model/index.ts'
import { checkTokens } from '../model/index.ts'
import type { Batch } from './generation-events.ts'
import { forkSequence, sequenceState, type Reader, type Sequence } from './sequence.ts'
import { textFinder } from './stop.ts'
import { Turns } from './turns.ts'

export const noSequence = (place: number, all: readonly unknown[]): ConfigError =>
  new ConfigError(`there is no sequence ${place}: the session has ${all.length}`)

export class BatchSession implements DecodingSession {
  readonly #reader: Reader
  readonly #batch: Batch
  #sequences: readonly Sequence[]
  readonly #turns = new Turns()

  /** `batch` decodes these sequences. */
  constructor(reader: Reader, sequences: readonly Sequence[], batch: Batch) {
    this.#reader = reader
    this.#sequences = sequences
    this.#batch = batch
  }

  advance(step: Advance = {}, signal?: AbortSignal): Promise<SequenceState[]> {
    return this.#turns.take(async () => {
      checkTokens('maxNewTokens', step.maxNewTokens)
      for await (const _ of this.#batch.run(this.#restDetector(step), signal));
      return this.#sequences.map((sequence) => sequenceState(this.#reader, sequence))
    })
  }

  arrange(forks: readonly Fork[]): Promise<void> {
    return this.#turns.take(() => this.#arrange(forks))
  }

  #arrange(forks: readonly Fork[]): void {
    const pairs = forks.map((fork) => {
      const from = this.#sequences[fork.from]
      if (!from) throw noSequence(fork.from, this.#sequences)
      return { from, sequence: forkSequence(from, fork) }
    })
    requireOwnStreams(pairs.map(({ sequence }) => sequence))
    this.#batch.arrange(pairs.filter(({ from }) => !from.ending))
    this.#sequences = pairs.map(({ sequence }) => sequence)
  }

  /** What the sequences hold goes with them: there is nothing else to end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.close()
  }

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

/** What a sequence is drawn by, and whether it has ended. */
export type Drawing = Pick<Sequence, 'problemId' | 'index' | 'stream'> & { ending: unknown }

/** Forks that draw by one stream would be the same text twice. @throws ConfigError */
export function requireOwnStreams(sequences: readonly Drawing[]): void {
  const streams = new Set<string>()
  for (const { problemId, index, stream, ending } of sequences) {
    const key = JSON.stringify([problemId, index, stream])
    if (streams.has(key) && !ending)
      throw new ConfigError(
        `two sequences of problem ${problemId} go on with index ${index} and one stream: they would be the same text`,
        { hint: 'Give one of them another index, or a stream of its own.' },
      )
    streams.add(key)
  }
}
