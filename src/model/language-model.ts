/** What a language model can do, wherever it runs. */
import { ConfigError, type Completion } from '../core/index.ts'

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

/**
 * The address of a prompt's random streams. Each completion has a stream of its own, by its index,
 * and each token takes the next number of it. The same address and index give the same numbers, in
 * whatever requests the text comes to be.
 */
export type StreamAddress = readonly (string | number)[]

export interface Prompt {
  problemId: string
  prompt: string
  stream: StreamAddress
  /** Tokens that earlier requests have drawn from its streams. @default 0 */
  drawn?: number
}

export interface GenerateRequest {
  prompts: readonly Prompt[]
  /** Completions of each prompt, with indices from `firstIndex`. */
  numGenerations: number
  firstIndex?: number
  decoding: Decoding
  /** Whether the text of each completion is told while it grows. @default false */
  deltas?: boolean
  /**
   * Whether completions say which stop text has ended them. Where a server does not tell that, it
   * writes on to the limit, and the text is cut here. @default false
   */
  tellsStops?: boolean
}

/**
 * Why a completion ended: the model said so, a stop text came up, or there was no room for more
 * tokens.
 */
export type Finish = NonNullable<Completion['finish']>

/** A completion with all that generating it tells. */
export interface GeneratedCompletion extends Completion {
  tokens: number
  /** Absent where a server does not tell it. */
  logprob?: number
  finish: Finish
  /** The stop text that has ended it, where the request asks for that. */
  stoppedBy?: string
}

/**
 * `text` is what a completion has grown by. All the texts of a completion in their order are the
 * beginning of its text, and the whole of it once the completion is told.
 */
export type GenerationEvent =
  | { type: 'text'; problemId: string; index: number; text: string }
  | { type: 'completion'; completion: GeneratedCompletion }

export interface ScoreItem {
  prompt: string
  /** Each is scored after the prompt alone. */
  continuations: readonly string[]
}

/** Log-probabilities (natural) of a continuation's tokens given everything before them. */
export interface TokenLogprobs {
  /** Their sum. */
  logprob: number
  tokens: { text: string; logprob: number }[]
}

/** Returns Σ discount^t · log p(y_t), in nats; 0 for no token. */
export function discounted({ tokens }: TokenLogprobs, discount: number): number {
  let weight = 1
  let sum = 0
  for (const { logprob } of tokens) {
    sum += weight * logprob
    weight *= discount
  }
  return sum
}

/** How far each sequence of a session goes at once. */
export interface Advance {
  /** Tokens that a sequence gets at most. @default all that `Decoding` allows */
  maxNewTokens?: number
  /** A sequence rests when its new text holds one of these, which stay in the text. */
  until?: readonly string[]
}

/** A sequence of a session, as it stands. */
export interface SequenceState extends Omit<GeneratedCompletion, 'finish'> {
  logprob: number
  /** Absent while it can go on. */
  finish?: Finish
}

/** Which sequence goes on. */
export interface Fork {
  /** Its place among the session's sequences. */
  from: number
  /** @default that of the sequence */
  index?: number
  /** What its tokens are drawn by from here on. @default the sequence's own stream */
  stream?: StreamAddress
}

/**
 * Sequences that are continued where they stand. Nothing is read twice. What is asked at once is
 * done one after the other.
 */
export interface DecodingSession extends AsyncDisposable {
  /** Continues every sequence that has not ended. Returns all of them, in their order. */
  advance(step?: Advance, signal?: AbortSignal): Promise<SequenceState[]>
  /**
   * Goes on with these sequences only, in this order. One that is named several times is forked;
   * each fork needs an index or a stream of its own. @throws ConfigError for forks that would be
   * the same text, and for a place where there is no sequence; the session stays as it was
   */
  arrange(forks: readonly Fork[]): Promise<void>
}

export interface BeamRequest {
  prompts: readonly Pick<Prompt, 'problemId' | 'prompt'>[]
  /** Hypotheses of each prompt that are kept. */
  width: number
  decoding: Pick<Decoding, 'maxNewTokens' | 'stop'>
}

/** A line that a hypothesis has completed. A line without a character but blanks is none. */
export interface CompletedLine {
  problemId: string
  line: string
  /** The hypothesis up to the end of this line. */
  text: string
  /** Whether the hypothesis ends with it. */
  isLast: boolean
}

