/** Optimizers as functions from graph to graph. */
import type { Value } from './graph.ts'
import { constant, input } from './graph.ts'
import {
  add,
  divide,
  minimum,
  multiply,
  reciprocal,
  squareRoot,
  subtract,
  sumOfSquares,
} from './ops/index.ts'

export interface AdamWSettings {
  beta1: number
  beta2: number
  epsilon: number
  weightDecay: number
}

/** The per-step numbers of AdamW, fed to the graph at run time. */
export interface AdamWInputs {
  /** η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) at step t, counted from 1, with learning rate η. */
  stepSize: Value
  /** ε·√(1 − β₂ᵗ). */
  epsilon: Value
  /** 1 − η·λ with weight decay λ. */
  keep: Value
}

export interface AdamWUpdate {
  parameter: Value
  firstMoment: Value
  secondMoment: Value
}

export function adamWInputs(): AdamWInputs {
  const scalarInput = (name: string): Value => input(name, { dtype: 'float32', shape: [] })
  return {
    stepSize: scalarInput('stepSize'),
    epsilon: scalarInput('epsilon'),
    keep: scalarInput('keep'),
  }
}

/** Returns the run-time numbers of step `step` (from 1) by input name. */
export function adamWFeeds(
  step: number,
  learningRate: number,
  settings: AdamWSettings,
): Record<keyof AdamWInputs, number> {
  const root = Math.sqrt(1 - settings.beta2 ** step)
  return {
    stepSize: (learningRate * root) / (1 - settings.beta1 ** step),
    epsilon: settings.epsilon * root,
    keep: 1 - learningRate * settings.weightDecay,
  }
}

/**
 * Returns one step of AdamW for a parameter (Loshchilov & Hutter 2019, algorithm 2, as in PyTorch)
 * on a gradient times a scalar: decay is decoupled, multiplied by the learning rate, and applied to
 * matrices only, not to norm weights. Bias corrections and clipping are drawn into scalars, the
 * same in exact arithmetic, because every operation here is a pass over all parameters.
 */
export function adamW(
  state: AdamWUpdate,
  gradient: { value: Value; scale: Value },
  inputs: AdamWInputs,
  settings: AdamWSettings,
): AdamWUpdate {
  const { beta1, beta2, weightDecay } = settings
  const { value, scale } = gradient
  const firstMoment = add(
    multiply(state.firstMoment, constant(beta1)),
    multiply(value, multiply(scale, constant(1 - beta1))),
  )
  const squareScale = multiply(multiply(scale, scale), constant(1 - beta2))
  const secondMoment = add(
    multiply(state.secondMoment, constant(beta2)),
    multiply(multiply(value, value), squareScale),
  )
  const direction = divide(firstMoment, add(squareRoot(secondMoment), inputs.epsilon))
  const decays = weightDecay > 0 && state.parameter.shape.length > 1
  const kept = decays ? multiply(state.parameter, inputs.keep) : state.parameter
  return {
    parameter: subtract(kept, multiply(direction, inputs.stepSize)),
    firstMoment,
    secondMoment,
  }
}

/** Returns the Euclidean norm of all gradients together, as a scalar. */
export function globalNorm(gradients: readonly Value[]): Value {
  return squareRoot(gradients.map(sumOfSquares).reduce(add))
}

/**
 * Returns what gradients of global norm `norm` are multiplied by so that it is at most `maxNorm`
 * (Pascanu et al. 2013; ε as in PyTorch).
 */
export function clipScale(norm: Value, maxNorm: number): Value {
  return minimum(constant(1), multiply(constant(maxNorm), reciprocal(add(norm, constant(1e-6)))))
}
