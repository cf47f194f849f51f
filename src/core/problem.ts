/** The nouns every layer shares: a problem, a model's completion, and the verdict on it. */
import { z } from 'zod'

/** An answer as text; a number is taken as it is written, unless JSON has lost digits of it. */
const answerSchema = z.union([
  z.string(),
  z
    .number()
    .refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), 'too large for a JSON number: write it as text')
    .transform(String),
])

/** A problem to solve. `answer` is the gold answer as text; `solution` a worked solution that ends in it. */
export const problemSchema = z.object({
  id: z.string().min(1),
  question: z.string(),
  answer: answerSchema.optional(),
  solution: z.string().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** One text drawn from a model for a problem. `index` tells the completions of one problem apart. */
export const completionSchema = z.object({
  problemId: z.string().min(1),
  index: z.number().int().nonnegative(),
  text: z.string(),
  /** Number of tokens generated, the end-of-text token included. */
  tokens: z.number().int().nonnegative().optional(),
  /** Sum of the tokens' natural log-probabilities before temperature and truncation. */
  logprob: z.number().optional(),
  finish: z.enum(['stop', 'length']).optional(),
  modelId: z.string().optional(),
  seed: z.number().int().optional(),
  /** The format of the prompt it was drawn for: `plain`, or a name with the beginning of its text's SHA-256. */
  promptFormat: z.string().optional(),
})
export type Completion = z.infer<typeof completionSchema>

/** What verification says of a completion; `unparseable` means that no answer could be read from the text. */
export const verdictSchema = z.object({
  problemId: z.string(),
  index: z.number().int().nonnegative(),
  verdict: z.enum(['correct', 'incorrect', 'unparseable']),
  /** The canonical form of the answer that was read, `null` where none was. */
  answer: z.string().nullable(),
  /** How the answer was found, or why there is none. */
  reason: z.string(),
  modelId: z.string().optional(),
  seed: z.number().int().optional(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** One row of training data: the loss is on `completion` only. */
export const trainingRowSchema = z.object({
  prompt: z.string(),
  completion: z.string(),
  problemId: z.string().optional(),
  /** Where the completion came from: `gold`, or the model's id. */
  source: z.string().optional(),
  /** In a union of models, all that found the completion's reasoning path. */
  foundBy: z.array(z.string()).optional(),
})
export type TrainingRow = z.infer<typeof trainingRowSchema>

/** The answer a strategy settled on for a problem, and what it cost. `answer` is `null` when it found none. */
export const predictionSchema = z.object({
  problemId: z.string(),
  answer: z.string().nullable(),
  /** The completion shown as the reasoning behind the answer. */
  text: z.string().optional(),
  cost: z.object({ completions: z.number(), tokens: z.number() }).optional(),
})
export type Prediction = z.infer<typeof predictionSchema>
