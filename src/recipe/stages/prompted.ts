/** What stages that ask a model every problem have in common: settings, inputs and prompts. */
import { z } from 'zod'
import { counted, type RunEvent, type Task } from '../../core/index.ts'
import type { PromptFormat } from '../../data/index.ts'
import type { GeneratedCompletion, ModelProfile } from '../../model/index.ts'
import { parameterCount } from '../../model/index.ts'
import {
  modelProfile,
  modelPromptFormat,
  programFormatOf,
  promptFormatHelp,
  recordedPromptFormat,
  type ModelRef,
} from '../../sample/index.ts'
import { samplingFlops } from '../../scale/index.ts'
import type { StageContext } from '../stage.ts'
import { examplesInput, fewShotField, promptingOf } from './few-shot.ts'
import { notesOf, readProblemsInput } from './files.ts'
import { writesField } from './grading-settings.ts'
import { executionProviderField } from './training.ts'

export const promptedFields = {
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
export type PromptedSettings = z.infer<z.ZodObject<typeof promptedFields>>

export const promptedInputs = {
  model: { kind: 'model', takes: 'model' },
  problems: { kind: 'path', takes: 'problems' },
  examples: examplesInput,
} as const

/** The same for a stage that asks for nothing but completions. */
export const servedInputs = {
  ...promptedInputs,
  model: { ...promptedInputs.model, served: true },
} as const

/**
 * What a kill can cost. Part of what the stage is: chunks are cut into batches, and batches decide
 * the last bit of the arithmetic.
 */
export const SEQUENCES_PER_CHUNK = 512
export const SERVED_SEQUENCES_PER_CHUNK = 16_384

/** A problem's prompt and its length in tokens. */
export interface StagePrompt {
  problemId: string
  prompt: string
  tokens: number
}

/** A problem's prompt, with its question. */
export interface ProblemPrompt extends StagePrompt {
  question: string
}

export interface Prompted {
  ref: ModelRef
  profile: ModelProfile
  format: PromptFormat
  prompts: readonly ProblemPrompt[]
  /** Texts that end a completion, besides those of the settings. */
  stop: readonly string[]
}

/** Reads the problems, and returns how the model is asked them. */
export async function* promptsOf(context: StageContext<PromptedSettings>): Task<Prompted> {
  const told: string[] = []
  const problems = await readProblemsInput(context.inputs['problems']![0]!, (sentence) =>
    told.push(sentence),
  )
  yield* notesOf(told)
  const ref = context.models['model']![0]!
  const profile = await modelProfile(ref)
  const { promptFormat, completionsAre } = context.settings
  const wanted = completionsAre === 'programs' ? programFormatOf(profile) : undefined
  const { format: own, doubt } = await modelPromptFormat(profile, promptFormat ?? wanted)
  if (doubt) yield warning(doubt)
  if (completionsAre === undefined && recordedPromptFormat(profile)?.programs === 'only')
    yield warning(
      `${profile.id} was trained on programs alone, but its completions are taken for texts. Set completionsAre: programs`,
    )
  const { format, prompts: texts, stop, notes } = await promptingOf(context, own, problems)
  yield* notes
  const prompts = measurePrompts(
    profile,
    problems.map(({ id, question }, place) => ({ problemId: id, question, prompt: texts[place]! })),
  )
  const tooLong = prompts.filter((prompt) => !fitsModel(prompt, profile))
  if (tooLong.length > 0) yield warning(describeTooLong(tooLong, profile))
  return { ref, profile, format, prompts, stop }
}

/** Returns prompts with their lengths. */
export const measurePrompts = <Asked extends Omit<StagePrompt, 'tokens'>>(
  { lengthOf }: Pick<ModelProfile, 'lengthOf'>,
  prompts: readonly Asked[],
): (Asked & StagePrompt)[] => prompts.map((each) => ({ ...each, tokens: lengthOf(each.prompt) }))

const warning = (message: string): RunEvent => ({ type: 'note', level: 'warning', message })

/** Whether the model can read a prompt and say something. */
export const fitsModel = (
  { tokens }: StagePrompt,
  { maxPositions }: Pick<ModelProfile, 'maxPositions'>,
): boolean => tokens < maxPositions

function describeTooLong(
  tooLong: readonly StagePrompt[],
  { id, maxPositions }: ModelProfile,
): string {
  const [first] = tooLong
  return (
    `${counted(tooLong.length, 'problem is', 'problems are')} too long for ${id}, which takes ${maxPositions} tokens ` +
    `(${first!.problemId} has ${first!.tokens}): their completions are empty, and count as wrong`
  )
}

/** A model that cannot read a problem has not answered it: the problem stays in the denominator. */
export const emptyCompletions = (
  { problemId }: StagePrompt,
  count: number,
): GeneratedCompletion[] =>
  Array.from({ length: count }, (_, index) => ({
    problemId,
    index,
    text: '',
    tokens: 0,
    logprob: 0,
    finish: 'length',
  }))

/** `contextTokens` is the length of a text, where `tokens` are those of several. */
type FlopsOf = (
  promptTokens: number,
  tokens: number,
  isFirst: boolean,
  contextTokens?: number,
) => number

/**
 * Operations of one completion; a prompt is read once for all of its completions, and counted with
 * the first. Those of a model whose shape is not known are not counted.
 */
export function flopsCounter({ config }: Pick<ModelProfile, 'config'>): FlopsOf {
  if (!config) return () => 0
  const shape = {
    parameters: parameterCount(config),
    layers: config.layers,
    width: config.hiddenSize,
    keyValueCache: true,
  }
  return (promptTokens, tokens, isFirst, contextTokens = promptTokens + tokens) =>
    samplingFlops({
      ...shape,
      contextTokens,
      tokens: isFirst ? promptTokens + tokens : tokens,
    })
}
