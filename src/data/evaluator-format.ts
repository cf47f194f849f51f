/** How a model is asked whether a solution is correct, in training and in scoring. */
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'

/**
 * What follows a problem and a candidate solution: the beginning of a sentence, and the two words
 * that may complete it. Source: Liu et al. 2023, arXiv 2310.10047; the paper states the words, and
 * the sentence in substance.
 */
export interface EvaluatorFormat {
  stem: string
  correct: string
  incorrect: string
}

export const defaultEvaluatorFormat: EvaluatorFormat = {
  stem: '\nThe solution above is',
  correct: ' correct',
  incorrect: ' incorrect',
}

/** Returns the text that a label word completes; `prompt` is the problem as the model reads it. */
export function evaluatorPrompt(
  { stem }: Pick<EvaluatorFormat, 'stem'>,
  prompt: string,
  solution: string,
): string {
  return `${prompt}${solution.trimEnd()}${stem}`
}

/** The file of a model directory that says how the model is asked; only evaluators have it. */
export const evaluatorFormatFile = 'evaluator-format.json'

const recordSchema = z.strictObject({
  stem: z.string(),
  correct: z.string().min(1),
  incorrect: z.string().min(1),
})

/** @throws ConfigError when a model's record is damaged */
export function parseEvaluatorFormat(text: string, modelId: string): EvaluatorFormat {
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new ConfigError(`${modelId}: ${evaluatorFormatFile} is damaged`, {
      cause: error,
      hint: 'It holds {stem, correct, incorrect}. Train the evaluator again, or mend the file.',
    })
  }
}
