/** An objective's loss as a graph over the pieces of a batch. */
import type { Value } from '../engine/index.ts'
import { add, input, multiply } from '../engine/index.ts'
import type { ModelConfig, ParameterValues } from '../model/index.ts'
import { parameterInputs } from '../model/index.ts'
import type { Objective } from './objective.ts'

export interface LossGraph {
  loss: Value
  /** The parameters that are trained. All others are inputs of the loss and nothing else. */
  trained: ParameterValues
}

/** What is added to the names of the inputs and axes of a piece. */
export const pieceSuffix = (piece: number): string => `.${piece}`

/**
 * Returns the loss of a batch given in `pieces`: the sum of their terms times `lossScale`. The
 * caller sets the scale to one over the terms of the *whole* batch, so that pieces and
 * micro-batches add up to exactly the batch's mean. Only the parameters of `trained` are trained,
 * where it is given.
 */
export function lossGraph(
  { loss }: Pick<Objective, 'loss'>,
  config: ModelConfig,
  pieces: number,
  trained?: ReadonlySet<string>,
): LossGraph {
  const parameters = parameterInputs(config)
  const lossScale = input('lossScale', { dtype: 'float32', shape: [] })
  const sums = Array.from({ length: pieces }, (_, piece) =>
    loss(config, parameters, pieceSuffix(piece)),
  )
  const isTrained = ([name]: [string, Value]): boolean => trained?.has(name) ?? true
  return {
    loss: multiply(sums.reduce(add), lossScale),
    trained: Object.fromEntries(Object.entries(parameters).filter(isTrained)),
  }
}
