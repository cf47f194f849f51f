/**
 * The training step as graphs: forward, backward, clipping and AdamW in one, or split where
 * gradients accumulate.
 */
import type { AdamWSettings, Graph, Value } from '../engine/index.ts'
import { adamW, adamWInputs, add, clipScale, globalNorm, grad, input } from '../engine/index.ts'
import type { LossGraph } from './loss-graph.ts'

export interface StepSettings extends AdamWSettings {
  maxGradNorm: number
}

export const firstMomentName = (parameter: string): string => `m.${parameter}`
export const secondMomentName = (parameter: string): string => `v.${parameter}`
export const gradientName = (parameter: string): string => `g.${parameter}`
/** Graph outputs that replace inputs are named after them with this prefix. */
export const NEXT = 'next.'

/**
 * Returns the graph of a whole step. Outputs: `loss`, `gradNorm`, and the next parameters and
 * moments.
 */
export function stepGraph({ loss, parameters }: LossGraph, settings: StepSettings): Graph {
  const names = Object.keys(parameters)
  const gradients = grad(loss, Object.values(parameters))
  return { outputs: { loss, ...updateOutputs(names, parameters, gradients, settings) } }
}

/**
 * Returns the graph that adds one micro-batch's gradients to the sums so far. Outputs: `loss` and
 * the next sums.
 */
export function accumulateGraph({ loss, parameters }: LossGraph): Graph {
  const outputs: Record<string, Value> = { loss }
  const gradients = grad(loss, Object.values(parameters))
  for (const [index, [name, parameter]] of Object.entries(parameters).entries()) {
    const sum = input(gradientName(name), { dtype: 'float32', shape: parameter.shape })
    outputs[NEXT + gradientName(name)] = add(sum, gradients[index]!)
  }
  return { outputs }
}

/**
 * Returns the graph that applies accumulated gradients. Outputs as `stepGraph`'s, without `loss`.
 */
export function updateGraph({ parameters }: LossGraph, settings: StepSettings): Graph {
  const gradients = Object.entries(parameters).map(([name, { shape }]) =>
    input(gradientName(name), { dtype: 'float32', shape }),
  )
  return { outputs: updateOutputs(Object.keys(parameters), parameters, gradients, settings) }
}

function updateOutputs(
  names: readonly string[],
  parameters: LossGraph['parameters'],
  gradients: readonly Value[],
  settings: StepSettings,
): Record<string, Value> {
  const gradNorm = globalNorm(gradients)
  const scale = clipScale(gradNorm, settings.maxGradNorm)
  const outputs: Record<string, Value> = { gradNorm }
  const inputs = adamWInputs()
  for (const [index, value] of gradients.entries()) {
    const name = names[index]!
    const parameter = parameters[name]!
    const moment = (momentName: string): Value =>
      input(momentName, { dtype: 'float32', shape: parameter.shape })
    const state = {
      parameter,
      firstMoment: moment(firstMomentName(name)),
      secondMoment: moment(secondMomentName(name)),
    }
    const next = adamW(state, { value, scale }, inputs, settings)
    outputs[NEXT + name] = next.parameter
    outputs[NEXT + firstMomentName(name)] = next.firstMoment
    outputs[NEXT + secondMomentName(name)] = next.secondMoment
  }
  return outputs
}
