/** What training must not depend on: micro-batches, interruptions, the caller's arrays. */
import { describe, expect, it, vi } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import * as clock from '../core/clock.ts'
import { CancelledError, ConfigError, DataError, drain } from '../core/index.ts'
import type { BatchSource } from './batches.ts'
import { epochBatches } from './batches.ts'
import { crossEntropy } from './cross-entropy.ts'
import { encodeRows } from './sequences.ts'
import type { OptimizerSettings, TrainingCheckpoints, TrainingState } from './trainer.ts'
import { train } from './trainer.ts'

const model = tinyModel(3)
const rows = Array.from({ length: 24 }, (_, index) => ({
  prompt: `Question: ${index}?\nAnswer:\n`,
  completion: `${'so '.repeat(index % 5)}#### ${index * 3}`,
}))
const { examples } = encodeRows(rows, model.tokenizer, 0, 128)
const optimizer: OptimizerSettings = {
  learningRate: 2e-3,
  schedule: 'cosine',
  warmupRatio: 0.1,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-6,
  maxGradNorm: 1,
}
const batches = (gradientAccumulationSteps: number): BatchSource =>
  epochBatches(crossEntropy, examples, 3, { batchSize: 8, gradientAccumulationSteps, seed: 5 })
const request = {
  config: model.config,
  parameters: model.parameters,
  objective: crossEntropy,
  optimizer,
  session: { threads: 1 },
}

function memoryCheckpoints(): TrainingCheckpoints & { saved: TrainingState | undefined } {
  const checkpoints = {
    saved: undefined as TrainingState | undefined,
    load: () => Promise.resolve(checkpoints.saved),
    save: (state: TrainingState) =>
      Promise.resolve(void (checkpoints.saved = structuredClone(state))),
  }
  return checkpoints
}

/** As a thread hands them on: what is saved at one step is copied when the next has been made. */
function lateCheckpoints(): TrainingCheckpoints & { written: TrainingState[]; write(): void } {
  let waiting: TrainingState | undefined
  const written: TrainingState[] = []
  return {
    written,
    load: () => Promise.resolve(undefined),
    save: (state) => Promise.resolve(void (waiting = state)),
    write: () => {
      if (waiting) written.push(structuredClone(waiting))
      waiting = undefined
    },
  }
}
let now = 0

