/** Opens a model directory: its batches are decoded in threads of their own, on all cores. */
import { basename } from 'node:path'
import { merge } from '../core/index.ts'
import type { ExecutionProvider } from '../engine/index.ts'
import { Thread } from '../engine/index.ts'
import type {
  BeamRequest,
  BeamResult,
  DecodingSession,
  GenerateRequest,
  GenerationEvent,
  LanguageModel,
  LineJudge,
  LineVerdict,
  ScoreItem,
  TokenLogprobs,
} from '../model/index.ts'
import { checkedBeamRequest, checkedRequest } from '../model/index.ts'
import { beamResults, type BeamProgress } from './beam-session.ts'
import { localCapabilities } from './local-model.ts'
import type { Placement } from './placement.ts'
import { ThreadSession } from './thread-session.ts'
import { SpreadSession, type SessionPart } from './spread-session.ts'
import { splitBeams, splitItems, splitRequest, splitSession, type BatchSize } from './split.ts'

/**
 * Returns the model in `directory`, ready to generate and score. Dispose of it to end its threads.
 * @throws ModelError; ConfigError from the first use when the execution provider does not start
 */
export async function openDirectory(
  directory: string,
  executionProvider: ExecutionProvider,
): Promise<LanguageModel> {
  const model = new ThreadedModel(directory, executionProvider)
  try {
    await model.open()
  } catch (error) {
    await model[Symbol.asyncDispose]()
    throw error
  }
  return model
}

/** What a thread is told when it starts. */
export interface OpenOrder {
  directory: string
  executionProvider: ExecutionProvider
}

/** Which of a thread's sessions is meant. */
export interface SessionOrder {
  session: number
}

/** A search that is begun in a thread. */
export interface BeamsOrder extends SessionOrder {
  request: BeamRequest
  isJudged: boolean
}

/** One part's work in a thread. */
type Work<Part, Value> = (
  thread: Thread,
  part: Part,
  signal: AbortSignal,
) => AsyncGenerator<Value, unknown, void>

class ThreadedModel implements LanguageModel {
  readonly id: string
  readonly capabilities = localCapabilities
  readonly #order: OpenOrder
  readonly #threads: { thread: Thread; opened: Promise<Placement> }[] = []
  #sessions = 0
  #copies = 1
  #batchSize: BatchSize = { batchRows: 1, fewestRows: 1 }

  constructor(directory: string, executionProvider: ExecutionProvider) {
    this.id = basename(directory)
    this.#order = { directory, executionProvider }
  }

  async open(): Promise<void> {
    const { copies, batchRows, fewestRows } = await this.#thread(0).opened
    this.#copies = copies
    this.#batchSize = { batchRows, fewestRows }
  }

  async *generate(
    request: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerationEvent, void, void> {
    yield* this.#share(
      splitRequest(checkedRequest(request), this.#batchSize),
      (thread, part, stop) => thread.call<GenerationEvent, void>('generate', part, stop),
      signal,
    )
  }

  async score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[][]> {
    const results: TokenLogprobs[][] = []
    const scored = this.#share(
      splitItems(items, this.#batchSize),
      async function* (thread, part, stop) {
        const given = part.map(({ item }) => item)
        const { value } = await thread.call<never, TokenLogprobs[][]>('score', given, stop).next()
        yield { part, scores: value }
      },
      signal,
    )
    for await (const { part, scores } of scored)
      for (const [index, { place }] of part.entries()) results[place] = scores[index]!
    return results
  }

  /** A session is spread over all threads, cut into batches as a request is. */
  async openSession(asked: GenerateRequest): Promise<DecodingSession> {
    const whole = checkedRequest(asked)
    const begun = splitSession(whole, this.#batchSize).map(
      async ({ request, places }): Promise<SessionPart> => {
        const session = this.#sessions++
        const lane = session % this.#copies
        const { thread, opened } = this.#thread(lane)
        await opened
        await thread.call('openSession', { session, request }).next()
        return { session: new ThreadSession(thread, session), lane, places }
      },
    )
    const ended = await Promise.allSettled(begun)
    const spread = new SpreadSession(
      ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
      whole,
    )
    const failed = ended.find((each) => each.status === 'rejected')
    if (!failed) return spread
    await spread[Symbol.asyncDispose]()
    throw failed.reason
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = []
    const embedded = this.#share(
      splitItems(
        texts.map((prompt) => ({ prompt, continuations: [] })),
        this.#batchSize,
      ),
      async function* (thread, part, stop) {
        const given = part.map(({ item }) => item.prompt)
        const { value } = await thread.call<never, Float32Array[]>('embed', given, stop).next()
        yield { part, found: value }
      },
      signal,
    )
    for await (const { part, found } of embedded)
      for (const [index, { place }] of part.entries()) vectors[place] = found[index]!
    return vectors
  }

  async *searchBeams(
    request: BeamRequest,
    judge?: LineJudge,
    signal?: AbortSignal,
  ): AsyncGenerator<BeamResult, void, void> {
    yield* this.#share(
      splitBeams(checkedBeamRequest(request), this.#batchSize),
      (thread, part, stop) => this.#searchIn(thread, part, judge, stop),
      signal,
    )
  }

  async *#searchIn(
    thread: Thread,
    request: BeamRequest,
    judge: LineJudge | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<BeamResult, void, void> {
    const session = this.#sessions++
    const call = async <Result>(method: string, argument: object): Promise<Result> => {
      const order = { session, ...argument }
      return (await thread.call<never, Result>(method, order, signal).next()).value
    }
    await call('openBeams', { request, isJudged: judge !== undefined })
    try {
      const advance = (verdicts: readonly LineVerdict[]): Promise<BeamProgress> =>
        call('advanceBeams', { verdicts })
      yield* beamResults(advance, judge, signal)
    } finally {
      if (!thread.isEnded) await call('closeBeams', {})
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map(({ thread }) => thread[Symbol.asyncDispose]()))
  }

  /**
   * Works through `parts` with as many threads as there are copies: each takes the next part when
   * it is done with one.
   */
  async *#share<Part, Value>(
    parts: readonly Part[],
    work: Work<Part, Value>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Value, void, void> {
    const left = parts.values()
    const stop = new AbortController()
    const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
    const lanes = Array.from({ length: Math.min(this.#copies, parts.length) }, (_, index) =>
      this.#lane(index, left, (thread, part) => work(thread, part, stopped)),
    )
    try {
      yield* merge(lanes)
    } finally {
      stop.abort()
    }
  }

  async *#lane<Part, Value>(
    index: number,
    left: IterableIterator<Part>,
    work: (thread: Thread, part: Part) => AsyncGenerator<Value, unknown, void>,
  ): AsyncGenerator<Value, void, void> {
    const { thread, opened } = this.#thread(index)
    await opened
    for (const part of left) yield* work(thread, part)
  }

  /** Threads start when there is work for them. */
  #thread(index: number): { thread: Thread; opened: Promise<Placement> } {
    const known = this.#threads[index]
    if (known) return known
    const thread = new Thread('model-thread', import.meta.url)
    const opened = thread
      .call<never, Placement>('open', this.#order)
      .next()
      .then(({ value }) => value)
    return (this.#threads[index] = { thread, opened })
  }
}
