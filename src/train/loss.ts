/** Training losses as graph functions. */
import type { Value } from '../engine/index.ts'
import { input, multiply, negate, sumAll } from '../engine/index.ts'
import type { ModelConfig } from '../model/index.ts'
import { labelLogprobs, parameterInputs } from '../model/index.ts'

export interface LossGraph {
  loss: Value
  parameters: Readonly<Record<string, Value>>
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
