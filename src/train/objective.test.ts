/** Another objective than cross-entropy needs one object: here a margin between two completions. */
import { expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { drain } from '../core/index.ts'
import { add, constant, floatTensor, input, matmul, maximum, sumAll } from '../engine/index.ts'
import { labelLogprobs } from '../model/index.ts'
import { epochBatches } from './batches.ts'
import { crossEntropy } from './cross-entropy.ts'
import type { Objective } from './objective.ts'
import type { Sequence } from './sequences.ts'
import { collate } from './sequences.ts'
import type { Trained } from './trainer.ts'
import { train } from './trainer.ts'

interface Pair {
  prompt: string
  chosen: string
  rejected: string
}

const model = tinyModel(3)
const margin = 100

/** The mean over pairs of max(0, log p(rejected) − log p(chosen) + margin). */
const pairMargin: Objective<Pair, readonly [Sequence, Sequence]> = {
  encode: (rows, tokenizer, endId, maxLength) => {
    const side = (completion: 'chosen' | 'rejected'): Sequence[] =>
      crossEntropy.encode(
        rows.map((row) => ({ prompt: row.prompt, completion: row[completion] })),
        tokenizer,
        endId,
        maxLength,
      ).examples
    const rejected = side('rejected')
    return { examples: side('chosen').map((first, row) => [first, rejected[row]!]), tooLong: 0 }
  },
  tokens: (pair) => pair.reduce((sum, { ids }) => sum + ids.length - 1, 0),
  collate: (pairs) => {
    const batch = collate(pairs.flat())
    const differences = new Float32Array(pairs.length * batch.lossTerms) // [pairs, N]
    let label = 0
    for (const [place, pair] of pairs.entries()) {
      for (const [side, { ids, lossFrom }] of pair.entries()) {
        const start = place * batch.lossTerms + label
        label += ids.length - lossFrom
        differences.fill(side === 0 ? -1 : 1, start, place * batch.lossTerms + label)
      }
    }
    const shape = [pairs.length, batch.lossTerms]
    const feeds = { ...batch.feeds, differences: floatTensor(differences, shape) }
    return { ...batch, lossTerms: pairs.length, feeds }
  },
  loss: (config, parameters, suffix) => {
    const logprobs = labelLogprobs(config, parameters, suffix)
    const shape = [`pairs${suffix}`, `N${suffix}`]
    const differences = input(`differences${suffix}`, { dtype: 'float32', shape })
    const hinge = add(matmul(differences, logprobs), constant(margin))
    return sumAll(maximum(constant(0), hinge))
  },
}

const rows = Array.from({ length: 12 }, (_, index) => ({
  prompt: `Question: ${index}?\nAnswer:\n`,
  chosen: `#### ${index * 3}`,
  rejected: `${'no '.repeat(index % 3)}#### ${index * 5 + 1}`,
}))

const trained = (gradientAccumulationSteps: number): Promise<Trained> => {
  const { examples } = pairMargin.encode(rows, model.tokenizer, 0, 128)
  const batching = { batchSize: 12, gradientAccumulationSteps, seed: 1 }
  const optimizer = {
    learningRate: 1e-3,
    schedule: 'constant' as const,
    warmupRatio: 0,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-6,
    maxGradNorm: 1,
  }
  return drain(
    train({
      config: model.config,
      parameters: model.parameters,
      objective: pairMargin,
      batches: epochBatches(pairMargin, examples, 12, batching),
      optimizer,
      session: { threads: 1 },
    }),
  )
}

it('learns to prefer one completion of a pair, in whole batches as in micro-batches', async () => {
  const whole = await trained(1)
  expect(whole.log).toHaveLength(12)
  expect(whole.log.at(-1)!.loss).toBeLessThan(whole.log[0]!.loss - 10)
  const split = await trained(3)
  for (const [step, { loss }] of split.log.entries())
    expect(Math.abs(loss / whole.log[step]!.loss - 1), `step ${step + 1}`).toBeLessThan(1e-5)
})
