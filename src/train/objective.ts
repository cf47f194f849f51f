/** What a training minimises: a loss, and the examples from which it is computed. */
import type { Tensor, Value } from '../engine/index.ts'
import type { ModelConfig, ParameterValues } from '../model/index.ts'

/** Examples as tensors: one block of padded sequences, and what else the loss takes. */
export interface Batch {
  /** Sequences of the block. */
  rows: number
  /** Tokens of each sequence, padding included. */
  length: number
  /** Tokens that are read, padding left out. */
  tokens: number
  /** Terms that the loss adds up. What is minimised is their mean over a whole optimizer step. */
  lossTerms: number
  /** Inputs of the graph by name: `ids` int64 `[rows, length]`, and what else the loss takes. */
  feeds: Readonly<Record<string, Tensor>>
}

/**
 * One objective, one object: all that training has to know of it. Examples are sent to a thread, so
 * they are plain data. Stages make them of their data, examples become batches, and the loss reads
 * what batches feed.
 */
export interface Objective<Example = unknown> {
  /** Returns how many tokens of an example are read. Examples alike in it share a batch. */
  tokens(example: Example): number
  collate(examples: readonly Example[]): Batch
  /**
   * Returns the scalar sum of a batch's loss terms. Its inputs, besides `parameters`, are those of
   * `sequenceInputs` and the batch's feeds; `suffix` is added to their names and to named axes.
   */
  loss(config: ModelConfig, parameters: ParameterValues, suffix: string): Value
}
