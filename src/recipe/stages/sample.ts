/**
 * Stages `sample` and `infer.greedy`: completions of every problem, drawn in fixed chunks so that a
 * killed run resumes to the same bytes.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Problem, Task } from '../../core/index.ts'
import { throwIfCancelled } from '../../core/index.ts'
import { problemPrompt } from '../../data/index.ts'
import type { Decoding, GeneratedCompletion, LanguageModel } from '../../model/index.ts'
import { parameterCount, readModel } from '../../model/index.ts'
import { openModel } from '../../sample/index.ts'
import { samplingFlops } from '../../scale/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'
import { defineStage } from '../stage.ts'
import type { DrawnFrom } from './files.ts'
import { jsonLines, notesOf, readProblemsInput, writeOut } from './files.ts'
import { executionProviderField } from './training.ts'

const common = {
  ...executionProviderField,
  label: z.string().describe('What the results call this model.'),
  maxNewTokens: z.int().min(1).default(256),
}
type CommonSettings = z.infer<z.ZodObject<typeof common>>
const greedySettings = z.strictObject(common)
const sampleSettings = z.strictObject({
  ...common,
  numGenerations: z.int().min(1).describe('Completions of each problem.'),
  temperature: z.number().positive().default(0.7).describe('Yuan et al. sample at 0.7.'),
  topP: z.number().positive().max(1).default(1),
  topK: z.int().min(0).default(0).describe('0 keeps all tokens.'),
  minP: z.number().min(0).max(1).default(0),
})
const inputs = { model: { kind: 'model' }, problems: { kind: 'path' } } as const

/**
 * What a kill can cost. Part of what the stage is: chunks are cut into batches, and batches decide
 * the last bit of the arithmetic.
 */
const SEQUENCES_PER_CHUNK = 512

export const inferGreedy = defineStage<z.infer<typeof greedySettings>>({
  version: 2,
  description: 'the likeliest completion of every problem',
  settings: greedySettings,
  inputs,
  perSeed: 'inherit',
  run: (context) => draw(context, 1, { temperature: 0, maxNewTokens: context.settings.maxNewTokens }),
})

export const sample = defineStage<z.infer<typeof sampleSettings>>({
  version: 2,
  description: 'several random completions of every problem',
  settings: sampleSettings,
  inputs,
  perSeed: true,
  run: (context) => {
    const { label: _, executionProvider: __, numGenerations, ...decoding } = context.settings
    return draw(context, numGenerations, decoding)
  },
})

async function* draw(context: StageContext<CommonSettings>, numGenerations: number, decoding: Decoding): Task<void> {
  const told: string[] = []
  const problems = await readProblemsInput(context.inputs['problems']![0]!, (sentence) => told.push(sentence))
  yield* notesOf(told)
  const { flopsOf, isTooLong } = await promptMeasures(context.inputs['model']![0]!)
  const tooLong = problems.filter(({ question }) => isTooLong(question)).length
  if (tooLong > 0) {
    const message = `${tooLong} of ${problems.length} problems are longer than the model reads: they count as unanswered`
    yield { type: 'note', level: 'warning', message }
  }
  const perChunk = Math.max(1, Math.floor(SEQUENCES_PER_CHUNK / numGenerations))
  const total = problems.length * numGenerations
  const writer = await context.out.writer('completions.jsonl')
  let model: LanguageModel | undefined
  try {
    for (let start = 0; start < problems.length; start += perChunk) {
      throwIfCancelled(context.signal)
      const path = join(context.partial.directory, `completions-${start}.jsonl`)
      if (!existsSync(path)) {
        model ??= await openModel(context.inputs['model']![0]!, context.settings.executionProvider)
        const chunk = problems.slice(start, start + perChunk)
        const completions = yield* drawChunk({
          context,
          model,
          flopsOf,
          chunk,
          isTooLong,
          numGenerations,
          decoding,
          done: start * numGenerations,
          total,
        })
        await writeFileAtomic(path, jsonLines(completions))
      }
      await writer.write(await readFile(path))
    }
  } finally {
    await model?.[Symbol.asyncDispose]()
  }
  await writer.commit()
  const drawnFrom: DrawnFrom = {
    label: context.settings.label,
    seed: context.seed,
    numGenerations,
    temperature: decoding.temperature,
  }
  await writeOut(context, 'drawn-from.json', `${JSON.stringify(drawnFrom)}\n`)
}

/**
 * Operations of one completion; a prompt is read once for all of its completions, and counted with
 * the first.
 */
type FlopsOf = (prompt: string, tokens: number, isFirst: boolean) => number

/** Reads the model's settings and tokenizer, and returns what is asked of prompts. */
async function promptMeasures(directory: string): Promise<{ flopsOf: FlopsOf; isTooLong: (question: string) => boolean }> {
  const { config, tokenizer } = await readModel(directory)
  const shape = { parameters: parameterCount(config), layers: config.layers, width: config.hiddenSize, keyValueCache: true }
  const lengths = new Map<string, number>()
  const lengthOf = (prompt: string): number => {
    const length = lengths.get(prompt) ?? tokenizer.encode(prompt).length
    lengths.set(prompt, length)
    return length
  }
  return {
    flopsOf: (prompt, tokens, isFirst) => {
      const promptTokens = lengthOf(prompt)
      return samplingFlops({ ...shape, contextTokens: promptTokens + tokens, tokens: isFirst ? promptTokens + tokens : tokens })
    },
    isTooLong: (question) => lengthOf(problemPrompt(question)) >= config.maxPositions,
  }
}

/** Completions that were never begun, because the model cannot read the problem. */
function unanswered({ id }: Problem, numGenerations: number): GeneratedCompletion[] {
  return Array.from({ length: numGenerations }, (_, index) => {
    return { problemId: id, index, text: '', tokens: 0, logprob: 0, finish: 'length' }
  })
}

interface Chunk {
  context: StageContext<CommonSettings>
  model: LanguageModel
  flopsOf: FlopsOf
  chunk: readonly Problem[]
  isTooLong: (question: string) => boolean
  numGenerations: number
  decoding: Decoding
  done: number
  total: number
}

async function* drawChunk({
  context,
  model,
  flopsOf,
  chunk,
  isTooLong,
  numGenerations,
  decoding,
  done,
  total,
}: Chunk): Task<GeneratedCompletion[]> {
  const order = new Map(chunk.map(({ id }, index) => [id, index]))
  const readable = chunk.filter(({ question }) => !isTooLong(question))
  const prompts = readable.map(({ id, question }) => ({ problemId: id, prompt: problemPrompt(question) }))
  const promptOf = new Map(prompts.map(({ problemId, prompt }) => [problemId, prompt]))
  const completions = chunk
    .filter(({ question }) => isTooLong(question))
    .flatMap((problem) => unanswered(problem, numGenerations))
  const request = { prompts, numGenerations, decoding, seed: context.seed }
  for await (const completion of prompts.length > 0 ? model.generate(request, context.signal) : []) {
    completions.push(completion)
    const { tokens, problemId, index } = completion
    context.charge({ tokens, completions: 1, flops: flopsOf(promptOf.get(problemId)!, tokens, index === 0) })
    yield { type: 'progress', label: 'sample', done: done + completions.length, total, unit: 'completions' }
  }
  return completions.toSorted((a, b) => order.get(a.problemId)! - order.get(b.problemId)! || a.index - b.index)
}
