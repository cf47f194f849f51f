/**
 * Stages `sample` and `infer.greedy`: completions of every problem, drawn in fixed chunks so that a
 * killed run resumes to the same bytes.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Task } from '../../core/index.ts'
import { throwIfCancelled } from '../../core/index.ts'
import type {
  Decoding,
  GeneratedCompletion,
  LanguageModel,
  ModelOutline,
} from '../../model/index.ts'
import { completionsOf } from '../../model/index.ts'
import { openModel } from '../../sample/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'
import { defineStage } from '../stage.ts'
import type { DrawnFrom } from './files.ts'
import { jsonLines, writeOut } from './files.ts'
import {
  emptyCompletions,
  fitsModel,
  flopsCounter,
  promptedFields,
  promptedInputs,
  promptsOf,
  SEQUENCES_PER_CHUNK,
  type PromptedSettings,
  type StagePrompt,
} from './prompted.ts'

const greedySettings = z.strictObject(promptedFields)
const sampleSettings = z.strictObject({
  ...promptedFields,
  numGenerations: z.int().min(1).describe('Number of completions of each problem.'),
  temperature: z
    .number()
    .positive()
    .default(0.7)
    .describe('Sampling temperature; 0.7 is that of Yuan et al. 2023.'),
  topP: z
    .number()
    .positive()
    .max(1)
    .default(1)
    .describe('Samples from the likeliest tokens with this total probability; 1 keeps all tokens.'),
  topK: z.int().min(0).default(0).describe('Samples from this many likeliest tokens; 0 keeps all.'),
  minP: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Minimum probability of a token, as a share of the likeliest one; 0 keeps all.'),
})
export const inferGreedy = defineStage<z.infer<typeof greedySettings>>({
  version: 4,
  description: 'the likeliest completion of every problem',
  settings: greedySettings,
  label: 'label',
  inputs: promptedInputs,
  makes: ['completions'],
  perSeed: 'inherit',
  run: (context) => {
    const { maxNewTokens, stop } = context.settings
    return draw(context, 1, { temperature: 0, maxNewTokens, ...(stop && { stop }) })
  },
})

export const sample = defineStage<z.infer<typeof sampleSettings>>({
  version: 4,
  description: 'several random completions of every problem',
  settings: sampleSettings,
  label: 'label',
  inputs: promptedInputs,
  makes: ['completions'],
  perSeed: true,
  run: (context) => {
    const {
      executionProvider: _,
      promptFormat: __,
      numExamples: ___,
      numGenerations,
      stop,
      ...decoding
    } = context.settings
    return draw(context, numGenerations, { ...decoding, ...(stop && { stop }) })
  },
})

async function* draw(
  context: StageContext<PromptedSettings>,
  numGenerations: number,
  given: Decoding,
): Task<void> {
  const { ref, outline, format, prompts, stop } = yield* promptsOf(context)
  const ending = stop.length > 0 ? { stop: [...(given.stop ?? []), ...stop] } : {}
  const decoding: Decoding = { ...given, ...ending }
  const perChunk = Math.max(1, Math.floor(SEQUENCES_PER_CHUNK / numGenerations))
  const total = prompts.length * numGenerations
  const writer = await context.out.writer('completions.jsonl')
  let model: LanguageModel | undefined
  try {
    for (let start = 0; start < prompts.length; start += perChunk) {
      throwIfCancelled(context.signal)
      const path = join(context.partial.directory, `completions-${start}.jsonl`)
      if (!existsSync(path)) {
        model ??= await openModel(ref, context.settings.executionProvider)
        const chunk = prompts.slice(start, start + perChunk)
        const done = start * numGenerations
        const completions = yield* drawChunk({
          context,
          model,
          outline,
          chunk,
          numGenerations,
          decoding,
          done,
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
    seed: context.seed,
    numGenerations,
    temperature: decoding.temperature,
    promptFormat: format,
  }
  await writeOut(context, 'drawn-from.json', `${JSON.stringify(drawnFrom)}\n`)
}

interface Chunk {
  context: StageContext<PromptedSettings>
  model: LanguageModel
  outline: ModelOutline
  chunk: readonly StagePrompt[]
  numGenerations: number
  decoding: Decoding
  done: number
  total: number
}

async function* drawChunk({
  context,
  model,
  outline,
  chunk,
  numGenerations,
  decoding,
  done,
  total,
}: Chunk): Task<GeneratedCompletion[]> {
  const flopsOf = flopsCounter(outline)
  const fits = (prompt: StagePrompt): boolean => fitsModel(prompt, outline)
  const completions = chunk
    .filter((prompt) => !fits(prompt))
    .flatMap((prompt) => emptyCompletions(prompt, numGenerations))
  const order = new Map(chunk.map(({ problemId }, index) => [problemId, index]))
  const prompts = chunk
    .filter(fits)
    .map((prompt) => ({ ...prompt, stream: [context.seed, prompt.problemId] }))
  for await (const completion of completionsOf(
    model.generate({ prompts, numGenerations, decoding }, context.signal),
  )) {
    completions.push(completion)
    const { tokens, problemId, index } = completion
    const promptTokens = chunk[order.get(problemId)!]!.tokens
    context.charge({ tokens, completions: 1, flops: flopsOf(promptTokens, tokens, index === 0) })
    yield {
      type: 'progress',
      label: 'sample',
      done: done + completions.length,
      total,
      unit: 'completions',
    }
  }
  return completions.toSorted(
    (a, b) => order.get(a.problemId)! - order.get(b.problemId)! || a.index - b.index,
  )
}
