/**
 * What the training stages share: their settings, checkpoints on disk, and the artifact they leave.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Task } from '../../core/index.ts'
import { executionProviders } from '../../engine/index.ts'
import type { Model } from '../../model/index.ts'
import {
  encodeSafetensors,
  modelFiles,
  parameterCount,
  readSafetensors,
} from '../../model/index.ts'
import { trainingFlops } from '../../scale/index.ts'
import { ensureDirectory, removeTree, writeFileAtomic } from '../../store/index.ts'
import type {
  OptimizerSettings,
  StepRecord,
  Trained,
  TrainingCheckpoints,
  TrainingExamples,
  TrainRequest,
} from '../../train/index.ts'
import { scheduleNames, trainInThread } from '../../train/index.ts'
import type { StageContext } from '../stage.ts'
import { jsonLines, writeOut } from './files.ts'

/** Left out of a stage, it is the processor: keys of artifacts made so do not change. */
export const executionProviderField = {
  executionProvider: z
    .enum(executionProviders)
    .optional()
    .describe(
      'What computes: cpu (default), webgpu or cuda. cpu is the fastest for the sizes measured (docs/benchmarks.md).',
    ),
}

export const trainingFields = {
  ...executionProviderField,
  epochs: z.number().positive().describe('Number of passes over the data.'),
  batchSize: z.int().min(1).describe('Number of sequences in one optimizer step.'),
  gradientAccumulationSteps: z
    .int()
    .min(1)
    .default(1)
    .describe('Number of micro-batches in one optimizer step.'),
  learningRate: z.number().positive().describe('Peak learning rate.'),
  schedule: z
    .enum(scheduleNames)
    .default('cosine')
    .describe('How the learning rate falls after its peak.'),
  warmupRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.03)
    .describe('Share of the steps in which the learning rate rises to its peak.'),
  weightDecay: z
    .number()
    .min(0)
    .default(0.1)
    .describe('Decoupled weight decay, applied to matrices only.'),
  beta1: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe('Decay rate of the mean of gradients in AdamW (β₁).'),
  beta2: z
    .number()
    .min(0)
    .max(1)
    .default(0.95)
    .describe('Decay rate of the mean of squared gradients in AdamW (β₂).'),
  epsilon: z
    .number()
    .positive()
    .default(1e-8)
    .describe('Small number that keeps the steps of AdamW finite (ε).'),
  maxGradNorm: z
    .number()
    .positive()
    .default(1)
    .describe('Maximum global norm of the gradients; larger gradients are clipped.'),
}
type TrainingSettings = z.infer<z.ZodObject<typeof trainingFields>>

/**
 * Trains in a thread with checkpoints in the stage's partial directory; every step's loss becomes
 * `training-log.jsonl`.
 */
export async function* trainStage(
  context: StageContext<TrainingSettings>,
  model: Model,
  training: TrainingExamples & Pick<TrainRequest, 'trained'>,
  dtype: 'F32' | 'F16',
): Task<Trained> {
  const { settings, seed, signal } = context
  const { epochs, batchSize, gradientAccumulationSteps, executionProvider, ...optimizer } = settings
  const trained = yield* trainInThread({
    config: model.config,
    parameters: model.parameters,
    ...training,
    epochs,
    batching: { batchSize, gradientAccumulationSteps, seed },
    optimizer: optimizerOf(optimizer),
    ...(executionProvider && { session: { executionProvider } }),
    checkpoints: checkpointsIn(context.partial.directory),
    signal,
  })
  const { tokens } = trained
  context.charge({
    tokens,
    flops: trainingFlops({
      parameters: parameterCount(model.config),
      frozenParameters: frozenCount(model.parameters, training.trained),
      contextTokens: tokens,
      sequences: 1,
    }),
  })
  for (const [name, content] of Object.entries(
    modelFiles({ ...model, parameters: trained.parameters }, dtype),
  ))
    await writeOut(context, name, content)
  await writeOut(context, 'training-log.jsonl', jsonLines(trained.log))
  await writeOut(
    context,
    'results.json',
    `${JSON.stringify({ curves: [lossCurve(trained.log)] })}\n`,
  )
  return trained
}

function frozenCount(parameters: Model['parameters'], trained?: ReadonlySet<string>): number {
  return Object.entries(parameters)
    .filter(([name]) => trained && !trained.has(name))
    .reduce((count, [, { data }]) => count + data.length, 0)
}

function optimizerOf({
  learningRate,
  schedule,
  warmupRatio,
  weightDecay,
  beta1,
  beta2,
  epsilon,
  maxGradNorm,
}: OptimizerSettings): OptimizerSettings {
  return { learningRate, schedule, warmupRatio, weightDecay, beta1, beta2, epsilon, maxGradNorm }
}

/** The loss averaged over 1/100 of the steps at a time. */
function lossCurve(log: readonly StepRecord[]): { name: string; points: [number, number][] } {
  const width = Math.max(1, Math.ceil(log.length / 100))
  const points: [number, number][] = []
  for (let start = 0; start < log.length; start += width) {
    const window = log.slice(start, start + width)
    points.push([
      window.at(-1)!.step,
      window.reduce((sum, { loss }) => sum + loss, 0) / window.length,
    ])
  }
  return { name: 'training loss', points }
}

const stateSchema = z.object({
  step: z.number(),
  log: z.array(
    z.object({
      step: z.number(),
      loss: z.number(),
      gradNorm: z.number(),
      learningRate: z.number(),
      tokens: z.number(),
    }),
  ),
})

/** Checkpoints are directories named by step; `state.json`, written last, makes one whole. */
function checkpointsIn(directory: string): TrainingCheckpoints {
  let previous: string | undefined
  return {
    load: async () => {
      const current = await readFile(join(directory, 'current'), 'utf8').catch(() => undefined)
      if (current === undefined) return undefined
      previous = join(directory, current)
      const state = stateSchema.parse(
        JSON.parse(await readFile(join(previous, 'state.json'), 'utf8')),
      )
      return { ...state, tensors: await readSafetensors(join(previous, 'tensors.safetensors')) }
    },
    save: async ({ step, log, tensors }) => {
      const name = `step-${step}`
      const home = join(directory, name)
      await ensureDirectory(home)
      await writeFileAtomic(join(home, 'tensors.safetensors'), encodeSafetensors(tensors, 'F32'))
      await writeFileAtomic(join(home, 'state.json'), JSON.stringify({ step, log }))
      await writeFileAtomic(join(directory, 'current'), name)
      if (previous && previous !== home) await removeTree(previous)
      previous = home
    },
  }
}
