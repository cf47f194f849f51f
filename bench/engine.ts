/** The engine at work: matrix product, training step, batched decoding. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drain, rng } from '../src/core/index.ts'
import type { ExecutionProvider } from '../src/engine/index.ts'
import { floatTensor, input, matmul, Session } from '../src/engine/index.ts'
import { completionsOf, initialParameters, parameterCount } from '../src/model/index.ts'
import { freshModelJson, modelFiles, trainTokenizer } from '../src/model/index.ts'
import type * as Sample from '../src/sample/index.ts'
import { crossEntropy, epochBatches, train } from '../src/train/index.ts'
import type { Measured } from './measure.ts'
import { rate, summarise } from './measure.ts'
import type { SizeName } from './sizes.ts'
import { sizes } from './sizes.ts'

/** float32 matrix product, 1024 × 1024 × 1024, in GFLOP/s. */
export async function matrixProduct(): Promise<Measured> {
  const side = 1024
  const type = { dtype: 'float32' as const, shape: [side, side] }
  await using session = await Session.create({
    outputs: { product: matmul(input('a', type), input('b', type)) },
  })
  const feed = floatTensor(new Float32Array(side * side).fill(0.5), [side, side])
  const calls = 4
  return await rate((calls * 2 * side ** 3) / 1e9, 7, async () => {
    for (let call = 0; call < calls; call++) await session.run({ a: feed, b: feed })
  })
}

export const trainingBatch = { rows: 32, length: 128 }

/**
 * Tokens per second of whole training steps (forward, backward, clipping, AdamW, data), 32 × 128
 * tokens each, and the loss of the last one.
 */
export async function training(
  size: SizeName,
  steps: number,
  executionProvider: ExecutionProvider = 'cpu',
): Promise<Measured & { loss: number }> {
  const { rows, length } = trainingBatch
  const random = rng('bench', size)
  const ids = (): number[] => Array.from({ length: length + 1 }, () => random.int(1, 1023))
  const sequences = Array.from({ length: rows * (steps + 2) }, () => ({ ids: ids(), lossFrom: 1 }))
  const config = sizes[size]
  const optimizer = {
    learningRate: 1e-4,
    schedule: 'constant' as const,
    warmupRatio: 0,
    weightDecay: 0.1,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-8,
    maxGradNorm: 1,
  }
  const batches = epochBatches(crossEntropy, sequences, 1, {
    batchSize: rows,
    gradientAccumulationSteps: 1,
    seed: 1,
  })
  const rates: number[] = []
  let last = 0
  const progress = train({
    config,
    parameters: initialParameters(config, 1),
    objective: crossEntropy,
    batches,
    optimizer,
    session: { executionProvider },
  })
  const { log } = await drain(progress, () => {
    const now = performance.now()
    if (last > 0) rates.push((rows * length * 1000) / (now - last))
    last = now
  })
  return { ...summarise(rates.slice(1)), loss: log.at(-1)!.loss } // the first steps still allocate
}

/**
 * Floating-point operations of training on one token: 6 per parameter, and attention over the
 * sequence.
 */
export function trainingFlops(size: SizeName): number {
  const config = sizes[size]
  return (
    6 * parameterCount(config) +
    12 * config.layers * trainingBatch.length * config.heads * config.headSize
  )
}

/** Decoding runs in worker threads, which need compiled modules. */
const { openModel } = (await import(
  new URL('../dist/sample/index.js', import.meta.url).href
)) as typeof Sample

/**
 * Writes a model of random weights whose texts never end, so that every completion has full length.
 */
async function writeRandomModel(size: SizeName, directory: string): Promise<void> {
  const { tokenizerJson, tokenizerConfig } = trainTokenizer(['a b'], 260)
  const config = { ...sizes[size], endOfTextIds: [] }
  const json = freshModelJson(config, tokenizerJson, tokenizerConfig)
  const files = modelFiles({ files: json, parameters: initialParameters(config, 1) }, 'F32')
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), content)
}

export const decodingLengths = { prompt: 64, generated: 64 }

/**
 * New tokens per second at temperature 1: `count` prompts of 64 tokens given at once, 64 tokens
 * each, and the first text.
 */
export async function decoding(
  size: SizeName,
  count: number,
  {
    executionProvider = 'cpu',
    runs = 5,
  }: { executionProvider?: ExecutionProvider; runs?: number } = {},
): Promise<Measured & { text: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'reckoner-bench-'))
  try {
    await writeRandomModel(size, directory)
    await using model = await openModel(directory, { executionProvider })
    const { prompt, generated } = decodingLengths
    const prompts = Array.from({ length: count }, (_, index) => ({
      problemId: String(index),
      prompt: 'ab'.repeat(prompt / 2),
      stream: [1, index],
    }))
    let text = ''
    const measured = await rate(count * generated, runs, async () => {
      let tokens = 0
      const decoding = { temperature: 1, maxNewTokens: generated }
      for await (const completion of completionsOf(
        model.generate({ prompts, numGenerations: 1, decoding }),
      )) {
        tokens += completion.tokens
        if (completion.problemId === '0') text = completion.text
      }
      if (tokens !== count * generated)
        throw new Error(`expected full-length completions, got ${tokens} tokens`)
    })
    return { ...measured, text }
  } finally {
    await rm(directory, { recursive: true })
  }
}
