/** Training losses as graph functions. */
import type { Value } from '../engine/index.ts'
import { asMatrix, input, labelLogprob, multiply, negate, selectRows, sumAll } from '../engine/index.ts'
import type { ModelConfig } from '../model/index.ts'
import { forward, head, parameterInputs, sequenceInputs } from '../model/index.ts'

export interface LossGraph {
  loss: Value
  parameters: Readonly<Record<string, Value>>
}

/**
 * Returns the log-probabilities `[N, 1]` of `labels` (int64 `[N, 1]`) at `lossRows` (int64 `[N]`, distinct places in the flattened `[B·T]` sequences).
 * Logits are computed at those places only.
 */
export function labelLogprobs(config: ModelConfig, parameters: Readonly<Record<string, Value>>): Value {
  const { hidden } = forward(config, parameters, sequenceInputs(config))
  const lossRows = input('lossRows', { dtype: 'int64', shape: ['N'] })
  const labels = input('labels', { dtype: 'int64', shape: ['N', 1] })
  return labelLogprob(head(config, parameters, selectRows(asMatrix(hidden), lossRows)), labels)
}

/**
 * Returns masked cross-entropy: the sum of the labels' negative log-probabilities times `lossScale`. The caller sets the scale to one
 * over the tokens of the *whole* batch, so that micro-batches add up to exactly the batch's mean.
 */
export function crossEntropy(config: ModelConfig): LossGraph {
  const parameters = parameterInputs(config)
  const lossScale = input('lossScale', { dtype: 'float32', shape: [] })
  return { loss: negate(multiply(sumAll(labelLogprobs(config, parameters)), lossScale)), parameters }
}
