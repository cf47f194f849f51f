/** The options that some strategies read: `--set clusters=8`, or settings of the stage `infer`. */
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { stepFields, stepSettingsOf } from './step-options.ts'

// Strategies have a temperature of their own.
const { temperature: _fields, ...ofSteps } = stepFields
const { temperature: _defaults, ...stepDefaults } = stepSettingsOf({})

/** What an option is where it is not given. */
export const defaultOptions = {
  clusters: 8,
  best: 5,
  weights: 'score',
  confidence: 0.95,
  rounds: 3,
  width: 4,
  scoreBy: 'none',
  partial: 'ignore',
  ...stepDefaults,
} as const

/** One field for each option of a choice; absent where it is not given. */
export const selectionFields = {
  clusters: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Number of largest clusters of equal answers that are kept; 8 is that of Liu et al. 2023 (default 8).',
    ),
  best: z
    .int()
    .min(1)
    .optional()
    .describe('Number of best scored completions that vote (default 5).'),
  weights: z
    .enum(['score', 'sigmoid'])
    .optional()
    .describe(
      'What a completion adds to the weight of its answer: its score, which must be 0 or more (default), or 1 / (1 + exp(-score)), for the scores of reward models.',
    ),
  confidence: z
    .number()
    .min(0.5)
    .max(1)
    .optional()
    .describe(
      'Probability that the leading answer stays ahead at which a vote ends; with 1 it ends when no other answer can win (default 0.95).',
    ),
}

/** One field for each option of repairs; absent where it is not given. */
export const repairFields = {
  rounds: z
    .int()
    .min(1)
    .optional()
    .describe('How often a program that fails is written again, at most (default 3).'),
}

/** By what a beam search scores the lines of its hypotheses. */
export const stepScorers = ['none', 'hiddenStates', 'embeddings', 'evaluator'] as const
export type StepScorerName = (typeof stepScorers)[number]

/** One field for each option of a beam search; absent where it is not given. */
export const beamFields = {
  width: z.int().min(1).max(64).optional().describe('Number of hypotheses (default 4).'),
  scoreBy: z
    .enum(stepScorers)
    .optional()
    .describe(
      "What each line is scored by: its likeness to a sentence of the question, by the model's hidden states or by a model of sentence embeddings, or an evaluator that reads the program so far (default none).",
    ),
  partial: z
    .enum(['ignore', 'run'])
    .optional()
    .describe(
      'Whether programs are run after each line, so that those that fail are dropped (default ignore).',
    ),
}

/** A setting of a stage that has a default, as an option that is absent where it is not given. */
const optional = <Inner extends z.ZodType>(field: z.ZodDefault<Inner>): z.ZodOptional<Inner> => {
  const description = field.description!.replace(/\.$/, '')
  const said = `${description} (default ${String(field.parse(undefined))}).`
  return field.unwrap().optional().describe(said)
}

/** One field for each option of a step-wise solution; absent where it is not given. */
const stepwiseFields = {
  chooseBy: optional(ofSteps.chooseBy),
  rationalesAre: optional(ofSteps.rationalesAre),
  rationaleIs: optional(ofSteps.rationaleIs),
  candidates: optional(ofSteps.candidates),
  maxSteps: optional(ofSteps.maxSteps),
  steps: optional(ofSteps.steps),
  discount: optional(ofSteps.discount),
  maxRationaleTokens: optional(ofSteps.maxRationaleTokens),
} satisfies Record<keyof typeof ofSteps, z.ZodType>

/** What each option of any strategy is. */
export const optionFields = {
  ...selectionFields,
  ...repairFields,
  ...beamFields,
  ...stepwiseFields,
}
const schema = z.strictObject(optionFields)

type Given<Fields> = { [Name in keyof Fields]?: z.infer<Fields[Name]> | undefined }

export type SelectionOptions = Given<typeof selectionFields>
export type SelectionOptionName = keyof SelectionOptions
export type BeamOptions = Given<typeof beamFields>
/** Options of any strategy. */
export type AnyOptions = Given<typeof optionFields>
export type AnyOptionName = keyof AnyOptions

/** The options of a choice. */
export const selectionOptionNames = Object.keys(selectionFields) as (keyof typeof selectionFields)[]

/** The options of a step-wise solution. */
export const stepwiseOptionNames = Object.keys(stepwiseFields) as (keyof typeof stepwiseFields)[]

export const optionNames = Object.keys(optionFields) as AnyOptionName[]

/** What the options are of: a strategy with its name, and the options that it reads. */
interface Reader {
  name: string
  reads: readonly AnyOptionName[]
}

/** What is wrong with an option that a strategy does not read; `null` where it reads it. */
export function unreadOption({ name, reads }: Reader, option: string): string | null {
  if ((reads as readonly string[]).includes(option)) return null
  const read = reads.length === 0 ? 'no options' : enumerated(reads)
  return `the strategy ${name} does not read ${option}: it reads ${read}`
}

/** `a, b and c` */
const enumerated = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ')

/**
 * Returns options as they are typed, `clusters=8`. @throws ConfigError for one that the strategy
 * does not read, and for a value that is none of it
 */
export function parseSelectionOptions(reader: Reader, texts: readonly string[]): AnyOptions {
  const options: AnyOptions = {}
  for (const text of texts) {
    const equals = text.indexOf('=')
    if (equals < 1)
      throw new ConfigError(`--set ${text}: expected option=value, such as clusters=8`)
    const [name, value] = [text.slice(0, equals), text.slice(equals + 1)]
    const unread = unreadOption(reader, name)
    if (unread !== null) throw new ConfigError(`--set ${text}: ${unread}`)
    const number = value.trim() === '' ? Number.NaN : Number(value)
    const parsed = schema.safeParse({ [name]: Number.isNaN(number) ? value : number })
    if (!parsed.success) throw new ConfigError(`--set ${text}: ${parsed.error.issues[0]!.message}`)
    Object.assign(options, parsed.data)
  }
  return options
}

/**
 * Returns the name of a strategy with what its options are, `rerankTopClusters clusters=8`: two
 * results with one name were chosen in the same way.
 */
export function describeChoice({ name, reads }: Reader, options: AnyOptions): string {
  const said = reads.flatMap((option) => {
    const value = options[option] ?? defaultOptions[option]
    return typeof value === 'number' || value !== defaultOptions[option]
      ? [`${option}=${value}`]
      : []
  })
  return [name, ...said].join(' ')
}
