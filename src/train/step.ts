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
 * Returns the graph of a whole step. Outputs: `loss`, `gradNorm`, and the next trained
 * parameters and their moments.
 */
export function stepGraph({ loss, trained }: LossGraph, settings: StepSettings): Graph {
  const gradients = grad(loss, Object.values(trained))
  return { outputs: { loss, ...updateOutputs(trained, gradients, settings) } }
}

/**
 * Returns the graph that adds one micro-batch's gradients to the sums so far. Outputs: `loss` and
 * the next sums.
 */
export function accumulateGraph({ loss, trained }: LossGraph): Graph {
  const outputs: Record<string, Value> = { loss }
  const gradients = grad(loss, Object.values(trained))
  for (const [index, [name, parameter]] of Object.entries(trained).entries()) {
    const sum = input(gradientName(name), { dtype: 'float32', shape: parameter.shape })
    outputs[NEXT + gradientName(name)] = add(sum, gradients[index]!)
  }
  return { outputs }
}

/**
 * Returns the graph that applies accumulated gradients. Outputs as `stepGraph`'s, without `loss`.
 */
export function updateGraph({ trained }: LossGraph, settings: StepSettings): Graph {
  const gradients = Object.entries(trained).map(([name, { shape }]) =>
    input(gradientName(name), { dtype: 'float32', shape }),
  )
  return { outputs: updateOutputs(trained, gradients, settings) }
}

function updateOutputs(
  trained: LossGraph['trained'],
  gradients: readonly Value[],
  settings: StepSettings,
): Record<string, Value> {
  const gradNorm = globalNorm(gradients)
  const scale = clipScale(gradNorm, settings.maxGradNorm)
  const outputs: Record<string, Value> = { gradNorm }
  const inputs = adamWInputs()
  for (const [index, [name, parameter]] of Object.entries(trained).entries()) {
    const value = gradients[index]!
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
