/** Optimizers as functions from graph to graph. */
import type { Value } from './graph.ts'
import { constant, input } from './graph.ts'
import { add, divide, minimum, multiply, reciprocal, squareRoot, subtract, sumOfSquares } from './ops/index.ts'

export interface AdamWSettings {
  beta1: number
  beta2: number
  epsilon: number
  weightDecay: number
}

/** The per-step numbers of AdamW, fed to the graph at run time. */
export interface AdamWInputs {
  learningRate: Value
  /** 1 / (1 − β₁ᵗ) at step t, counted from 1. */
  correction1: Value
  /** 1 / (1 − β₂ᵗ). */
  correction2: Value
}

export interface AdamWUpdate {
  parameter: Value
  firstMoment: Value
  secondMoment: Value
}

export function adamWInputs(): AdamWInputs {
  const scalarInput = (name: string): Value => input(name, { dtype: 'float32', shape: [] })
  return {
    learningRate: scalarInput('learningRate'),
    correction1: scalarInput('correction1'),
    correction2: scalarInput('correction2'),
  }
}

/** Returns the run-time numbers of step `step` (from 1) by input name. */
export function adamWFeeds(step: number, learningRate: number, settings: AdamWSettings): Record<keyof AdamWInputs, number> {
  return { learningRate, correction1: 1 / (1 - settings.beta1 ** step), correction2: 1 / (1 - settings.beta2 ** step) }
}

/**
 * Returns one step of AdamW for a parameter (Loshchilov & Hutter 2019, algorithm 2, as in PyTorch): decay is decoupled, multiplied by the
 * learning rate, and applied to matrices only, not to norm weights.
 */
export function adamW(state: AdamWUpdate, gradient: Value, inputs: AdamWInputs, settings: AdamWSettings): AdamWUpdate {
  const { parameter } = state
  const firstMoment = add(multiply(state.firstMoment, constant(settings.beta1)), multiply(gradient, constant(1 - settings.beta1)))
  const squared = multiply(multiply(gradient, gradient), constant(1 - settings.beta2))
  const secondMoment = add(multiply(state.secondMoment, constant(settings.beta2)), squared)
  const denominator = add(squareRoot(multiply(secondMoment, inputs.correction2)), constant(settings.epsilon))
  const direction = divide(multiply(firstMoment, inputs.correction1), denominator)
  const decays = settings.weightDecay > 0 && parameter.shape.length > 1
  const step = decays ? add(direction, multiply(parameter, constant(settings.weightDecay))) : direction
  return { parameter: subtract(parameter, multiply(step, inputs.learningRate)), firstMoment, secondMoment }
}

/** Returns the Euclidean norm of all gradients together, as a scalar. */
export function globalNorm(gradients: readonly Value[]): Value {
  return squareRoot(gradients.map(sumOfSquares).reduce(add))
}

/** Returns the gradients scaled so that their global norm is at most `maxNorm` (Pascanu et al. 2013; ε as in PyTorch). */
export function clipByGlobalNorm(gradients: readonly Value[], norm: Value, maxNorm: number): Value[] {
  const scale = minimum(constant(1), multiply(constant(maxNorm), reciprocal(add(norm, constant(1e-6)))))
  return gradients.map((gradient) => multiply(gradient, scale))
}
