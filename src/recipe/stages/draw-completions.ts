/**
 * Completions of prompts, drawn in fixed chunks so that a killed run resumes to the same bytes.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { throwIfCancelled, type RunEvent, type Task } from '../../core/index.ts'
import {
  completionsOf,
  type Decoding,
  type GeneratedCompletion,
  type LanguageModel,
  type ModelProfile,
} from '../../model/index.ts'
import type { PromptFormat } from '../../data/index.ts'
import type { ModelRef } from '../../sample/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'
import { jsonLines } from './files.ts'
import { openStageModel } from './open-stage-model.ts'
import {
  emptyCompletions,
  fitsModel,
  flopsCounter,
  SEQUENCES_PER_CHUNK,
  SERVED_SEQUENCES_PER_CHUNK,
  type StagePrompt,
} from './prompted.ts'
import type { executionProviderField } from './training.ts'

type Settings = z.infer<z.ZodObject<typeof executionProviderField>>

/**
 * The share of completions that may be cut off without a word. Models on servers say much; what is
 * cut off has no answer, and was paid for.
 */
const MOST_CUT = 0.1

export interface Drawing {
  context: StageContext<Settings>
  ref: ModelRef
  format: PromptFormat
  profile: ModelProfile
  prompts: readonly StagePrompt[]
  numGenerations: number
  decoding: Decoding
  /** Begins the names of the files that keep what is done. @default 'completions' */
  name?: string
}

/**
 * Draws completions of every prompt. Returns the files with them, one completion a line, in the
 * order of the prompts. What an earlier run has drawn is not drawn again.
 */
export async function* drawCompletions(drawing: Drawing): Task<string[]> {
  const { context, ref, profile, format, prompts, numGenerations, name = 'completions' } = drawing
  // Each reply of a server is kept by itself, and the end of a chunk would keep the server waiting.
  const atOnce = profile.isServed ? SERVED_SEQUENCES_PER_CHUNK : SEQUENCES_PER_CHUNK
  const perChunk = Math.max(1, Math.floor(atOnce / numGenerations))
  const total = prompts.length * numGenerations
  const paths: string[] = []
  let model: LanguageModel | undefined
  try {
    for (let start = 0; start < prompts.length; start += perChunk) {
      throwIfCancelled(context.signal)
      const path = join(context.partial.directory, `${name}-${start}.jsonl`)
      paths.push(path)
      if (existsSync(path)) continue
      model ??= await openStageModel(context, ref, format)
      const chunk = prompts.slice(start, start + perChunk)
      const done = start * numGenerations
      const completions = yield* drawChunk({ ...drawing, model, chunk, done, total })
      await writeFileAtomic(path, jsonLines(completions))
    }
  } finally {
    await model?.[Symbol.asyncDispose]()
  }
  return paths
}

interface Chunk extends Drawing {
  model: LanguageModel
  chunk: readonly StagePrompt[]
  done: number
  total: number
}

async function* drawChunk({
  context,
  model,
  profile,
  chunk,
  numGenerations,
  decoding,
  done,
  total,
}: Chunk): Task<GeneratedCompletion[]> {
  const flopsOf = flopsCounter(profile)
  const fits = (prompt: StagePrompt): boolean => fitsModel(prompt, profile)
  const completions = chunk
    .filter((prompt) => !fits(prompt))
    .flatMap((prompt) => emptyCompletions(prompt, numGenerations))
  const order = new Map(chunk.map(({ problemId }, index) => [problemId, index]))
  const prompts = chunk
    .filter(fits)
    .map((prompt) => ({ ...prompt, stream: [context.seed, prompt.problemId] }))
  const progress = (): RunEvent => ({
    type: 'progress',
    label: 'sample',
    done: done + completions.length,
    total,
    unit: 'completions',
  })
  // The first reply of a server may take minutes.
  if (profile.isServed) yield progress()
  for await (const completion of completionsOf(
    model.generate({ prompts, numGenerations, decoding }, context.signal),
  )) {
    completions.push(completion)
    const { tokens, problemId, index } = completion
    const promptTokens = chunk[order.get(problemId)!]!.tokens
    const flops = flopsOf(promptTokens, tokens, index === 0)
    // What a server has done is charged with its replies, each of them once.
    if (!profile.isServed) context.charge({ tokens, completions: 1, flops })
    yield progress()
  }
  const cut = completions.filter(({ finish }) => finish === 'length').length
  if (profile.isServed && cut > MOST_CUT * completions.length)
    yield {
      type: 'note',
      level: 'warning',
      message: `${cut} of ${completions.length} completions are cut off at ${decoding.maxNewTokens} tokens, before they end: maxNewTokens is too small for this model`,
    }
  return completions.toSorted(
    (a, b) => order.get(a.problemId)! - order.get(b.problemId)! || a.index - b.index,
  )
}
