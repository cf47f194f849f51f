/** A language model on this machine: batched decoding with a key/value cache, and scoring. */
import type { Rng } from '../core/index.ts'
import { ConfigError, rng, throwIfCancelled } from '../core/index.ts'
import type { SessionOptions } from '../engine/index.ts'
import type {
  Decoding,
  GeneratedCompletion,
  GenerateRequest,
  LanguageModel,
  Model,
  ScoreItem,
  TokenLogprobs,
} from '../model/index.ts'
import type { NextTokens } from './decoder.ts'
import { Decoder } from './decoder.ts'
import { KeyValueCache } from './key-value-cache.ts'
import { argmax, pickToken } from './pick-token.ts'
import { stopFinder } from './stop.ts'

export interface LocalModelOptions {
  session?: SessionOptions
  /** Sequences decoded at once. @default 256 */
  batchSize?: number
}

/** A sequence being decoded. */
interface Row {
  problemId: string
  index: number
  random: Rng
  ids: number[]
  logprob: number
}

interface Job {
  problemId: string
  ids: readonly number[]
  index: number
}

/** Prompts of one prefill; more would need a large attention matrix for no gain. */
const PREFILL_ROWS = 64
/** The cache is laid out anew once this share of its rows has finished. */
const COMPACT_SHARE = 0.25

export class LocalModel implements LanguageModel {
  readonly id: string
  readonly #model: Model
  readonly #decoder: Decoder
  readonly #batchSize: number

  constructor(model: Model, { session = {}, batchSize = 256 }: LocalModelOptions = {}) {
    this.id = model.id
    this.#model = model
    this.#decoder = new Decoder(model, session)
    this.#batchSize = batchSize
  }

  /** @throws ConfigError when a prompt leaves no room for a token */
  async *generate(request: GenerateRequest, signal?: AbortSignal): AsyncGenerator<GeneratedCompletion, void, void> {
    const jobs = this.#jobs(request)
    for (let start = 0; start < jobs.length; start += this.#batchSize) {
      yield* this.#decodeBatch(jobs.slice(start, start + this.#batchSize), request, signal)
    }
  }

