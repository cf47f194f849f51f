/** A language model behind servers that speak the protocol of OpenAI. */
import { asTheyCome, canonicalJson, rng, sha256, throwIfCancelled } from '../core/index.ts'
import {
  checkedRequest,
  requireCapability,
  type Capabilities,
  type DecodingSession,
  type GeneratedCompletion,
  type GenerateRequest,
  type GenerationEvent,
  type LanguageModel,
  type Prompt,
  type ScoreItem,
  type TokenLogprobs,
} from '../model/index.ts'
import { readChoices, type Choice } from './choices.ts'
import { readVectors } from './embedding.ts'
import { Fault } from './fault.ts'
import { fittingTokens } from './fitting-tokens.ts'
import { streamReader } from './pieces.ts'
import {
  generateBody,
  generatePath,
  stopsSent,
  streamFields,
  wellFormed,
  type Asking,
} from './request-body.ts'
import { echoFields, readScore } from './scoring.ts'
import type { Item, Read, Sender } from './sender.ts'
import { estimatedTokens, mostTokens, tokensToldBy } from './usage.ts'
import type { Observer } from './observer.ts'
import type { Secret } from './secret.ts'

export interface ServedModelParts {
  asking: Asking
  sender: Sender
  observer: Observer
  capabilities: Capabilities
  contextLength: number | undefined
  /** Tokens that the server's template adds to a prompt, at most. */
  overhead: number
  secret: Secret
  close: () => void
}

/** Texts that are embedded by one request. */
const TEXTS_AT_ONCE = 32

/** Completions of one prompt that are asked for together. */
interface Group {
  prompt: Prompt
  firstIndex: number
  count: number
}

interface AskedGroup {
  group: Group
  decoding: GenerateRequest['decoding']
  tellsStops: boolean
  /** Returns what is told the pieces of a reply. */
  listen: Item<Drawn>['listen']
}

/** What is kept of a request for completions. */
interface Drawn {
  choices: Choice[]
  tokens: number[]
}

/**
 * Requests are shared out among the servers, sent again where that helps, and kept. A completion
 * is drawn by a seed made of its stream and index, as far as the server heeds seeds.
 */
export class ServedModel implements LanguageModel {
  readonly id: string
  readonly capabilities: Capabilities
  readonly #parts: ServedModelParts
  readonly #closing = new AbortController()

  constructor(parts: ServedModelParts) {
    this.id = parts.asking.settings.model
    this.capabilities = parts.capabilities
    this.#parts = parts
  }

