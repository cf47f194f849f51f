/** What a language model can do, wherever it runs. */
import type { Completion } from '../core/index.ts'

export interface Decoding {
  /** 0 picks the likeliest token. */
  temperature: number
  /** Keeps the likeliest tokens that together hold this probability. @default 1 */
  topP?: number
  /** Keeps this many tokens. @default all */
  topK?: number
  /** Keeps tokens at least this fraction as likely as the likeliest. @default 0 */
  minP?: number
  maxNewTokens: number
  /** The text ends before the first of these. */
  stop?: readonly string[]
}

export interface GenerateRequest {
  prompts: readonly { problemId: string; prompt: string }[]
  /** Completions of each prompt, with indices from `firstIndex`. */
  numGenerations: number
  firstIndex?: number
  decoding: Decoding
  /** A completion's random stream is addressed by (seed, problemId, index) alone. */
  seed: number
}

/** A completion with all that generating it tells. */
export interface GeneratedCompletion extends Completion {
  tokens: number
  logprob: number
  finish: 'stop' | 'length'
}

export interface ScoreItem {
  prompt: string
  continuation: string
}

/** Log-probabilities (natural) of a continuation's tokens given everything before them. */
export interface TokenLogprobs {
  /** Their sum. */
  logprob: number
  tokens: { text: string; logprob: number }[]
}

export interface LanguageModel extends AsyncDisposable {
  readonly id: string
  /** Yields completions as they finish, in any order. */
  generate(request: GenerateRequest, signal?: AbortSignal): AsyncIterable<GeneratedCompletion>
  /** Returns one result per item, in order. */
  score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[]>
}
