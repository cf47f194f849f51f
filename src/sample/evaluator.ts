/** A model that says how likely a solution is to be correct. */
import { ConfigError } from '../core/index.ts'
import {
  evaluatorFormatFile,
  evaluatorPrompt,
  formatPrompt,
  parseEvaluatorFormat,
  type EvaluatorFormat,
  type PromptFormat,
} from '../data/index.ts'
import type { ExecutionProvider } from '../engine/index.ts'
import {
  encodeJointly,
  readModelOutline,
  requireCapability,
  type LanguageModel,
  type ModelOutline,
  type Tokenizer,
} from '../model/index.ts'
import { modelPromptFormat } from './model-prompt-format.ts'
import { modelDirectory, openModel, readModelRef, type ModelRef } from './model-ref.ts'

/** A solution to judge, with the question that it answers. */
export interface Candidate {
  question: string
  solution: string
}

export interface Evaluator extends AsyncDisposable {
  readonly id: string
  /**
   * Returns the score of each candidate, 0…1: S = p(correct) / (p(correct) + p(incorrect)), `null`
   * where a candidate is longer than the model reads. Candidates of one question that come together
   * share the work on what they have in common. Source: Liu et al. 2023, arXiv 2310.10047.
   */
  score(candidates: readonly Candidate[], signal?: AbortSignal): Promise<(number | null)[]>
}

/** @throws ConfigError when the model has not been trained as an evaluator; ModelError */
export async function openEvaluator(
  evaluator: ModelRef | string,
  executionProvider?: ExecutionProvider,
): Promise<Evaluator> {
  const ref = typeof evaluator === 'string' ? readModelRef(evaluator) : evaluator
  const outline = await readModelOutline(modelDirectory(ref, 'an evaluator'))
  const format = evaluatorFormatOf(outline)
  requireTellableWords(outline.tokenizer, format, outline.id)
  const { format: promptFormat } = await modelPromptFormat(outline, undefined)
  const model = await openModel(ref, { executionProvider })
  requireCapability(model, 'score', 'an evaluator')
  return new ModelEvaluator(model, outline, format, promptFormat)
}

/** @throws ConfigError when the model has not been trained as an evaluator, or its record is bad */
export function evaluatorFormatOf({
  id,
  files,
}: Pick<ModelOutline, 'id' | 'files'>): EvaluatorFormat {
  const text = files[evaluatorFormatFile]
  if (text !== undefined) return parseEvaluatorFormat(text.toString(), id)
  throw new ConfigError(`${id} is no evaluator: it has no ${evaluatorFormatFile}`, {
    hint: 'Train one: reckoner train evaluator --help.',
  })
}

/**
 * @throws ConfigError when the tokenizer makes the same tokens of both label words, or one word
 *   begins with all tokens of the other: their probabilities would then not be two things
 */
export function requireTellableWords(
  tokenizer: Tokenizer,
  { stem, correct, incorrect }: EvaluatorFormat,
  modelId: string,
): void {
  const idsOf = (word: string): number[] => {
    const { ids, promptLength } = encodeJointly(tokenizer, stem, word)
    return ids.slice(promptLength)
  }
  const [one, other] = [idsOf(correct), idsOf(incorrect)]
  const shorter = Math.min(one.length, other.length)
  if (shorter > 0 && one.slice(0, shorter).some((id, place) => id !== other[place])) return
  throw new ConfigError(
    `${modelId}: its tokenizer cannot tell the label words ${JSON.stringify(correct)} and ${JSON.stringify(incorrect)} apart`,
    { hint: 'Choose words of which neither is the beginning of the other.' },
  )
}

class ModelEvaluator implements Evaluator {
  readonly id: string
  readonly #model: LanguageModel
  readonly #outline: ModelOutline
  readonly #format: EvaluatorFormat
  readonly #promptFormat: PromptFormat

  constructor(
    model: LanguageModel,
    outline: ModelOutline,
    format: EvaluatorFormat,
    promptFormat: PromptFormat,
  ) {
    this.id = model.id
    this.#model = model
    this.#outline = outline
    this.#format = format
    this.#promptFormat = promptFormat
  }

  async score(candidates: readonly Candidate[], signal?: AbortSignal): Promise<(number | null)[]> {
    const { correct, incorrect } = this.#format
    const items = candidates.map(({ question, solution }) => ({
      prompt: evaluatorPrompt(this.#format, formatPrompt(this.#promptFormat, question), solution),
      continuations: [correct, incorrect],
    }))
    const fits = items.map((item) => this.#fits(item))
    const scored = await this.#model.score(
      items.filter((_, place) => fits[place]),
      signal,
    )
    const left = scored.values()
    return fits.map((isFitting) => {
      if (!isFitting) return null
      const [yes, no] = left.next().value!
      return 1 / (1 + Math.exp(no!.logprob - yes!.logprob))
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#model[Symbol.asyncDispose]()
  }

  /** A text has at most as many tokens as bytes, and few more: only long ones are tokenised. */
  #fits({ prompt, continuations }: { prompt: string; continuations: readonly string[] }): boolean {
    const { tokenizer, config } = this.#outline
    const longest = (continuations as [string, string]).toSorted((a, b) => b.length - a.length)[0]!
    if (Buffer.byteLength(prompt + longest) + 8 <= config.maxPositions) return true
    return continuations.every(
      (word) => encodeJointly(tokenizer, prompt, word).ids.length <= config.maxPositions,
    )
  }
}
