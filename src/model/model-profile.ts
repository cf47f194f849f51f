/** What is known of a model before it is opened, wherever it runs. */
import type { ModelConfig } from './config.ts'
import type { ModelOutline } from './model-directory.ts'
import { countTokens } from './tokenizer.ts'

export interface ModelProfile extends Pick<ModelOutline, 'id' | 'files'> {
  /** Tokens that it reads, with those it writes; Infinity where only its server knows. */
  maxPositions: number
  /**
   * Returns the number of a text's tokens, with those that begin every text. Of a text far beyond
   * `maxPositions` it may be less; where the tokenizer is elsewhere, it is an estimate.
   */
  lengthOf(text: string): number
  /** Its shape, where it is known. */
  config?: ModelConfig
  /** Whether a server puts turns of a user into its chat template. */
  isServed?: true
}

/** Returns what a model directory says of its model. */
export const profileOf = ({ id, files, config, tokenizer }: ModelOutline): ModelProfile => ({
  id,
  files,
  config,
  maxPositions: config.maxPositions,
  lengthOf: (text) => countTokens(tokenizer, text, config.maxPositions),
})

/** Whether the model can read a prompt and say something. */
export const leavesRoom = (
  { lengthOf, maxPositions }: Pick<ModelProfile, 'lengthOf' | 'maxPositions'>,
  prompt: string,
): boolean => lengthOf(prompt) < maxPositions
