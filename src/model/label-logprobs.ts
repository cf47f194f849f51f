/** Log-probabilities of chosen tokens: the graph that training and scoring share. */
import type { Value } from '../engine/index.ts'
import { input, labelLogprob } from '../engine/index.ts'
import type { ModelConfig } from './config.ts'
import type { ParameterValues } from './parameters.ts'
import { forward, head, sequenceInputs } from './transformer.ts'

/**
 * Returns the log-probabilities `[N, 1]` of `labels` (int64 `[N, 1]`) at `lossRows` (int64 `[N]`,
 * distinct places in the flattened `[B·T]` sequences). `suffix` is added to the names of inputs and
 * axes. `mask` says whether all sequences have one mask or each its own. Logits are computed at
 * those places only, as is the last layer's feed-forward part.
 */
export function labelLogprobs(
  config: ModelConfig,
  parameters: ParameterValues,
  suffix = '',
  mask: 'ofAll' | 'ofEach' = 'ofAll',
): Value {
  const count = `N${suffix}`
  const lossRows = input(`lossRows${suffix}`, { dtype: 'int64', shape: [count] })
  const { hidden } = forward(config, parameters, sequenceInputs(config, suffix, mask), lossRows)
  const labels = input(`labels${suffix}`, { dtype: 'int64', shape: [count, 1] })
  return labelLogprob(head(config, parameters, hidden), labels)
}
