/** Sequences that are decoded together, whatever computes them, and what is told of them. */
import type { GenerateRequest, GenerationEvent } from '../model/index.ts'
import type { Reader, Sequence } from './sequence.ts'
import { deltaTeller } from './text-deltas.ts'

export interface Batch {
  /**
   * Extends sequences token by token until each has ended or rests. Yields those that got a token,
   * after every step. `rests` is asked once after each token of a sequence that has not ended.
   */
  run(
    rests: (sequence: Sequence) => boolean,
    signal?: AbortSignal,
  ): AsyncIterable<readonly Sequence[]>
  /** Goes on with these sequences, each of which continues another one that has not ended. */
  arrange(forks: readonly { sequence: Sequence; from: Sequence }[]): void
}

/** Runs a batch to its end. */
export async function* generationEvents(
  { tokenizer }: Reader,
  batch: Batch,
  { deltas, tellsStops, decoding }: Pick<GenerateRequest, 'deltas' | 'tellsStops' | 'decoding'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<GenerationEvent, void, void> {
  const delta = deltas ? deltaTeller(tokenizer, decoding.stop) : () => ''
  for await (const extended of batch.run(() => false, signal)) {
    for (const sequence of extended) {
      const { problemId, index, ids, logprob, ending } = sequence
      const text = delta(sequence)
      if (text !== '') yield { type: 'text', problemId, index, text }
      if (!ending) continue
      const { finish, stoppedBy } = ending
      const told = tellsStops && stoppedBy !== undefined && { stoppedBy }
      const counts = { tokens: ids.length, logprob, finish, ...told }
      yield { type: 'completion', completion: { problemId, index, text: ending.text, ...counts } }
    }
  }
}
