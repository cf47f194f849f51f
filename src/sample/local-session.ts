/** A session of a model in this process. */
import { ConfigError } from '../core/index.ts'
import type {
  Advance,
  DecodingSession,
  Fork,
  GenerateRequest,
  Model,
  SequenceState,
} from '../model/index.ts'
import type { Decoder } from './decoder.ts'
import { SequenceBatch } from './sequence-batch.ts'
import { forkSequence, sequenceState, startSequences, type Sequence } from './sequence.ts'
import { textFinder } from './stop.ts'

export class LocalSession implements DecodingSession {
  readonly #model: Model
  readonly #batch: SequenceBatch | undefined
  #sequences: readonly Sequence[]

  constructor(model: Model, decoder: Decoder, request: GenerateRequest) {
    const sequences = startSequences(model, request)
    const [first, ...others] = sequences
    this.#model = model
    this.#sequences = sequences
    this.#batch = first && new SequenceBatch(model, decoder, request.decoding, [first, ...others])
  }

  async advance(
    { maxNewTokens = Number.POSITIVE_INFINITY, until = [] }: Advance = {},
    signal?: AbortSignal,
  ): Promise<SequenceState[]> {
    const find = textFinder(this.#model.tokenizer, until)
    const texts = this.#sequences.map(({ ids }) => this.#model.tokenizer.decodeContinuation(ids))
    const starts = new Map(
      this.#sequences.map((sequence, place) => [
        sequence,
        { tokens: sequence.ids.length, characters: texts[place]!.length },
      ]),
    )
    const rests = (sequence: Sequence): boolean => {
      const { tokens, characters } = starts.get(sequence)!
      return (
        sequence.ids.length - tokens >= maxNewTokens || find(sequence.ids, characters) !== undefined
      )
    }
    if (this.#batch && maxNewTokens > 0) for await (const _ of this.#batch.run(rests, signal));
    return this.#sequences.map((sequence) => sequenceState(this.#model, sequence))
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
    this.#batch?.arrange(pairs.filter(({ from }) => !from.ending))
    this.#sequences = pairs.map(({ sequence }) => sequence)
  }

  /** The cache goes with the session: there is nothing to end. */
  async [Symbol.asyncDispose](): Promise<void> {}
}