  /**
   * Yields completions as they come. One whose prompt is longer than the model reads is empty.
   * @throws ServerError, ConfigError, BudgetError, when what is under way has come to its end
   */
  async *generate(
    asked: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerationEvent, void, void> {
    const request = checkedRequest(asked)
    using stop = this.#linked(signal)
    throwIfCancelled(signal)
    yield* asTheyCome<Group, GenerationEvent>(
      groupsOf(request, this.#parts.asking.settings.choices),
      { limit: this.#parts.sender.appetite },
      (group, tell) => this.#drawGroup(request, group, tell, stop.signal),
    )
  }

  /** @throws ConfigError where the server does not tell it; ServerError, BudgetError */
  async score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<TokenLogprobs[][]> {
    requireCapability(this, 'score', 'score')
    using stop = this.#linked(signal)
    const scores = items.map(({ continuations }) =>
      Array.from<TokenLogprobs>({ length: continuations.length }),
    )
    const asked = items.flatMap(({ prompt, continuations }, item) =>
      continuations.map((continuation, place) => ({ prompt, continuation, item, place })),
    )
    const done = asTheyCome<(typeof asked)[number], void>(
      asked,
      { limit: this.#parts.sender.appetite },
      async ({ prompt, continuation, item, place }) => {
        scores[item]![place] = await this.#scoreOne(prompt, continuation, stop.signal)
      },
    )
    for await (const _ of done);
    return scores
  }

  /** @throws ConfigError where the server does not embed; ServerError, BudgetError */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    requireCapability(this, 'embed', 'embed')
    using stop = this.#linked(signal)
    const vectors = Array.from<Float32Array>({ length: texts.length })
    const starts = Array.from(
      { length: Math.ceil(texts.length / TEXTS_AT_ONCE) },
      (_, place) => place * TEXTS_AT_ONCE,
    )
    const done = asTheyCome<number, void>(
      starts,
      { limit: this.#parts.sender.appetite },
      async (start) => {
        const some = texts.slice(start, start + TEXTS_AT_ONCE)
        const found = await this.#embedSome(some, stop.signal)
        for (const [place, vector] of found.entries())
          vectors[start + place] = Float32Array.from(vector)
      },
    )
    for await (const _ of done);
    return vectors
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async openSession(): Promise<DecodingSession> {
    requireCapability(this, 'sessions', 'openSession')
    throw new Error('unreachable')
  }

  // eslint-disable-next-line require-yield -- servers do not search
  async *searchBeams(): AsyncGenerator<never, void, void> {
    requireCapability(this, 'beams', 'searchBeams')
  }

  /** Breaks off what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    await this.#parts.sender.settled()
    this.#parts.close()
  }

  /**
   * A signal that is aborted with another one, when the model is closed, and when it is disposed
   * of: nobody waits then for what is still under way.
   */
  #linked(signal: AbortSignal | undefined): { signal: AbortSignal } & Disposable {
    const both = new AbortController()
    const stop = (): void => both.abort()
    const sources = [this.#closing.signal, ...(signal ? [signal] : [])]
    for (const each of sources) each.addEventListener('abort', stop, { once: true })
    if (sources.some(({ aborted }) => aborted)) stop()
    return {
      signal: both.signal,
      [Symbol.dispose]: () => {
        for (const each of sources) each.removeEventListener('abort', stop)
        stop()
      },
    }
  }

  /** A server may give fewer completions than were asked for; the others are asked for again. */
  async #drawGroup(
    { decoding, deltas, tellsStops = false }: GenerateRequest,
    group: Group,
    tell: (event: GenerationEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { problemId } = group.prompt
    const told = new Map<number, string>()
    /** What was told of a reply that broke off may be the beginning of another one. */
    const tellGrown = (index: number, text: string): void => {
      const before = told.get(index) ?? ''
      if (text.length <= before.length || !text.startsWith(before)) return
      told.set(index, text)
      tell({ type: 'text', problemId, index, text: text.slice(before.length) })
    }
    for (let rest = group; rest.count > 0;) {
      const { firstIndex, count } = rest
      const listen = () =>
        streamReader(decoding.stop ?? [], (place, text) => {
          const safe = this.#parts.secret.hideGrowing(text)
          if (place < count) tellGrown(firstIndex + place, safe)
        })
      const asked = { group: rest, decoding, tellsStops, listen: deltas ? listen : undefined }
      const drawn = await this.#draw(asked, signal)
      for (const [place, choice] of drawn.choices.entries()) {
        const index = firstIndex + place
        const { stoppedBy } = choice
        const completion = {
          ...completionOf(choice, drawn.tokens[place]!, { problemId, index }),
          ...(tellsStops && stoppedBy !== undefined && { stoppedBy }),
        }
        if (deltas) tellGrown(index, completion.text)
        tell({ type: 'completion', completion })
      }
      const got = drawn.choices.length
      rest = { ...rest, firstIndex: firstIndex + got, count: count - got }
    }
  }

  async #draw(asked: AskedGroup, signal: AbortSignal): Promise<Drawn> {
    const { observer, contextLength } = this.#parts
    const { group, decoding } = asked
    let { maxNewTokens } = decoding
    if (contextLength !== undefined) maxNewTokens = Math.min(maxNewTokens, contextLength)
    for (;;) {
      try {
        return await this.#send({ ...asked, decoding: { ...decoding, maxNewTokens } }, signal)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        const fewer =
          error.kind === 'tooLong' ? fittingTokens(error.message, maxNewTokens) : undefined
        if (fewer === undefined) {
          observer.refused(group.prompt.problemId, error)
          return emptyDraw(group.count)
        }
        maxNewTokens = fewer
      }
    }
  }

  #send(
    { group: { prompt, firstIndex, count }, decoding, tellsStops, listen }: AskedGroup,
    signal: AbortSignal,
  ): Promise<Drawn> {
    const { asking, sender, observer } = this.#parts
    const seed = seedOf(prompt, firstIndex)
    const path = generatePath(asking)
    const { stop = [], maxNewTokens } = decoding
    const stops = stopsSent(asking.kind, stop, tellsStops)
    const body = generateBody(asking, prompt.prompt, decoding, { count, seed, stops })
    // Stop texts of the model's file take the place of these.
    const areSent = stops.length > 0 && body['stop'] === stops
    const isStream = listen !== undefined || asking.settings.stream
    const most = {
      promptTokens: mostTokens(prompt.prompt) + this.#parts.overhead,
      tokens: count * maxNewTokens,
    }
    return sender.send<Drawn>(
      {
        // What is drawn without seeds is told apart by its place.
        id: idOf(path, body, [...prompt.stream, prompt.drawn ?? 0, firstIndex]),
        path,
        body: isStream ? { ...body, ...streamFields } : body,
        most,
        listen,
        read: (reply, url): Read<Drawn> => {
          const { choices, model, json } = readChoices(reply, url, { stop, areSent, count })
          const told = tokensToldBy(json)
          const isWhole = !asking.kind.countsFirst || choices.length === 1
          const counted = tokensOf(choices, isWhole ? told?.tokens : undefined)
          const tokens =
            isWhole && told ? counted : counted.map((each) => Math.min(each, maxNewTokens))
          const used = {
            promptTokens: told?.promptTokens ?? most.promptTokens,
            // What nobody counts is no more than was held back for it.
            tokens: told ? tokens.reduce((sum, each) => sum + each, 0) : most.tokens,
            ...(isWhole && told),
            completions: choices.length,
          }
          observer.saw({ prompt, choices, tokens, told, maxNewTokens })
          return { result: { choices, tokens }, used, model }
        },
      },
      signal,
    )
  }

  async #scoreOne(
    prompt: string,
    continuation: string,
    signal: AbortSignal,
  ): Promise<TokenLogprobs> {
    if (continuation === '') return { logprob: 0, tokens: [] }
    const { asking, sender } = this.#parts
    const text = wellFormed(prompt + continuation)
    const path = '/completions'
    const body = { model: asking.settings.model, prompt: text, ...echoFields }
    try {
      return await sender.send(
        {
          id: idOf(path, body, ['score', prompt.length]),
          path,
          body,
          most: { promptTokens: mostTokens(text), tokens: 1 },
          read: (reply, url) => readScore(reply, url, { text, promptLength: prompt.length }),
        },
        signal,
      )
    } catch (error) {
      throw error instanceof Fault ? error.error : error
    }
  }

  async #embedSome(texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    const { asking, sender } = this.#parts
    const path = '/embeddings'
    const body = { model: asking.settings.model, input: texts.map(wellFormed) }
    try {
      return await sender.send(
        {
          id: idOf(path, body, ['embed']),
          path,
          body,
          most: { promptTokens: mostTokens(texts.join('')), tokens: 0 },
          read: (reply, url) => readVectors(reply, url, texts.length),
        },
        signal,
      )
    } catch (error) {
      throw error instanceof Fault ? error.error : error
    }
  }
}

function* groupsOf(
  { prompts, numGenerations, firstIndex = 0 }: GenerateRequest,
  choices: number,
): Generator<Group, void, void> {
  for (const prompt of prompts)
    for (let done = 0; done < numGenerations; done += choices)
      yield {
        prompt,
        firstIndex: firstIndex + done,
        count: Math.min(choices, numGenerations - done),
      }
}

/** A whole number that every server takes: 31 bits. */
const seedOf = ({ stream, drawn = 0 }: Prompt, index: number): number =>
  rng(...stream, 'served', drawn, index).int(0, 2 ** 31 - 1)

const idOf = (path: string, body: object, address: readonly (string | number)[]): string =>
  sha256(canonicalJson([path, body, address]))

/** Tokens of each completion: one by one where that is told, else a share by length. */
function tokensOf(choices: readonly Choice[], told: number | undefined): number[] {
  const lengths = choices.map(({ text, logprobs }) => logprobs?.length ?? estimatedTokens(text))
  if (told === undefined || choices.every(({ logprobs }) => logprobs !== undefined)) return lengths
  const whole = lengths.reduce((sum, each) => sum + each, 0)
  let left = told
  return lengths.map((length, place) => {
    const isLast = place === lengths.length - 1
    const share = isLast
      ? left
      : Math.round(whole === 0 ? told / lengths.length : (told * length) / whole)
    left -= share
    return Math.max(0, share)
  })
}

function completionOf(
  { text, finish, logprobs }: Choice,
  tokens: number,
  of: { problemId: string; index: number },
): GeneratedCompletion {
  const logprob = logprobs?.reduce((sum, each) => sum + each, 0)
  return { ...of, text, tokens, ...(logprob !== undefined && { logprob }), finish }
}

/** A model that cannot read a prompt has not answered it. */
const emptyDraw = (count: number): Drawn => ({
  choices: Array.from({ length: count }, (_, index) => ({ index, text: '', finish: 'length' })),
  tokens: Array.from({ length: count }, () => 0),
})
