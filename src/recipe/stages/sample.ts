/**
 * Stages `sample` and `infer.greedy`: completions of every problem, drawn in fixed chunks so that a
 * killed run resumes to the same bytes.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Task } from '../../core/index.ts'
import type { Decoding } from '../../model/index.ts'
import type { StageContext } from '../stage.ts'
import { defineStage } from '../stage.ts'
import { drawCompletions } from './draw-completions.ts'
import type { DrawnFrom } from './files.ts'
import { writeOut } from './files.ts'
import { promptedFields, servedInputs, promptsOf, type PromptedSettings } from './prompted.ts'

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
  inputs: servedInputs,
  makes: ['completions'],
  asks: ({ maxNewTokens }) => ({
    model: { of: 'problems', completions: 1, tokens: maxNewTokens },
  }),
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
  inputs: servedInputs,
  makes: ['completions'],
  asks: ({ numGenerations, maxNewTokens }) => ({
    model: { of: 'problems', completions: numGenerations, tokens: maxNewTokens },
  }),
  perSeed: true,
  run: (context) => {
    const {
      executionProvider: _,
      promptFormat: __,
      completionsAre: ___,
      numExamples: ____,
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
  const { ref, profile, format, prompts, stop } = yield* promptsOf(context)
  const ending = stop.length > 0 ? { stop: [...(given.stop ?? []), ...stop] } : {}
  const decoding: Decoding = { ...given, ...ending }
  const paths = yield* drawCompletions({
    context,
    ref,
    profile,
    format,
    prompts,
    numGenerations,
    decoding,
  })
  const writer = await context.out.writer('completions.jsonl')
  for (const path of paths) await writer.write(await readFile(path))
  await writer.commit()
  const drawnFrom: DrawnFrom = {
    seed: context.seed,
    numGenerations,
    temperature: decoding.temperature,
    promptFormat: format,
    ...(context.settings.completionsAre === 'programs' && { completionsAre: 'programs' }),
  }
  await writeOut(context, 'drawn-from.json', `${JSON.stringify(drawnFrom)}\n`)
}