  async score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[]> {
    const { tokenizer } = this.#model
    const encoded = items.map(({ prompt, continuation }, index) => {
      const start = this.#promptIds(prompt)
      return { index, promptLength: start.length, ids: [...start, ...tokenizer.encode(continuation)] }
    })
    const results: TokenLogprobs[] = []
    const byLength = encoded.toSorted((a, b) => a.ids.length - b.ids.length || a.index - b.index)
    for (let start = 0; start < byLength.length; start += PREFILL_ROWS) {
      throwIfCancelled(signal)
      const batch = byLength.slice(start, start + PREFILL_ROWS)
      const labels = batch.flatMap(({ ids, promptLength }) => ids.slice(promptLength))
      const rows = (length: number): number[] =>
        batch.flatMap(({ ids, promptLength }, row) =>
          ids.slice(promptLength).map((_, offset) => row * length + promptLength + offset - 1),
        )
      const logprobs =
        labels.length > 0
          ? await this.#decoder.score(
              batch.map(({ ids }) => ids),
              rows,
              labels,
            )
          : new Float32Array()
      let place = 0
      for (const { index, ids, promptLength } of batch) {
        const tokens = ids.slice(promptLength).map((id) => ({ text: tokenizer.decode([id]), logprob: logprobs[place++]! }))
        results[index] = { logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0), tokens }
      }
    }
    return results
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#decoder[Symbol.asyncDispose]()
  }

  /** One job per completion, by prompt length so that a batch pads little; completions of a prompt stay together and share its prefill. */
  #jobs({ prompts, numGenerations, firstIndex = 0 }: GenerateRequest): Job[] {
    const encoded = prompts.map(({ problemId, prompt }) => ({ problemId, ids: this.#promptIds(prompt) }))
    const tooLong = encoded.find(({ ids }) => ids.length >= this.#model.config.maxPositions)
    if (tooLong) {
      throw new ConfigError(
        `problem ${tooLong.problemId}: the prompt has ${tooLong.ids.length} tokens, ${this.id} takes ${this.#model.config.maxPositions}`,
      )
    }
    return encoded
      .toSorted((a, b) => a.ids.length - b.ids.length)
      .flatMap((prompt) => Array.from({ length: numGenerations }, (_, offset) => ({ ...prompt, index: firstIndex + offset })))
  }

  /** An empty prompt becomes the end-of-text token, which is what precedes a text in training. */
  #promptIds(prompt: string): number[] {
    const ids = this.#model.tokenizer.encode(prompt)
    return ids.length > 0 ? ids : [this.#model.config.endOfTextIds[0] ?? 0]
  }

  async *#decodeBatch(
    jobs: readonly Job[],
    request: GenerateRequest,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GeneratedCompletion, void, void> {
    const { decoding } = request
    const longest = Math.max(...jobs.map(({ ids }) => ids.length))
    const cache = new KeyValueCache(this.#model.config, jobs.length, longest)
    const rows: Row[] = jobs.map(({ problemId, index }) => {
      return { problemId, index, random: rng('generate', request.seed, problemId, index), ids: [], logprob: 0 }
    })
    const finished = new Set<number>()
    const ends = this.#endDetector(decoding)
    yield* this.#prefill({ jobs, rows, cache, finished }, decoding, (row) => ends(rows[row]!, cache.length(row)))
    let alive = rows
    while (finished.size < alive.length) {
      throwIfCancelled(signal)
      if (finished.size >= COMPACT_SHARE * alive.length) {
        const kept = Array.from(alive.keys()).filter((row) => !finished.has(row))
        cache.keep(kept)
        alive = kept.map((row) => alive[row]!)
        finished.clear()
      }
      const positions = alive.map((_, row) => cache.length(row))
      const next = await this.#decoder.step(
        alive.map(({ ids }) => ids.at(-1)!),
        positions,
        cache.feeds(),
        decoding.temperature,
      )
      cache.append(next.cache)
      for (const [row, sequence] of alive.entries()) {
        if (finished.has(row)) continue
        this.#extend(sequence, next, row, decoding)
        const completion = ends(sequence, cache.length(row))
        if (!completion) continue
        finished.add(row)
        yield completion
      }
    }
  }

  async *#prefill(
    { jobs, rows, cache, finished }: { jobs: readonly Job[]; rows: readonly Row[]; cache: KeyValueCache; finished: Set<number> },
    decoding: Decoding,
    ended: (row: number) => GeneratedCompletion | undefined,
  ): AsyncGenerator<GeneratedCompletion, void, void> {
    const prompts = [...new Set(jobs.map(({ ids }) => ids))] // jobs of one prompt hold the same array
    for (let start = 0; start < prompts.length; start += PREFILL_ROWS) {
      const batch = prompts.slice(start, start + PREFILL_ROWS)
      const place = new Map(batch.map((ids, index) => [ids, index]))
      const next = await this.#decoder.prefill(batch, decoding.temperature)
      for (const [row, { ids }] of jobs.entries()) {
        const from = place.get(ids)
        if (from === undefined) continue
        cache.fill(row, next.cache, from, ids.length)
        this.#extend(rows[row]!, next, from, decoding)
        const completion = ended(row)
        if (!completion) continue
        finished.add(row)
        yield completion
      }
    }
  }

  #extend(sequence: Row, next: NextTokens, row: number, decoding: Decoding): void {
    const size = this.#model.config.vocabularySize
    const logprobs = next.logprobs.subarray(row * size, (row + 1) * size)
    const token =
      decoding.temperature > 0
        ? pickToken(next.probabilities.subarray(row * size, (row + 1) * size), decoding, sequence.random.next())
        : argmax(logprobs)
    sequence.ids.push(token)
    sequence.logprob += logprobs[token]!
  }

  /** Returns a function that gives the completion once its last token has ended it. `context` is the number of cached positions. */
  #endDetector(decoding: Decoding): (row: Row, context: number) => GeneratedCompletion | undefined {
    const { config, tokenizer } = this.#model
    const findStop = stopFinder(tokenizer, decoding.stop ?? [])
    return ({ problemId, index, ids, logprob }, context) => {
      const complete = (text: string, finish: 'stop' | 'length'): GeneratedCompletion => ({
        problemId,
        index,
        text,
        tokens: ids.length,
        logprob,
        finish,
      })
      if (config.endOfTextIds.includes(ids.at(-1)!)) return complete(tokenizer.decode(ids.slice(0, -1)), 'stop')
      const stopped = findStop(ids)
      if (stopped !== undefined) return complete(stopped, 'stop')
      const full = ids.length >= decoding.maxNewTokens || context + 1 >= config.maxPositions
      return full ? complete(tokenizer.decode(ids), 'length') : undefined
    }
  }
}
