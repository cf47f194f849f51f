/** Batches as pure functions of (rows, settings, step), so that training resumes anywhere. */
import type { TrainingRow } from '../core/index.ts'
import { DataError, rng } from '../core/index.ts'
import type { Tensor } from '../engine/index.ts'
import { intTensor } from '../engine/index.ts'
import type { Tokenizer } from '../model/index.ts'
import { encodeJointly } from '../model/index.ts'

/**
 * One sequence to learn from: the loss is on `ids[lossFrom…]`, each predicted from those before it.
 */
export interface Sequence {
  ids: ArrayLike<number>
  lossFrom: number
}

/** Sequences as tensors: `ids` `[B, T]`, `lossRows` `[N]`, `labels` `[N, 1]`. */
export interface Batch {
  rows: number
  length: number
  /** Tokens that are read, padding left out. */
  tokens: number
  /** Tokens that carry loss, N. */
  lossTokens: number
  feeds: Record<'ids' | 'lossRows' | 'labels', Tensor>
}

/** The batches of a training, by optimizer step from 1. */
export interface BatchSource {
  totalSteps: number
  /**
   * Returns the micro-batches of a step, each in pieces that one run of the graph takes side by
   * side.
   */
  step(step: number): Batch[][]
}

/**
 * Tokens of a piece. What the layers pass on between products then stays in the processor's cache:
 * at 4 M parameters and 4 096 tokens a step, four pieces took 0.84 of the time of one.
 */
const PIECE_TOKENS = 1024
/** More would take longer to compile than most trainings save. */
const MOST_PIECES = 4

export interface BatchSettings {
  /** Sequences of one optimizer step. */
  batchSize: number
  gradientAccumulationSteps: number
  seed: number
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
): { sequences: Sequence[]; tooLong: number } {
  const sequences: Sequence[] = []
  for (const row of rows) {
    const joint = encodeJointly(tokenizer, row.prompt, row.completion)
    const ids = [...joint.ids, endId]
    if (ids.length <= maxLength) sequences.push({ ids, lossFrom: joint.promptLength })
  }
  if (sequences.length === 0) {
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
  return { sequences, tooLong: rows.length - sequences.length }
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
 * Returns batches over `epochs` passes, shuffled by address; similar lengths share a batch, because
 * padding is paid for.
 */
export function epochBatches(
  sequences: readonly Sequence[],
  epochs: number,
  settings: BatchSettings,
): BatchSource {
  const stepsPerEpoch = Math.ceil(sequences.length / settings.batchSize)
  const pieces = piecesOf(
    sequences,
    Math.ceil(settings.batchSize / settings.gradientAccumulationSteps),
  )
  let known: { epoch: number; batches: Sequence[][] } | undefined
  return {
    totalSteps: Math.max(1, Math.round(stepsPerEpoch * epochs)),
    step: (step) => {
      const epoch = Math.floor((step - 1) / stepsPerEpoch)
      if (known?.epoch !== epoch)
        known = { epoch, batches: shuffledBatches(sequences, epoch, settings) }
      const batch = known.batches[(step - 1) % stepsPerEpoch]!
      return cut(batch, settings.gradientAccumulationSteps).map((micro) =>
        cut(micro, pieces).map(collate),
      )
    },
  }
}

/**
 * Sequences are shuffled, sorted by length inside windows of 16 batches, cut, and the batches
 * shuffled again.
 */
function shuffledBatches(
  sequences: readonly Sequence[],
  epoch: number,
  { batchSize, seed }: BatchSettings,
): Sequence[][] {
  const random = rng('batches', seed, epoch)
  const shuffled = random.shuffle(sequences)
  const batches: Sequence[][] = []
  const windowSize = batchSize * 16
  for (let start = 0; start < shuffled.length; start += windowSize) {
    const sorted = shuffled
      .slice(start, start + windowSize)
      .toSorted((a, b) => a.ids.length - b.ids.length)
    for (let from = 0; from < sorted.length; from += batchSize)
      batches.push(sorted.slice(from, from + batchSize))
  }
  return random.shuffle(batches)
}

/**
 * Returns into how many pieces a micro-batch of `rows` is cut: one number for all of a training,
 * because each compiles a graph.
 */
function piecesOf(sequences: readonly Sequence[], rows: number): number {
  const tokens = sequences.reduce((sum, { ids }) => sum + ids.length - 1, 0)
  const perBatch = (rows * tokens) / Math.max(1, sequences.length)
  return Math.min(MOST_PIECES, Math.max(1, Math.round(perBatch / PIECE_TOKENS)))
}

/** Cuts a batch into at most `count` runs of equal size, the last one shorter. */
function cut(batch: readonly Sequence[], count: number): Sequence[][] {
  const size = Math.ceil(batch.length / count)
  const runs: Sequence[][] = []
  for (let start = 0; start < batch.length; start += size)
    runs.push(batch.slice(start, start + size))
  return runs
}

/**
 * Returns sequences as tensors, padded at the end to a multiple of 8; padding is never attended to
 * by what carries loss.
 */
export function collate(sequences: readonly Sequence[]): Batch {
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
    lossTokens: labels.length,
    feeds: {
      ids: intTensor(ids, [sequences.length, length]),
      lossRows: intTensor(lossRows),
      labels: intTensor(labels, [labels.length, 1]),
    },
  }
}
