/** Log-probabilities of chosen tokens: the graphs of training and scoring. */
import type { Value } from '../engine/index.ts'
import { gatherRows, input, labelLogprob, logSoftmax, reshape } from '../engine/index.ts'
import type { ModelConfig } from './config.ts'
import type { ParameterValues } from './parameters.ts'
import { forward, head, sequenceInputs } from './transformer.ts'

/**
 * Returns the log-probabilities `[N, K]` of `labels` (int64 `[N, K]`) at `lossRows` (int64 `[N]`,
 * distinct places in the flattened `[B·T]` sequences). `suffix` is added to the names of inputs and
 * axes. Logits are computed at those places only, as is the last layer's feed-forward part.
 */
export function labelLogprobs(
  config: ModelConfig,
  parameters: ParameterValues,
  suffix = '',
  labelsPerPlace = 1,
): Value {
  const count = `N${suffix}`
  const lossRows = input(`lossRows${suffix}`, { dtype: 'int64', shape: [count] })
  const { hidden } = forward(config, parameters, sequenceInputs(config, suffix), lossRows)
  const labels = input(`labels${suffix}`, { dtype: 'int64', shape: [count, labelsPerPlace] })
  return labelLogprob(head(config, parameters, hidden), labels)
}

/**
 * Returns the log-probabilities `[M, 1]` at `picks` (int64 `[M]`): n·V + v stands for token v of
 * the vocabulary at `lossRows[n]`, so a place may have any number of labels. Each sequence has a
 * mask of its own.
 */
export function pickedLogprobs(config: ModelConfig, parameters: ParameterValues): Value {
  const lossRows = input('lossRows', { dtype: 'int64', shape: ['N'] })
  const inputs = sequenceInputs(config, '', 'ofEach')
  const { hidden } = forward(config, parameters, inputs, lossRows)
  const logprobs = logSoftmax(head(config, parameters, hidden)) // [N, V]
  const picks = input('picks', { dtype: 'int64', shape: ['M'] })
  return gatherRows(reshape(logprobs, ['N*V', 1]), picks)
}
