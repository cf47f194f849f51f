/** A model on this machine: decoding one batch with a key/value cache, and scoring one. */
import type { Rng } from '../core/index.ts'
import { ConfigError, rng, throwIfCancelled } from '../core/index.ts'
import type { SessionOptions } from '../engine/index.ts'
import type {
  Decoding,
  GeneratedCompletion,
  GenerateRequest,
  JointEncoding,
  Model,
  ScoreItem,
  TokenLogprobs,
} from '../model/index.ts'
import { encodeJointly, encodeStart } from '../model/index.ts'
import { argmax } from './argmax.ts'
import type { NextTokens } from './decoder.ts'
import { Decoder } from './decoder.ts'
import { KeyValueCache } from './key-value-cache.ts'
import { pickToken } from './pick-token.ts'
import { stopFinder } from './stop.ts'

export interface LocalModelOptions {
  session?: SessionOptions
  /**
   * Compiles a copy of the weights into the decoding step: faster, at the price of memory. @default
   * false
   */
  compileWeights?: boolean
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

/** The cache is laid out anew once this share of its rows has finished. */
const COMPACT_SHARE = 0.25

/**
 * Tokens that go through the layers at once, padding included: what a pass needs of memory grows
 * with them.
 */
const PASS_TOKENS = 8192

/** Cuts sequences into runs of at most `PASS_TOKENS`, or of one longer sequence. */
function passes<T extends { ids: readonly number[] }>(sequences: readonly T[]): T[][] {
  const runs: T[][] = []
  let longest = 0
  for (const sequence of sequences) {
    const run = runs.at(-1)
    longest = Math.max(longest, sequence.ids.length)
    if (run && (run.length + 1) * longest <= PASS_TOKENS) run.push(sequence)
    else {
      runs.push([sequence])
      longest = sequence.ids.length
    }
  }
  return runs
}

/** Everything asked of it is one batch: see `splitRequest` for more than fits one. */
export class LocalModel {
  readonly #model: Model
  readonly #decoder: Decoder

