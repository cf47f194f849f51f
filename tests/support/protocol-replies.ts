/** What a server that speaks the protocol of OpenAI replies, made by any language model. */
import type { GeneratedCompletion, LanguageModel } from '../../src/model/index.ts'
import { completionsOf, scoreEach } from '../../src/model/index.ts'
import { collected } from './collected.ts'

/** What a server leaves out, or words in its own way. */
export interface Manner {
  /** What it calls the model. @default 'tiny' */
  name: string
  /** How a user's turn is put to the model. @default as it is */
  turn: (content: string) => string
  /** Where thoughts in `<think>` marks stand in a chat. @default in the text */
  reasoning?: 'reasoning_content' | 'reasoning'
  /** Whether the same seed gives the same text. @default true */
  heedsSeeds: boolean
  /** Whether it tells a stop text from the end of the text, as vLLM does. @default true */
  tellsStops: boolean
  /** Whether it says how many tokens there were. @default true */
  tellsUsage: boolean
  /** Whether it tells where the tokens of a repeated prompt begin. @default true */
  tellsOffsets: boolean
  /** Tokens of a text. @default one for each character */
  countTokens: (text: string) => number
  /** Returns the beginning of a text that the model scores the rest after. @default a character */
  known: (text: string) => string
}

export const plainManner: Manner = {
  name: 'tiny',
  turn: (content) => content,
  heedsSeeds: true,
  tellsStops: true,
  tellsUsage: true,
  tellsOffsets: true,
  countTokens: (text) => Array.from(text).length,
  known: (text) => Array.from(text)[0] ?? '',
}

/** The fields of a request, as far as they are read. */
export interface Asked {
  model?: string
  prompt?: string
  messages?: { role: string; content: string }[]
  input?: string[]
  n?: number
  seed?: number
  temperature?: number
  top_p?: number
  top_k?: number
  min_p?: number
  max_tokens?: number
  max_completion_tokens?: number
  stop?: string[]
  logprobs?: number | boolean
  echo?: boolean
  stream?: boolean
  stream_options?: { include_usage?: boolean }
}

export interface WireReply {
  model: string
  choices: Record<string, unknown>[]
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number }
}

/** The text that the model reads. */
export const readText = (asked: Asked, { turn }: Manner): string =>
  asked.messages ? turn(asked.messages.at(-1)?.content ?? '') : (asked.prompt ?? '')

let unseeded = 0

/** Returns the reply to a request for completions. */
export async function completionReply(
  model: LanguageModel,
  asked: Asked,
  manner: Manner,
): Promise<WireReply> {
  const prompt = readText(asked, manner)
  const isChat = asked.messages !== undefined
  const stream = manner.heedsSeeds && asked.seed !== undefined ? [asked.seed] : ['none', unseeded++]
  const request = {
    prompts: [{ problemId: 'asked', prompt, stream }],
    numGenerations: asked.n ?? 1,
    decoding: {
      temperature: asked.temperature ?? 1,
      topP: asked.top_p ?? 1,
      topK: Math.max(0, asked.top_k ?? 0),
      minP: asked.min_p ?? 0,
      maxNewTokens: asked.max_tokens ?? asked.max_completion_tokens ?? 16,
      stop: asked.stop ?? [],
    },
    tellsStops: true,
  }
  const drawn = await collected(completionsOf(model.generate(request)))
  const choices: Record<string, unknown>[] = []
  for (const each of drawn.toSorted((a, b) => a.index - b.index)) {
    const isTold = asked.logprobs !== undefined && asked.logprobs !== false
    const logprobs = isTold ? await logprobsOf(model, prompt, each) : null
    choices.push({
      index: each.index,
      ...(isChat ? { message: messageOf(each.text, manner) } : { text: each.text }),
      logprobs: isChat && logprobs ? { content: chatLogprobs(logprobs) } : logprobs,
      finish_reason: each.finish === 'length' ? 'length' : 'stop',
      ...(manner.tellsStops && { stop_reason: each.stoppedBy ?? null }),
    })
  }
  const tokens = drawn.reduce((sum, each) => sum + each.tokens, 0)
  return { model: manner.name, choices, ...usageOf(manner.countTokens(prompt), tokens, manner) }
}

function messageOf(text: string, { reasoning }: Manner): object {
  const found = reasoning && /^<think>\n([^]*?)(?:\n<\/think>\n\n([^]*))?$/.exec(text)
  return found
    ? { role: 'assistant', content: found[2] ?? null, [reasoning]: found[1] }
    : { role: 'assistant', content: text }
}

interface WireLogprobs {
  tokens: string[]
  token_logprobs: (number | null)[]
  text_offset?: number[]
}

