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
import { completionsOf, encodeStart, parameterCount, readModelOutline } from '../../model/index.ts'
import { modelPromptFormat, openModel, promptFormatHelp } from '../../sample/index.ts'
import { samplingFlops } from '../../scale/index.ts'
import { writeFileAtomic } from '../../store/index.ts'
import type { StageContext } from '../stage.ts'
import { defineStage } from '../stage.ts'
import { examplesInput, fewShotField, promptingOf } from './few-shot.ts'
import type { DrawnFrom } from './files.ts'
import { jsonLines, notesOf, readProblemsInput, writeOut } from './files.ts'
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

/**
 * What a kill can cost. Part of what the stage is: chunks are cut into batches, and batches decide
 * the last bit of the arithmetic.
 */
const SEQUENCES_PER_CHUNK = 512

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
      numExamples: ___,
      numGenerations,
      stop,
      ...decoding
    } = context.settings
    return draw(context, numGenerations, { ...decoding, ...(stop && { stop }) })
  },
})

/** A problem's prompt and its length in tokens. */
interface Prompt {
  problemId: string
  prompt: string
  tokens: number
}

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
  const prompts = problems.map(({ id }, place) => {
    const prompt = texts[place]!
    return { problemId: id, prompt, tokens: encodeStart(outline.tokenizer, prompt).length }
  })
  const { maxPositions } = outline.config
  const tooLong = prompts.filter(({ tokens }) => tokens >= maxPositions)
  if (tooLong.length > 0)
    yield { type: 'note', level: 'warning', message: describeTooLong(tooLong, outline) }
  const perChunk = Math.max(1, Math.floor(SEQUENCES_PER_CHUNK / numGenerations))
  const total = problems.length * numGenerations
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

function describeTooLong(tooLong: readonly Prompt[], { id, config }: ModelOutline): string {
  const [first] = tooLong
  return (
    `${tooLong.length} ${tooLong.length === 1 ? 'problem is' : 'problems are'} too long for ${id}, which takes ${config.maxPositions} tokens ` +
    `(${first!.problemId} has ${first!.tokens}): their completions are empty, and count as wrong`
  )
}

interface Chunk {
  context: StageContext<CommonSettings>
  model: LanguageModel
  outline: ModelOutline
  chunk: readonly Prompt[]
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
  const fits = ({ tokens }: Prompt): boolean => tokens < outline.config.maxPositions
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

/** A model that cannot read a problem has not answered it: the problem stays in the denominator. */
const emptyCompletions = ({ problemId }: Prompt, count: number): GeneratedCompletion[] =>
  Array.from({ length: count }, (_, index) => ({
    problemId,
    index,
    text: '',
    tokens: 0,
    logprob: 0,
    finish: 'length',
  }))

/**
 * Operations of one completion; a prompt is read once for all of its completions, and counted with
 * the first.
 */
function flopsCounter({
  config,
}: ModelOutline): (promptTokens: number, tokens: number, isFirst: boolean) => number {
  const shape = {
    parameters: parameterCount(config),
    layers: config.layers,
    width: config.hiddenSize,
    keyValueCache: true,
  }
  return (promptTokens, tokens, isFirst) =>
    samplingFlops({
      ...shape,
      contextTokens: promptTokens + tokens,
      tokens: isFirst ? promptTokens + tokens : tokens,
    })
}
