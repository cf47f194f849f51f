/**
 * A two-layer model against PyTorch and Transformers: logits, loss, gradients, and 20 optimizer
 * steps.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drain } from '../core/index.ts'
import type { Tensor } from '../engine/index.ts'
import { input, intTensor, grad, scalar, Session } from '../engine/index.ts'
import {
  forward,
  head,
  parameterInputs,
  parseModelConfig,
  readSafetensors,
  sequenceFeeds,
  sequenceInputs,
} from '../model/index.ts'
import { crossEntropy } from './cross-entropy.ts'
import { lossGraph, pieceSuffix } from './loss-graph.ts'
import type { Sequence } from './sequences.ts'
import { collate } from './sequences.ts'
import { train } from './trainer.ts'

const folder = join(import.meta.dirname, '../../tests/golden/llama')
const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const tensors = (name: string): ReturnType<typeof readSafetensors> =>
  readSafetensors(join(folder, name))

interface Trajectory {
  ids: number[][]
  prompt: number
  losses: number[]
  gradNorms: number[]
  learningRate: number
  weightDecay: number
  maxGradNorm: number
  beta1: number
  beta2: number
  epsilon: number
}
const golden = json('trajectory.json') as Trajectory
const config = parseModelConfig(json('config.json'), 'config.json')
const parameters = await tensors('model.safetensors')
const sequences: Sequence[] = golden.ids.map((ids) => ({ ids, lossFrom: golden.prompt }))
const batch = collate(sequences)

const firstPiece = (feeds: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name + pieceSuffix(0), tensor]))

/** Largest difference relative to the reference's largest magnitude. */
function relativeError(actual: ArrayLike<number | bigint>, expected: Float32Array): number {
  let difference = 0
  let magnitude = 0
  for (const [index, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(Number(actual[index]) - value))
    magnitude = Math.max(magnitude, Math.abs(value))
  }
  return difference / magnitude
}

describe('against PyTorch', () => {
  it('logits', async () => {
    const inputs = parameterInputs(config)
    const everywhere = input('rows', { dtype: 'int64', shape: ['N'] })
    const logits = head(
      config,
      inputs,
      forward(config, inputs, sequenceInputs(config), everywhere).hidden,
    )
    await using session = await Session.create({ outputs: { logits } }, { threads: 1 })
    const rows = intTensor(Array.from({ length: batch.rows * batch.length }, (_, place) => place))
    const feeds = {
      ...parameters,
      ...sequenceFeeds(config)(batch.rows, batch.length),
      ids: batch.feeds.ids,
      rows,
    }
    const computed = (await session.run(feeds))['logits']!.data
    const reference = (await tensors('logits.safetensors'))['logits']!
    const [count, length, width] = reference.shape as [number, number, number]
    const unpadded = Array.from({ length: count }, (_, row) =>
      Array.from(
        computed.slice(row * batch.length * width, (row * batch.length + length) * width),
        Number,
      ),
    )
    expect(relativeError(unpadded.flat(), reference.data)).toBeLessThan(1e-5)
  })

  it('loss and every gradient', async () => {
    const { loss, trained: inputs } = lossGraph(crossEntropy, config, 1)
    const names = Object.keys(inputs)
    const gradients = grad(loss, Object.values(inputs))
    const outputs = {
      loss,
      ...Object.fromEntries(names.map((name, index) => [`d.${name}`, gradients[index]!])),
    }
    await using session = await Session.create({ outputs }, { threads: 1 })
    const feeds = {
      ...parameters,
      ...firstPiece({ ...sequenceFeeds(config)(batch.rows, batch.length), ...batch.feeds }),
      lossScale: scalar(1 / batch.lossTerms),
    }
    const computed = await session.run(feeds)
    expect(Number(computed['loss']!.data[0])).toBeCloseTo(golden.losses[0]!, 5)
    const reference = await tensors('gradients.safetensors')
    expect(names.toSorted()).toEqual(Object.keys(reference).toSorted())
    for (const name of names)
      expect(relativeError(computed[`d.${name}`]!.data, reference[name]!.data), name).toBeLessThan(
        1e-4,
      )
  })

  it('20 steps of AdamW', async () => {
    const { learningRate, weightDecay, maxGradNorm, beta1, beta2, epsilon } = golden
    const optimizer = {
      learningRate,
      weightDecay,
      maxGradNorm,
      beta1,
      beta2,
      epsilon,
      schedule: 'constant' as const,
      warmupRatio: 0,
    }
    const batches = {
      totalSteps: golden.losses.length,
      step: () => [sequences.map((sequence) => collate([sequence]))],
    } // every sequence a piece of its own
    const trained = await drain(
      train({
        config,
        parameters,
        objective: crossEntropy,
        batches,
        optimizer,
        session: { threads: 1 },
      }),
    )
    const residuals = trained.log.map(
      ({ loss }, step) => (loss - golden.losses[step]!) / golden.losses[step]!,
    )
    expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-4)
    // No drift to one side
    expect(Math.abs(residuals.reduce((a, b) => a + b) / residuals.length)).toBeLessThan(2e-5)
    for (const [step, { gradNorm }] of trained.log.entries())
      expect(Math.abs(gradNorm / golden.gradNorms[step]! - 1)).toBeLessThan(1e-4)
    const reference = await tensors('after-20-steps.safetensors')
    for (const [name, tensor] of Object.entries(trained.parameters))
      expect(relativeError(tensor.data, reference[name]!.data), name).toBeLessThan(1e-4)
  })
})
