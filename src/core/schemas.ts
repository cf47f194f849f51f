/** The schemas of the nouns in `problem.ts`, and of the other records that layers share. */
import { z } from 'zod'
import { answerText, scalarText } from './answer-text.ts'
import type {
  Completion,
  CompletionScore,
  Document,
  LabelledSteps,
  Problem,
  ProgramFailure,
  RatedStep,
  Rationale,
  Verdict,
} from './problem.ts'

/** Returns a schema of what `read` makes a text of, with its words for what is wrong. */
const textFrom = (read: (value: unknown) => { text: string } | { fault: string }) =>
  z.unknown().transform((value, context): string => {
    const result = read(value)
    if ('text' in result) return result.text
    context.addIssue({ code: 'custom', message: result.fault })
    return z.NEVER
  })

/** An answer as text; `null` is no answer. */
const answerSchema = z.preprocess(nullIsAbsent, textFrom(answerText).optional())
/** An answer that was predicted, `null` where there is none. */
export const predictedAnswerSchema = answerSchema.transform((answer) => answer ?? null)
/** An id; a number is taken as it is written. */
export const idSchema = textFrom((value) =>
  value === '' ? { fault: 'is empty' } : scalarText(value),
)

/** Tables and programs write `null` for what is not there. */
function nullIsAbsent(value: unknown): unknown {
  return value ?? undefined
}
const absent = <T>(schema: z.ZodType<T>) => z.preprocess(nullIsAbsent, schema.optional())

/** Texts by name; those that are `null`, as tables write what is not there, are left out. */
const textsByName = z
  .record(z.string(), z.string().nullable())
  .transform((texts): Record<string, string> =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
    ),
  )

export const problemSchema = z.object({
  id: idSchema,
  question: z.string(),
  answer: answerSchema,
  solution: absent(z.string()),
  solutionsByStyle: absent(textsByName),
  meta: absent(z.record(z.string(), z.unknown())),
}) satisfies z.ZodType<Problem>

export const documentSchema = z.object({
  id: idSchema,
  text: z.string(),
  source: absent(z.string()),
  meta: absent(z.record(z.string(), z.unknown())),
}) satisfies z.ZodType<Document>

export const rationaleSchema = z.object({
  documentId: idSchema,
  index: z.number().int().nonnegative(),
  preceding: z.string(),
  rationale: z.string(),
  following: z.string(),
  source: absent(z.string()),
  gain: absent(z.number()),
}) satisfies z.ZodType<Rationale>

/** A text in which there is something to judge. */
export const filledTextSchema = z.string().refine((text) => text.trim() !== '', 'is empty')

export const ratedStepSchema = z.object({
  text: filledTextSchema,
  rating: z.literal([1, 0, -1, null]),
}) satisfies z.ZodType<RatedStep>

export const labelledStepsSchema = z
  .object({
    id: idSchema,
    question: filledTextSchema,
    steps: z.array(
      z.object({ text: filledTextSchema, label: z.enum(['right', 'wrong', 'unknown']) }),
    ),
    candidates: absent(z.array(ratedStepSchema)),
  })
  .refine(({ steps, candidates }) => steps.length + (candidates?.length ?? 0) > 0, {
    message: 'must hold a step',
    path: ['steps'],
  }) satisfies z.ZodType<LabelledSteps>

export const completionSchema = z.object({
  problemId: idSchema,
  index: z.number().int().nonnegative(),
  /** A completion that failed has `null`, which is an empty text: it counts, without an answer. */
  text: z
    .string()
    .nullable()
    .transform((text) => text ?? ''),
  tokens: absent(z.number().int().nonnegative()),
  logprob: absent(z.number()),
  finish: absent(z.enum(['endOfText', 'stop', 'length'])),
  modelId: absent(z.string()),
  seed: absent(z.number().int()),
  promptFormat: absent(z.string()),
}) satisfies z.ZodType<Completion>

