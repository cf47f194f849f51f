/** Log-probabilities of chosen tokens: the graph that training and scoring share. */
import type { Value } from '../engine/index.ts'
import { input, labelLogprob } from '../engine/index.ts'
import type { ModelConfig } from './config.ts'
import type { ParameterValues } from './parameters.ts'
import { forward, head, sequenceInputs } from './transformer.ts'

export interface LabelOptions {
  /** Whether all sequences have one mask or each its own. @default 'ofAll' */
  mask?: 'ofAll' | 'ofEach'
  /** Labels that are asked at each place: K. @default 1 */
  labelsPerPlace?: number
}

/**
 * Returns the log-probabilities `[N, K]` of `labels` (int64 `[N, K]`) at `lossRows` (int64 `[N]`,
 * distinct places in the flattened `[B·T]` sequences). `suffix` is added to the names of inputs and
 * axes. Logits are computed at those places only, as is the last layer's feed-forward part.
 */
export function labelLogprobs(
  config: ModelConfig,
  parameters: ParameterValues,
  suffix = '',
  { mask = 'ofAll', labelsPerPlace = 1 }: LabelOptions = {},
): Value {
  const count = `N${suffix}`
  const lossRows = input(`lossRows${suffix}`, { dtype: 'int64', shape: [count] })
  const { hidden } = forward(config, parameters, sequenceInputs(config, suffix, mask), lossRows)
  const labels = input(`labels${suffix}`, { dtype: 'int64', shape: [count, labelsPerPlace] })
  return labelLogprob(head(config, parameters, hidden), labels)
}