  constructor(model: Model, { session = {}, compileWeights = false }: LocalModelOptions = {}) {
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
  ): AsyncGenerator<GeneratedCompletion, void, void> {
    const { decoding } = request
    const jobs = this.#jobs(request)
    if (jobs.length === 0) return
    const longest = Math.max(...jobs.map(({ ids }) => ids.length))
    const cache = new KeyValueCache(this.#model.config, jobs.length, longest)
    const rows: Row[] = jobs.map(({ problemId, index }) => {
      return {
        problemId,
        index,
        random: rng('generate', request.seed, problemId, index),
        ids: [],
        logprob: 0,
      }
    })
    const finished = new Set<number>()
    const ends = this.#endDetector(decoding)
    yield* this.#prefill({ jobs, rows, cache, finished }, decoding, (row) =>
      ends(rows[row]!, cache.length(row)),
    )
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

  /**
   * Returns one result per item, in order. @throws ConfigError when an item is longer than the
   * model reads
   */
  async score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[]> {
    const { config } = this.#model
    const encoded = items.map((item) => this.#scoredIds(item))
    const tooLong = encoded.find(({ ids }) => ids.length > config.maxPositions)
    if (tooLong)
      throw new ConfigError(
        `a text to score has ${tooLong.ids.length} tokens, but ${this.#model.id} takes at most ${config.maxPositions}`,
      )
    const results: TokenLogprobs[] = []
    for (const pass of passes(encoded)) {
      throwIfCancelled(signal)
      results.push(...(await this.#scorePass(pass)))
    }
    return results
  }

  /** Something must come before the first token that is scored. */
  #scoredIds({ prompt, continuation }: ScoreItem): JointEncoding {
    const joint = encodeJointly(this.#model.tokenizer, prompt, continuation)
    return joint.promptLength > 0 ? joint : { ids: [this.#startId, ...joint.ids], promptLength: 1 }
  }

  async #scorePass(encoded: readonly JointEncoding[]): Promise<TokenLogprobs[]> {
    const { tokenizer } = this.#model
    const labels = encoded.flatMap(({ ids, promptLength }) => ids.slice(promptLength))
    const rows = (length: number): number[] =>
      encoded.flatMap(({ ids, promptLength }, row) =>
        ids.slice(promptLength).map((_, offset) => row * length + promptLength + offset - 1),
      )
    const sequences = encoded.map(({ ids }) => ids)
    const logprobs =
      labels.length > 0 ? await this.#decoder.score(sequences, rows, labels) : new Float32Array()
    let place = 0
    return encoded.map(({ ids, promptLength }) => {
      const texts = ids.slice(promptLength).map((id) => tokenizer.decodeContinuation([id]))
      const tokens = texts.map((text) => ({ text, logprob: logprobs[place++]! }))
      return { logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0), tokens }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#decoder[Symbol.asyncDispose]()
  }

  /**
   * One job per completion; those of a prompt hold the same array of ids, and so share its prefill.
   */
  #jobs({ prompts, numGenerations, firstIndex = 0 }: GenerateRequest): Job[] {
    return prompts.flatMap(({ problemId, prompt }) => {
      const ids = this.#promptIds(prompt)
      const { maxPositions } = this.#model.config
      if (ids.length >= maxPositions) {
        throw new ConfigError(
          `problem ${problemId}: the prompt has ${ids.length} tokens, but ${this.#model.id} takes at most ${maxPositions}`,
        )
      }
      return Array.from({ length: numGenerations }, (_, offset) => ({
        problemId,
        ids,
        index: firstIndex + offset,
      }))
    })
  }

  #promptIds(prompt: string): number[] {
    const ids = encodeStart(this.#model.tokenizer, prompt)
    return ids.length > 0 ? ids : [this.#startId]
  }

  /**
   * What stands before a text where the tokenizer puts nothing: the end-of-text token, which
   * precedes a text in training.
   */
  get #startId(): number {
    return this.#model.config.endOfTextIds[0] ?? 0
  }

  async *#prefill(
    {
      jobs,
      rows,
      cache,
      finished,
    }: { jobs: readonly Job[]; rows: readonly Row[]; cache: KeyValueCache; finished: Set<number> },
    decoding: Decoding,
    ended: (row: number) => GeneratedCompletion | undefined,
  ): AsyncGenerator<GeneratedCompletion, void, void> {
    const waitingFor = new Map<readonly number[], number[]>()
    for (const [row, { ids }] of jobs.entries())
      waitingFor.set(ids, [...(waitingFor.get(ids) ?? []), row])
    const prompts = Array.from(waitingFor, ([ids, waiting]) => ({ ids, waiting }))
    for (const pass of passes(prompts)) {
      const next = await this.#decoder.prefill(
        pass.map(({ ids }) => ids),
        decoding.temperature,
      )
      for (const [from, { ids, waiting }] of pass.entries()) {
        for (const row of waiting) {
          cache.fill(row, next.cache, from, ids.length)
          this.#extend(rows[row]!, next, from, decoding)
          const completion = ended(row)
          if (!completion) continue
          finished.add(row)
          yield completion
        }
      }
    }
  }

  #extend(sequence: Row, next: NextTokens, row: number, decoding: Decoding): void {
    const size = this.#model.config.vocabularySize
    const probabilities = next.probabilities.subarray(row * size, (row + 1) * size)
    const token =
      decoding.temperature > 0
        ? pickToken(probabilities, decoding, sequence.random.next())
        : argmax(probabilities)
    sequence.ids.push(token)
    sequence.logprob += next.logprobs
      ? next.logprobs[row * size + token]!
      : Math.log(probabilities[token]!)
  }

  /**
   * Returns a function that gives the completion once its last token has ended it. `context` is the
   * number of cached positions.
   */
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
      if (config.endOfTextIds.includes(ids.at(-1)!))
        return complete(tokenizer.decodeContinuation(ids.slice(0, -1)), 'stop')
      const stopped = findStop(ids)
      if (stopped !== undefined) return complete(stopped, 'stop')
      const full = ids.length >= decoding.maxNewTokens || context + 1 >= config.maxPositions
      return full ? complete(tokenizer.decodeContinuation(ids), 'length') : undefined
    }
  }
}
