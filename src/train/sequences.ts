/** Sequences with loss on some of their tokens: from rows, from a stream of text, as tensors. */
import type { TrainingRow } from '../core/index.ts'
import { DataError } from '../core/index.ts'
import type { Tensor } from '../engine/index.ts'
import { intTensor } from '../engine/index.ts'
import type { Tokenizer } from '../model/index.ts'
import { encodeJointly } from '../model/index.ts'
import type { Batch } from './objective.ts'

/**
 * One sequence to learn from: the loss is on `ids[lossFrom…]`, each predicted from those before it.
 */
export interface Sequence {
  ids: ArrayLike<number>
  lossFrom: number
}

/**
 * Sequences as tensors: `ids` `[B, T]`, `lossRows` `[N]`, `labels` `[N, 1]`. Each label is a term.
 */
export interface SequenceBatch extends Batch {
  feeds: Record<'ids' | 'lossRows' | 'labels', Tensor>
}

/**
 * Returns the tokenised rows: what the tokenizer puts before a text, prompt, completion, end of
 * text; loss on the completion and the end. Rows longer than `maxLength` tokens are left out and
 * counted. @throws DataError when none is left
 */
export function encodeRows(
  rows: readonly TrainingRow[],
  tokenizer: Tokenizer,
  endId: number,
  maxLength: number,
): { examples: Sequence[]; tooLong: number } {
  const examples: Sequence[] = []
  for (const row of rows) {
    const joint = encodeJointly(tokenizer, row.prompt, row.completion)
    const ids = [...joint.ids, endId]
    if (ids.length <= maxLength) examples.push({ ids, lossFrom: joint.promptLength })
  }
  if (examples.length === 0) {
    throw new DataError(
      rows.length === 0
        ? 'training data is empty'
        : `all ${rows.length} training rows are longer than ${maxLength} tokens`,
      {
        hint:
          rows.length === 0
            ? 'check the stage that made the rows: its report counts what was dropped'
            : 'raise maxLength',
      },
    )
  }
  return { examples, tooLong: rows.length - examples.length }
}

/**
 * Returns a stream of tokens cut into sequences of `length` + 1 that overlap by one token; a
 * shorter rest is dropped.
 */
export function packTokens(tokens: Uint16Array | Uint32Array, length: number): Sequence[] {
  const count = Math.floor((tokens.length - 1) / length)
  return Array.from({ length: count }, (_, index) => ({
    ids: tokens.subarray(index * length, (index + 1) * length + 1),
    lossFrom: 1,
  }))
}

/**
 * Returns sequences as tensors, padded at the end to a multiple of 8; padding is never attended to
 * by what carries loss.
 */
export function collate(sequences: readonly Sequence[]): SequenceBatch {
  const longest = sequences.reduce((length, { ids }) => Math.max(length, ids.length - 1), 1)
  const length = Math.ceil(longest / 8) * 8
  const ids = new Array<number>(sequences.length * length).fill(0)
  const lossRows: number[] = []
  const labels: number[] = []
  for (const [row, sequence] of sequences.entries()) {
    for (let time = 0; time + 1 < sequence.ids.length; time++) {
      ids[row * length + time] = sequence.ids[time]!
      if (time + 1 < sequence.lossFrom) continue
      lossRows.push(row * length + time)
      labels.push(sequence.ids[time + 1]!)
    }
  }
  return {
    rows: sequences.length,
    length,
    tokens: sequences.reduce((sum, sequence) => sum + sequence.ids.length - 1, 0),
    lossTerms: labels.length,
    feeds: {
      ids: intTensor(ids, [sequences.length, length]),
      lossRows: intTensor(lossRows),
      labels: intTensor(labels, [labels.length, 1]),
    },
  }
}