const programFailureSchema = z.object({
  type: z.string(),
  message: z.string(),
  line: z.number().int().nullable(),
}) satisfies z.ZodType<ProgramFailure>

export const verdictSchema = z.object({
  problemId: idSchema,
  index: z.number().int().nonnegative(),
  verdict: z.enum(['correct', 'incorrect', 'unparseable']),
  answer: z.string().nullable(),
  reason: z.string(),
  error: absent(programFailureSchema),
  modelId: absent(z.string()),
  seed: absent(z.number().int()),
}) satisfies z.ZodType<Verdict>

export const completionScoreSchema = z.object({
  problemId: idSchema,
  index: z.number().int().nonnegative(),
  score: z.number(),
  textHash: absent(
    z.string().regex(/^[0-9a-f]{16,64}$/, 'expected 16 or more hexadecimal digits of a SHA-256'),
  ),
  modelId: absent(z.string()),
  seed: absent(z.number().int()),
}) satisfies z.ZodType<CompletionScore>

/** What one speaker says in a chat. */
const chatTurnSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
})
export type ChatTurn = z.infer<typeof chatTurnSchema>

/** One row of training data: the loss is on `completion` only. */
export const trainingRowSchema = z.object({
  prompt: z.string(),
  completion: z.string(),
  problemId: absent(idSchema),
  /** Where the completion came from: `gold`, or the model's id. */
  source: absent(z.string()),
  /** The style of the solution, where the problems have several. */
  style: absent(z.string()),
  /** The format of the prompt; absent for the plain one, and where it is not known. */
  promptFormat: absent(z.enum(['program', 'repair', 'rationale'])),
  /** In a union of models, all that found the completion's reasoning path. */
  foundBy: absent(z.array(z.string())),
  /**
   * The chat that the completion ends, where the row comes from one; `prompt` has the same words.
   */
  turns: absent(z.array(chatTurnSchema)),
})
export type TrainingRow = z.infer<typeof trainingRowSchema>

/** A completion and whether it is good: the unpaired preferences of TRL. */
export const labelledCompletionSchema = z.object({
  prompt: z.string(),
  completion: z.string(),
  label: z.boolean(),
  problemId: absent(idSchema),
  source: absent(z.string()),
})
export type LabelledCompletion = z.infer<typeof labelledCompletionSchema>

/** A step of a solution, with what it was chosen from. */
const chosenStepSchema = z.object({
  /** `null` is the score of a step that is longer than the judge reads, or says nothing. */
  candidates: z.array(z.object({ text: z.string(), score: z.number().nullable() })),
  /** Place of the chosen one, from 0. */
  choice: z.number().int(),
  /** What a model of rationales said before the candidates were judged. */
  rationale: z.string().optional(),
})

/**
 * The answer a strategy settled on for a problem, and what it cost. `answer` is `null` when it
 * found none.
 */
export const predictionSchema = z.object({
  problemId: idSchema,
  answer: z.string().nullable(),
  /** The completion shown as the reasoning behind the answer. */
  text: z.string().optional(),
  cost: z
    .object({
      completions: z.number(),
      tokens: z.number(),
      /** Different texts that an evaluator had to score; absent where none was needed. */
      evaluatorCalls: z.number().optional(),
    })
    .optional(),
  /**
   * What was chosen from: each candidate by its index, with what speaks for it; and the place of
   * the choice among them, from 0.
   */
  trace: z
    .object({
      candidates: z.array(
        z.object({
          index: z.number().int(),
          answer: z.string().nullable(),
          score: z.number().optional(),
          /** How its program failed. */
          error: programFailureSchema.optional(),
        }),
      ),
      choice: z.number().int().nullable(),
      /** The steps of a solution, where each was chosen among several. */
      steps: z.array(chosenStepSchema).optional(),
    })
    .optional(),
})
export type Prediction = z.infer<typeof predictionSchema>