/** The tokens that are not in the text, such as its end, share what is left of its probability. */
async function logprobsOf(
  model: LanguageModel,
  prompt: string,
  { text, tokens, logprob = 0 }: GeneratedCompletion,
): Promise<WireLogprobs> {
  const [scored] = await scoreEach(model, [{ prompt, continuation: text }])
  const hidden = Math.max(0, tokens - scored!.tokens.length)
  const rest = Array.from({ length: hidden }, () => ({
    text: '',
    logprob: Math.min(0, (logprob - scored!.logprob) / hidden),
  }))
  const all = [...scored!.tokens, ...rest]
  return {
    tokens: all.map((each) => each.text),
    token_logprobs: all.map((each) => each.logprob),
  }
}

const chatLogprobs = ({ tokens, token_logprobs }: WireLogprobs): object[] =>
  tokens.map((token, place) => ({ token, logprob: token_logprobs[place] }))

/** Returns the reply to a request that repeats its prompt with the log-probabilities of it. */
export async function echoReply(
  model: LanguageModel,
  asked: Asked,
  manner: Manner,
): Promise<WireReply> {
  const text = readText(asked, manner)
  const prompt = manner.known(text)
  const [scored] = await scoreEach(model, [{ prompt, continuation: text.slice(prompt.length) }])
  const begun = Array.from(prompt)
  const tokens = [...begun, ...scored!.tokens.map((each) => each.text), '!']
  const known = scored!.tokens.map(({ logprob }) => logprob)
  const logprobs = [...begun.map((_, place) => (place === 0 ? null : -1)), ...known, -0.5]
  // As Python counts them: characters, where JavaScript counts halves of some.
  const lengths = tokens.map((token) => Array.from(token).length)
  const offsets = lengths.map((_, place) => lengths.slice(0, place).reduce((a, b) => a + b, 0))
  return {
    model: manner.name,
    choices: [
      {
        index: 0,
        text: `${text}!`,
        logprobs: {
          tokens,
          token_logprobs: logprobs,
          ...(manner.tellsOffsets && { text_offset: offsets }),
        },
        finish_reason: 'length',
      },
    ],
    ...usageOf(manner.countTokens(text), 1, manner),
  }
}

/** Returns the reply to a request for vectors, which are not of length 1. */
export async function embeddingReply(
  model: LanguageModel,
  { input = [] }: Asked,
  manner: Manner,
): Promise<object> {
  const vectors = await model.embed(input)
  const read = input.reduce((sum, text) => sum + manner.countTokens(text), 0)
  return {
    object: 'list',
    model: manner.name,
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: Array.from(vector, (each) => each * 3),
    })),
    usage: { prompt_tokens: read, total_tokens: read },
  }
}

function usageOf(read: number, written: number, { tellsUsage }: Manner): Pick<WireReply, 'usage'> {
  return tellsUsage
    ? {
        usage: {
          prompt_tokens: read,
          completion_tokens: written,
          total_tokens: read + written,
        },
      }
    : {}
}

/** Returns the events of a reply that comes in pieces, the choices in turns. */
export function streamedEvents(reply: WireReply, asked: Asked): string[] {
  const isChat = asked.messages !== undefined
  const event = (rest: object): string =>
    `data: ${JSON.stringify({ model: reply.model, ...rest })}\n\n`
  const turns = reply.choices.map((choice) => piecesOf(choice, isChat))
  const longest = Math.max(0, ...turns.map(({ length }) => length))
  const events: string[] = []
  for (let at = 0; at < longest; at++)
    for (const pieces of turns) if (pieces[at]) events.push(event({ choices: [pieces[at]] }))
  if (asked.stream_options?.include_usage && reply.usage)
    events.push(event({ choices: [], usage: reply.usage }))
  return [...events, 'data: [DONE]\n\n']
}

/** The log-probabilities come with the end, which is allowed. */
function piecesOf(choice: Record<string, unknown>, isChat: boolean): object[] {
  const { index, text, message, logprobs, ...end } = choice
  const fields = (isChat ? message : { text }) as Record<string, string | null>
  const parts = Object.entries(fields)
    .filter(([name, value]) => name !== 'role' && typeof value === 'string')
    // Thoughts come before the answer.
    .toSorted(([a], [b]) => Number(a === 'content') - Number(b === 'content'))
    .flatMap(([name, value]) => inPieces(value!).map((piece) => ({ [name]: piece })))
  const wrap = (part: object): object => ({ index, ...(isChat ? { delta: part } : part) })
  return [
    ...(isChat ? [{ index, delta: { role: 'assistant', content: '' }, finish_reason: null }] : []),
    ...parts.map((part) => ({ ...wrap(part), logprobs: null, finish_reason: null })),
    { ...wrap(isChat ? {} : { text: '' }), logprobs, ...end },
  ]
}

const PIECE = 3

function inPieces(text: string): string[] {
  const characters = Array.from(text)
  return Array.from({ length: Math.ceil(characters.length / PIECE) }, (_, place) =>
    characters.slice(place * PIECE, (place + 1) * PIECE).join(''),
  )
}
