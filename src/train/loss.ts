/** Training losses as graph functions. */
import type { Value } from '../engine/index.ts'
import { add, input, multiply, negate, sumAll } from '../engine/index.ts'
import type { ModelConfig } from '../model/index.ts'
import { labelLogprobs, parameterInputs } from '../model/index.ts'

export interface LossGraph {
  loss: Value
  parameters: Readonly<Record<string, Value>>
}

/** What is added to the names of the inputs and axes of a piece. */
export const pieceSuffix = (piece: number): string => `.${piece}`

/**
 * Returns masked cross-entropy of a batch given in `pieces`: the sum of the labels' negative
 * log-probabilities times `lossScale`. The caller sets the scale to one over the tokens of the
 * *whole* batch, so that pieces and micro-batches add up to exactly the batch's mean.
 */
export function crossEntropy(config: ModelConfig, pieces: number): LossGraph {
  const parameters = parameterInputs(config)
  const lossScale = input('lossScale', { dtype: 'float32', shape: [] })
  const sums = Array.from({ length: pieces }, (_, piece) =>
    sumAll(labelLogprobs(config, parameters, pieceSuffix(piece))),
  )
  return { loss: negate(multiply(sums.reduce(add), lossScale)), parameters }
}
