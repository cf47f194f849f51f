/** A language model of a few texts, for tests of what uses models. */
import { ConfigError, throwIfCancelled } from '../core/index.ts'
import type {
  BeamRequest,
  BeamResult,
  Capabilities,
  Decoding,
  DecodingSession,
  GenerateRequest,
  GenerationEvent,
  LanguageModel,
  LineJudge,
  ScoreItem,
  Tokenizer,
  TokenLogprobs,
} from '../model/index.ts'
import { checkedBeamRequest, checkedRequest, requireCapability } from '../model/index.ts'
import { argmax } from './argmax.ts'
import { BatchSession } from './batch-session.ts'
import { beamResults, BeamSession, startGroups, type BeamBatch } from './beam-session.ts'
import { unitVector } from './embed-texts.ts'
import { localCapabilities } from './local-model.ts'
import { generationEvents, type Batch } from './generation-events.ts'
import { pickToken } from './pick-token.ts'
import { rankLikeliest, type RankedTokens } from './ranked-tokens.ts'
import { endDetector, startSequences, type Reader, type Sequence } from './sequence.ts'

/** The text that follows each prompt; or several, each with its weight, a positive number. */
export type Script = Readonly<Record<string, string | Readonly<Record<string, number>>>>

export interface ScriptedModelOptions {
  /** @default 'scripted' */
  id?: string
  /** What it can do. @default everything */
  capabilities?: Partial<Capabilities>
}

/**
 * Returns a model that knows a script by heart, one character a token. It draws the texts as often
 * as their weights say, by the same streams, truncation and stop texts as other models do. A prompt
 * may also be one of the script's and the beginning of a text that follows it. Such a model is
 * exact, needs no weights, and starts nothing.
 */
export const scriptedModel = (script: Script, options: ScriptedModelOptions = {}): LanguageModel =>
  new ScriptedModel(script, options)

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** The id of a text's end; that of a character is its code point, and 1. */
const END = 0

const characters: Tokenizer = {
  size: 0x110000 + 1,
  prefix: [],
  suffix: [],
  encode: (text) => Array.from(text, (character) => character.codePointAt(0)! + 1),
  decode: (ids) => ids.map((id) => (id === END ? '' : String.fromCodePoint(id - 1))).join(''),
  decodeContinuation: (ids) => characters.decode(ids),
}

class ScriptedModel implements LanguageModel {
  readonly id: string
  readonly capabilities: Capabilities
  readonly #reader: Reader
  readonly #next: NextTokens

  constructor(script: Script, { id = 'scripted', capabilities = {} }: ScriptedModelOptions) {
    this.id = id
    this.capabilities = { ...localCapabilities, ...capabilities }
    const config = { endOfTextIds: [END], maxPositions: Number.POSITIVE_INFINITY }
    this.#reader = { id, config, tokenizer: characters }
    this.#next = nextTokensOf(script)
  }

