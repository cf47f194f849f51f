/** The graph of a step takes and returns what is trained; the rest it only takes. */
import { expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { topologicalOrder } from '../engine/index.ts'
import { crossEntropy } from './cross-entropy.ts'
import { lossGraph } from './loss-graph.ts'
import { accumulateGraph, stepGraph, updateGraph } from './step.ts'

const { config, parameters } = tinyModel()
const settings = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 }
const name = 'model.layers.1.mlp.down_proj.weight'
const loss = lossGraph(crossEntropy, config, 1, new Set([name]))

it('has moments, gradients and outputs of trained parameters only', () => {
  const whole = stepGraph(loss, settings)
  expect(Object.keys(whole.outputs).toSorted()).toEqual(
    ['gradNorm', 'loss', `next.${name}`, `next.m.${name}`, `next.v.${name}`].toSorted(),
  )
  const inputs = topologicalOrder(Object.values(whole.outputs)).flatMap((value) =>
    value.name === undefined ? [] : [value.name],
  )
  expect(inputs).toEqual(expect.arrayContaining(Object.keys(parameters)))
  expect(inputs.filter((input) => /^[mv]\./.test(input)).toSorted()).toEqual([
    `m.${name}`,
    `v.${name}`,
  ])
  expect(Object.keys(accumulateGraph(loss).outputs)).toEqual(['loss', `next.g.${name}`])
  expect(Object.keys(updateGraph(loss, settings).outputs)).toHaveLength(4)
})

it('differentiates nothing below the first trained parameter', () => {
  const size = (trained?: ReadonlySet<string>): number =>
    topologicalOrder(
      Object.values(accumulateGraph(lossGraph(crossEntropy, config, 1, trained)).outputs),
    ).filter(({ op }) => op.onnx === 'FusedMatMul').length
  const forward = topologicalOrder([loss.loss]).filter(({ op }) => op.onnx === 'FusedMatMul')
  // The gradient of the head's input, and of the weight itself
  expect(size(new Set([name]))).toBe(forward.length + 2)
  expect(size()).toBeGreaterThan(2 * forward.length)
})