/** What becomes of a hypothesis that has completed a line. */
export interface LineVerdict {
  /** Is added to its score, and is at most 0: a score never rises. @default 0 */
  added?: number
  /** It goes, unless nothing of its problem would be left. @default false */
  isDropped?: boolean
}

/** Returns the verdicts on lines, in their order. */
export type LineJudge = (
  lines: readonly CompletedLine[],
  signal?: AbortSignal,
) => Promise<readonly LineVerdict[]>

/** A text that a beam search has found. */
export interface Hypothesis extends Pick<SequenceState, 'text' | 'tokens' | 'logprob'> {
  finish: Finish
  /** Its log-probability with what was added for its lines. */
  score: number
  /** The lines for which something was added, and what. */
  steps: { line: string; added: number }[]
}

/** What a beam search has found for a prompt. */
export interface BeamResult {
  problemId: string
  /** The best first; as many as the search is wide, or as there are. */
  hypotheses: Hypothesis[]
  /** Tokens that the model computed for all hypotheses, those that were dropped too. */
  tokens: number
}

/** What a model may be able to do. */
export interface Capabilities {
  /** It tells how likely given texts are. */
  score: boolean
  /** It continues sequences where they stand. */
  sessions: boolean
  /** It searches for the likeliest texts with several hypotheses. */
  beams: boolean
  /** It tells what texts are like, as vectors. */
  embed: boolean
  /** The same stream gives the same text. */
  addressed: boolean
}

/** What places texts in a space, where those that are alike point the same way. */
export interface TextEmbedder {
  /**
   * Returns the vector of each text, of length 1, in order. Of a text that is longer than the model
   * reads, the beginning counts. @throws ConfigError where the model does not embed
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

export interface LanguageModel extends TextEmbedder, AsyncDisposable {
  readonly id: string
  readonly capabilities: Readonly<Capabilities>
  /** Yields completions as they finish, in any order. */
  generate(request: GenerateRequest, signal?: AbortSignal): AsyncIterable<GenerationEvent>
  /**
   * Returns the scores of each item's continuations, in order. @throws ConfigError where the model
   * does not score
   */
  score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[][]>
  /**
   * Returns a session whose sequences are the completions that the request asks for, still without
   * a token: in the order of the prompts, and those of one prompt by index. @throws ConfigError
   * where the model has no sessions
   */
  openSession(request: Omit<GenerateRequest, 'deltas'>): Promise<DecodingSession>
  /**
   * Yields what a beam search finds for each prompt, in any order. A search holds `width`
   * hypotheses. In each step, those that have not ended are replaced by their continuations with
   * one more token, and the best `width` of all remain. It ends when all of these have ended: no
   * score rises, so none that was left out could come before them. `judge` is asked when
   * hypotheses have completed lines. What it says counts before they go on. @throws ConfigError
   * where the model does not search
   */
  searchBeams(
    request: BeamRequest,
    judge?: LineJudge,
    signal?: AbortSignal,
  ): AsyncIterable<BeamResult>
}

const words: Record<keyof Capabilities, string> = {
  score: 'tell how likely given texts are',
  sessions: 'continue sequences where they stand',
  beams: 'search for the likeliest texts with several hypotheses',
  embed: 'tell what texts are like, as vectors',
  addressed: 'draw the same text again',
}

/** @throws ConfigError when the model cannot do what `user` needs */
export function requireCapability(
  { id, capabilities }: Pick<LanguageModel, 'id' | 'capabilities'>,
  capability: keyof Capabilities,
  user: string,
): void {
  if (!capabilities[capability])
    throw new ConfigError(`${user} needs a model that can ${words[capability]}; ${id} cannot`, {
      hint: 'A model in a directory of this machine can; docs/servers.md says what servers can.',
    })
}

/** Returns the scores of one continuation after each prompt, in order. @throws as `score` */
export async function scoreEach(
  model: Pick<LanguageModel, 'score'>,
  items: readonly { prompt: string; continuation: string }[],
  signal?: AbortSignal,
): Promise<TokenLogprobs[]> {
  const asked = items.map(({ prompt, continuation }) => ({ prompt, continuations: [continuation] }))
  return (await model.score(asked, signal)).map(([score]) => score!)
}

/** Yields the completions among the events of a generation. */
export async function* completionsOf(
  events: AsyncIterable<GenerationEvent>,
): AsyncGenerator<GeneratedCompletion, void, void> {
  for await (const event of events) if (event.type === 'completion') yield event.completion
}