describe('train', () => {
  it('gives with 8 micro-batches of 1 what it gives with 1 of 8', async () => {
    const whole = await drain(train({ ...request, batches: batches(1) }))
    const split = await drain(train({ ...request, batches: batches(8) }))
    expect(split.log.length).toBe(9)
    const residuals = whole.log.map(({ loss }, step) => split.log[step]!.loss - loss)
    expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-4)
    expect(Math.abs(residuals.reduce((a, b) => a + b) / residuals.length)).toBeLessThan(5e-5)
    for (const [name, { data }] of Object.entries(whole.parameters)) {
      const other = split.parameters[name]!.data
      expect(
        data.every((value, index) => Math.abs(value - other[index]!) < 1e-3),
        name,
      ).toBe(true)
    }
  })

  it('gives after an interruption, bit by bit, what it gives without one', async () => {
    const before = structuredClone(model.parameters)
    const straight = await drain(train({ ...request, batches: batches(1) }))
    expect(model.parameters).toEqual(before)
    const checkpoints = memoryCheckpoints()
    const controller = new AbortController()
    const interrupted = drain(
      train({ ...request, batches: batches(1), checkpoints, signal: controller.signal }),
      (event) => {
        if (event.type === 'progress' && event.done === 4) controller.abort()
      },
    )
    await expect(interrupted).rejects.toThrow(CancelledError)
    expect(checkpoints.saved?.step).toBe(4)
    const steps: number[] = []
    const resumed = await drain(
      train({ ...request, batches: batches(1), checkpoints }),
      (event) => {
        if (event.type === 'progress') steps.push(event.done)
      },
    )
    expect(steps).toEqual([5, 6, 7, 8, 9])
    expect(resumed).toEqual(straight)
    expect(straight.log.at(-1)!.loss).toBeLessThan(straight.log[0]!.loss)
  })

  it('goes on from every checkpoint to the same bytes, also when a checkpoint is written one step late', async () => {
    const straight = await drain(train({ ...request, batches: batches(1) }))
    const late = lateCheckpoints()
    // A checkpoint is due at every step
    vi.spyOn(clock, 'monotonicMs').mockImplementation(() => (now += 60_000))
    await drain(train({ ...request, batches: batches(1), checkpoints: late }), () => late.write())
    vi.restoreAllMocks()
    expect(late.written.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    for (const saved of late.written) {
      expect(saved.log.map(({ step }) => step)).toEqual(
        Array.from({ length: saved.step }, (_, index) => index + 1),
      )
      const checkpoints = { load: () => Promise.resolve(saved), save: () => Promise.resolve() }
      expect(await drain(train({ ...request, batches: batches(1), checkpoints }))).toEqual(straight)
    }
  })

  it('leaves frozen parameters as they are, and trains the others on their gradients', async () => {
    const last = Object.keys(model.parameters).filter((name) => name.startsWith('model.layers.1.'))
    const trained = new Set(last)
    const before = structuredClone(model.parameters)
    for (const steps of [1, 8]) {
      const checkpoints = memoryCheckpoints()
      const controller = new AbortController()
      const given = { ...request, trained, batches: batches(steps) }
      const straight = await drain(train(given))
      expect(Object.keys(straight.parameters)).toEqual(Object.keys(before))
      for (const [name, tensor] of Object.entries(straight.parameters)) {
        if (trained.has(name)) expect(tensor, name).not.toEqual(before[name])
        else expect(tensor, name).toEqual(before[name])
      }
      await expect(
        drain(train({ ...given, checkpoints, signal: controller.signal }), (event) => {
          if (event.type === 'progress' && event.done === 4) controller.abort()
        }),
      ).rejects.toThrow(CancelledError)
      const kept = Object.keys(checkpoints.saved!.tensors).toSorted()
      expect(kept).toEqual(last.flatMap((name) => [`m.${name}`, name, `v.${name}`]).toSorted())
      expect(await drain(train({ ...given, checkpoints }))).toEqual(straight)
      expect(straight.log.at(-1)!.loss).toBeLessThan(straight.log[0]!.loss)
    }
    expect(model.parameters).toEqual(before)
  })

  it('gives one step of a trained parameter the same bytes, whatever else is frozen', async () => {
    const one = { totalSteps: 1, step: batches(1).step }
    // Without clipping, a gradient does not depend on the others
    const given = { ...request, optimizer: { ...optimizer, maxGradNorm: 1e9 }, batches: one }
    const all = await drain(train(given))
    const name = 'model.layers.1.mlp.down_proj.weight'
    const alone = await drain(train({ ...given, trained: new Set([name]) }))
    expect(alone.parameters[name]).toEqual(all.parameters[name])
    expect(alone.log[0]!.loss).toBe(all.log[0]!.loss)
    expect(alone.log[0]!.gradNorm).toBeLessThan(all.log[0]!.gradNorm)
  })

  it('refuses to train nothing, and parameters that there are not', async () => {
    const trained = (...names: string[]) =>
      drain(train({ ...request, batches: batches(1), trained: new Set(names) }))
    await expect(trained()).rejects.toThrow(
      new ConfigError('training needs at least one parameter that is not frozen'),
    )
    await expect(trained('model.norm.weight', 'toString')).rejects.toThrow(
      new ConfigError('toString is to be trained, but the model has no such parameter'),
    )
  })

  it('says when the loss is lost', async () => {
    const reckless = { ...optimizer, learningRate: 1e30, maxGradNorm: 1e30 }
    await expect(
      drain(train({ ...request, optimizer: reckless, batches: batches(1) })),
    ).rejects.toThrow(/training diverged: the loss at step \d+ is NaN/)
  })
})

describe('epochBatches', () => {
  const tokens = Array.from({ length: 129 }, (_, index) => index)
  const source = (count: number, gradientAccumulationSteps = 1): BatchSource =>
    epochBatches(
      crossEntropy,
      Array.from({ length: count }, () => ({ ids: tokens, lossFrom: 1 })),
      1,
      { batchSize: 32, gradientAccumulationSteps, seed: 1 },
    )

  it('gives a large batch in pieces of about 1 024 tokens', () => {
    const shape = (batch: BatchSource, step: number) =>
      batch.step(step).map((micro) => micro.map(({ rows: count }) => count))
    expect(shape(source(64), 1)).toEqual([[8, 8, 8, 8]])
    expect(shape(source(64, 2), 1)).toEqual([
      [8, 8],
      [8, 8],
    ])
    expect(shape(source(64, 4), 2)).toEqual([[8], [8], [8], [8]])
    const [large, small] = [shape(source(35), 1), shape(source(35), 2)].toSorted(
      (a, b) => b[0]!.length - a[0]!.length,
    )
    expect([large, small]).toEqual([[[8, 8, 8, 8]], [[1, 1, 1]]])
  })
})

describe('encodeRows', () => {
  it('counts what is too long, and refuses to train on nothing', () => {
    const { examples: kept, tooLong } = encodeRows(
      rows,
      model.tokenizer,
      0,
      examples[0]!.ids.length,
    )
    expect(kept.length + tooLong).toBe(rows.length)
    expect(tooLong).toBeGreaterThan(0)
    expect(() => encodeRows(rows, model.tokenizer, 0, 3)).toThrow(DataError)
    expect(() => encodeRows([], model.tokenizer, 0, 64)).toThrow('training data is empty')
  })

  it('puts the loss on the completion and the end of text only', () => {
    const { ids, lossFrom } = examples[0]!
    expect(model.tokenizer.decode(Array.from(ids).slice(lossFrom, -1))).toBe(rows[0]!.completion)
    expect(Array.from(ids).at(-1)).toBe(0)
  })
})
