/**
 * Stages `sample` and `infer.greedy`: completions of every problem, drawn in fixed chunks so that a
 * killed run resumes to the same bytes.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Task } from '../../core/index.ts'
import type { Decoding, ModelOutline } from '../../model/index.ts'
import { readModelOutline } from '../../model/index.ts'
import { modelPromptFormat, promptFormatHelp } from '../../sample/index.ts'
import type { StageContext } from '../stage.ts'
import { defineStage } from '../stage.ts'
import { drawCompletions, measurePrompts, type Prompt } from './draw-completions.ts'
import { examplesInput, fewShotField, promptingOf } from './few-shot.ts'
import type { DrawnFrom } from './files.ts'
import { notesOf, readProblemsInput, writeOut } from './files.ts'
import { writesField } from './grading-settings.ts'
import { executionProviderField } from './training.ts'

const common = {
  ...executionProviderField,
  label: z.string().describe('Name of this model in the results.'),
  maxNewTokens: z.int().min(1).default(256).describe('Maximum length of a completion, in tokens.'),
  stop: z
    .array(z.string().min(1))
    .optional()
    .describe('Texts; a completion ends before the first of them.'),
  promptFormat: z.string().optional().describe(promptFormatHelp),
  completionsAre: writesField,
  ...fewShotField,
}
type CommonSettings = z.infer<z.ZodObject<typeof common>>
const greedySettings = z.strictObject(common)
const sampleSettings = z.strictObject({
  ...common,
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
const inputs = {
  model: { kind: 'model', takes: 'model' },
  problems: { kind: 'path', takes: 'problems' },
  examples: examplesInput,
} as const

export const inferGreedy = defineStage<z.infer<typeof greedySettings>>({
  version: 4,
  description: 'the likeliest completion of every problem',
  settings: greedySettings,
  label: 'label',
  inputs,
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
  inputs,
  makes: ['completions'],
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
  context: StageContext<CommonSettings>,
  numGenerations: number,
  given: Decoding,
): Task<void> {
  const told: string[] = []
  const problems = await readProblemsInput(context.inputs['problems']![0]!, (sentence) =>
    told.push(sentence),
  )
  yield* notesOf(told)
  const ref = context.models['model']![0]!
  const outline = await readModelOutline(ref.directory)
  const { format: own, doubt } = await modelPromptFormat(outline, context.settings.promptFormat)
  if (doubt) yield { type: 'note', level: 'warning', message: doubt }
  const { format, prompts: texts, stop, notes } = await promptingOf(context, own, problems)
  yield* notes
  const ending = stop.length > 0 ? { stop: [...(given.stop ?? []), ...stop] } : {}
  const decoding: Decoding = { ...given, ...ending }
  const prompts = measurePrompts(
    outline,
    problems.map(({ id }, place) => ({ problemId: id, prompt: texts[place]! })),
  )
  const { maxPositions } = outline.config
  const tooLong = prompts.filter(({ tokens }) => tokens >= maxPositions)
  if (tooLong.length > 0)
    yield { type: 'note', level: 'warning', message: describeTooLong(tooLong, outline) }
  const paths = yield* drawCompletions({
    context,
    ref,
    outline,
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

function describeTooLong(tooLong: readonly Prompt[], { id, config }: ModelOutline): string {
  const [first] = tooLong
  return (
    `${tooLong.length} ${tooLong.length === 1 ? 'problem is' : 'problems are'} too long for ${id}, which takes ${config.maxPositions} tokens ` +
    `(${first!.problemId} has ${first!.tokens}): their completions are empty, and count as wrong`
  )
}