  async *generate(
    request: GenerateRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<GenerationEvent, void, void> {
    const { batch } = this.#start(request)
    yield* generationEvents(this.#reader, batch, request, signal)
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async score(items: readonly ScoreItem[]): Promise<TokenLogprobs[][]> {
    requireCapability(this, 'score', 'score')
    return items.map(({ prompt, continuations }) =>
      continuations.map((continuation) => this.#scoreOne(prompt, continuation)),
    )
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async openSession(request: GenerateRequest): Promise<DecodingSession> {
    requireCapability(this, 'sessions', 'openSession')
    const { sequences, batch } = this.#start(request)
    return new BatchSession(this.#reader, sequences, batch)
  }

  /** A vector counts the letters of a text: it is like those of the same letters. */
  // eslint-disable-next-line @typescript-eslint/require-await -- other models answer later
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    requireCapability(this, 'embed', 'embed')
    return texts.map((text) => {
      const counts = new Float32Array(LETTERS.length + 1)
      for (const character of text.toLowerCase())
        counts[LETTERS.indexOf(character) + 1] = counts[LETTERS.indexOf(character) + 1]! + 1
      return unitVector(counts)
    })
  }

  async *searchBeams(
    asked: BeamRequest,
    judge?: LineJudge,
    signal?: AbortSignal,
  ): AsyncGenerator<BeamResult, void, void> {
    requireCapability(this, 'beams', 'searchBeams')
    const request = checkedBeamRequest(asked)
    const isJudged = judge !== undefined
    const groups = startGroups(this.#reader, request, isJudged)
    const likeliest = ({ promptIds, ids }: Pick<Sequence, 'promptIds' | 'ids'>): RankedTokens => {
      const next = this.#next(characters.decode(promptIds), characters.decode(ids))
      const { tokens: places, weights } = rankLikeliest(next.probabilities, request.width, 0)
      return { tokens: places.map((place) => next.ids[place]!), weights }
    }
    const batch: BeamBatch = {
      // eslint-disable-next-line @typescript-eslint/require-await -- other batches wait for tokens
      async step(those) {
        for (const group of those) group.extend(likeliest)
      },
    }
    const session = new BeamSession(groups, batch, isJudged)
    yield* beamResults((verdicts) => session.advance(verdicts, signal), judge, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #start(asked: GenerateRequest): { sequences: Sequence[]; batch: Batch } {
    const request = checkedRequest(asked)
    const sequences = startSequences(this.#reader, request)
    const detectEnd = endDetector(this.#reader, request.decoding)
    return { sequences, batch: scriptBatch(sequences, request.decoding, this.#next, detectEnd) }
  }

  #scoreOne(prompt: string, continuation: string): TokenLogprobs {
    let begun = ''
    let isPossible = true
    const tokens = Array.from(continuation, (character) => {
      const { ids, probabilities } = isPossible ? this.#next(prompt, begun) : nothing
      begun += character
      const place = ids.indexOf(character.codePointAt(0)! + 1)
      isPossible = place >= 0
      return { text: character, logprob: isPossible ? Math.log(probabilities[place]!) : -Infinity }
    })
    return { logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0), tokens }
  }
}

function scriptBatch(
  started: readonly Sequence[],
  decoding: Decoding,
  next: NextTokens,
  detectEnd: (sequence: Sequence) => void,
): Batch {
  let sequences = started
  const extend = (sequence: Sequence): void => {
    const { promptIds, random } = sequence
    const { ids, probabilities } = next(
      characters.decode(promptIds),
      characters.decode(sequence.ids),
    )
    const place =
      decoding.temperature > 0
        ? pickToken(tempered(probabilities, decoding.temperature), decoding, random.next())
        : argmax(probabilities)
    sequence.ids.push(ids[place]!)
    sequence.logprob += Math.log(probabilities[place]!)
    detectEnd(sequence)
  }
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- other batches wait for tokens
    async *run(rests, signal) {
      let busy = sequences.filter(({ ending }) => !ending)
      while (busy.length > 0) {
        throwIfCancelled(signal)
        for (const sequence of busy) extend(sequence)
        yield busy
        busy = busy.filter((sequence) => !sequence.ending && !rests(sequence))
      }
    },
    arrange: (forks) => void (sequences = forks.map(({ sequence }) => sequence)),
  }
}

/**
 * Probabilities to the power of 1 / temperature, divided first by the largest: none is too small.
 */
function tempered(probabilities: Float32Array, temperature: number): Float32Array {
  const largest = Math.max(...probabilities)
  const powers = Float64Array.from(probabilities, (each) => (each / largest) ** (1 / temperature))
  const total = powers.reduce((sum, each) => sum + each, 0)
  return Float32Array.from(powers, (each) => each / total)
}

/** Returns what may follow a prompt and the beginning of a text, with its probabilities. */
type NextTokens = (prompt: string, begun: string) => { ids: number[]; probabilities: Float32Array }

const nothing: ReturnType<NextTokens> = { ids: [], probabilities: new Float32Array() }

/** @throws ConfigError for a weight that is not positive */
function nextTokensOf(script: Script): NextTokens {
  // A prompt of the script comes before one that it continues.
  const entries = Object.entries(script)
    .map(([prompt, texts]) => ({ prompt, texts: weighted(prompt, texts) }))
    .toSorted((a, b) => b.prompt.length - a.prompt.length)
  return (prompt, begun) => {
    const entry = entries.find(
      (each) =>
        prompt.startsWith(each.prompt) &&
        each.texts.some(([text]) => text.startsWith(prompt.slice(each.prompt.length))),
    )
    const written = prompt.slice(entry?.prompt.length) + begun
    const weights = new Map<number, number>()
    for (const [text, weight] of entry?.texts ?? []) {
      if (!text.startsWith(written)) continue
      const rest = text.slice(written.length)
      const id = rest === '' ? END : rest.codePointAt(0)! + 1
      weights.set(id, (weights.get(id) ?? 0) + weight)
    }
    if (weights.size === 0)
      throw new ConfigError(
        `the script has nothing that follows ${JSON.stringify(prompt + begun)}`,
        {
          hint: 'Add the prompt to the script, or mend the prompt.',
        },
      )
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
    const probabilities = Float32Array.from(weights.values(), (weight) => weight / total)
    return { ids: [...weights.keys()], probabilities }
  }
}

function weighted(prompt: string, texts: Script[string]): [text: string, weight: number][] {
  const entries =
    typeof texts === 'string' ? [[texts, 1] as [string, number]] : Object.entries(texts)
  for (const [text, weight] of entries)
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw new ConfigError(
        `the script gives ${JSON.stringify(text)} after ${JSON.stringify(prompt)} the weight ${weight}: expected a positive number`,
      )
  return entries
}
