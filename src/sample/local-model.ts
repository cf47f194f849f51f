/** A model on this machine: everything asked of it is one batch. */
import type { SessionOptions } from '../engine/index.ts'
import type {
  BeamRequest,
  BeamResult,
  Capabilities,
  DecodingSession,
  GenerateRequest,
  GenerationEvent,
  LanguageModel,
  LineJudge,
  Model,
  ScoreItem,
  TokenLogprobs,
} from '../model/index.ts'
import { checkedBeamRequest, checkedRequest } from '../model/index.ts'
import { Decoder } from './decoder.ts'
import { BatchSession } from './batch-session.ts'
import { beamResults, BeamSession, startGroups } from './beam-session.ts'
import { CachedBeams } from './cached-beams.ts'
import { embedTexts } from './embed-texts.ts'
import { generationEvents } from './generation-events.ts'
import { scoreItems } from './score-items.ts'
import { SequenceBatch } from './sequence-batch.ts'
import { startSequences, type Sequence } from './sequence.ts'

export interface LocalModelOptions {
  session?: SessionOptions
  /**
   * Compiles a copy of the weights into the decoding step: faster, at the price of memory. @default
   * false
   */
  compileWeights?: boolean
}

/** What every model in a directory can do. */
export const localCapabilities: Readonly<Capabilities> = {
  score: true,
  sessions: true,
  beams: true,
  embed: true,
  addressed: true,
}

/** Everything asked of it is one batch: see `splitRequest` for more than fits one. */
export class LocalModel implements LanguageModel {
  readonly id: string
  readonly capabilities = localCapabilities
  readonly #model: Model
  readonly #decoder: Decoder

  constructor(model: Model, { session = {}, compileWeights = false }: LocalModelOptions = {}) {
    this.id = model.id
    this.#model = model
    this.#decoder = new Decoder(model, session, compileWeights)
  }

  /**
   * Decodes all completions of `request` at once and yields each as it ends. @throws ConfigError
   * when a prompt leaves no room for a token
   */
  async *generate(
    request: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerationEvent, void, void> {
    const { batch } = this.#start(request)
    yield* generationEvents(this.#model, batch, request, signal)
  }

  /** @throws ConfigError when a text is longer than the model reads */
  score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[][]> {
    return scoreItems(this.#model, this.#decoder, items, signal)
  }

  /** @throws ConfigError when a prompt leaves no room for a token */
  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async openSession(request: GenerateRequest): Promise<DecodingSession> {
    const { sequences, batch } = this.#start(request)
    return new BatchSession(this.#model, sequences, batch)
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    return embedTexts(this.#model, this.#decoder, texts, signal)
  }

  async *searchBeams(
    request: BeamRequest,
    judge?: LineJudge,
    signal?: AbortSignal,
  ): AsyncGenerator<BeamResult, void, void> {
    const search = this.openBeams(request, judge !== undefined)
    yield* beamResults((verdicts) => search.advance(verdicts, signal), judge, signal)
  }

  /**
   * Returns a search that is taken forward from outside. @throws ConfigError when a prompt leaves
   * no room for a token
   */
  openBeams(asked: BeamRequest, isJudged: boolean): BeamSession {
    const request = checkedBeamRequest(asked)
    const groups = startGroups(this.#model, request, isJudged)
    const batch = new CachedBeams(this.#model, this.#decoder, groups, request.width)
    return new BeamSession(groups, batch, isJudged)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#decoder[Symbol.asyncDispose]()
  }

  #start(asked: GenerateRequest): { sequences: Sequence[]; batch: SequenceBatch } {
    const request = checkedRequest(asked)
    const sequences = startSequences(this.#model, request)
    const { decoding } = request
    const batch = new SequenceBatch(this.#model, this.#decoder, decoding, sequences)
    return { sequences, batch }
  }
}
