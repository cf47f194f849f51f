/** What goes wrong with servers, drawn from a seed so that a run can be repeated. */
import type { ServerResponse } from 'node:http'
import { rng } from '../../src/core/index.ts'
import type { WireReply } from './protocol-replies.ts'

/** Faults of a whole reply, before anything was made for it. */
export const refusals = [
  'busy',
  'busySeconds',
  'busyDate',
  'error500',
  'unavailable503',
  'cutHead',
  'html200',
] as const
/** Faults that another try does not mend. */
export const finalRefusals = ['redirect', 'overflow', 'quota', 'forbidden'] as const
/** Faults of the way that a reply takes. */
export const transports = ['slow', 'cutBody', 'badJson'] as const
/** Faults of what a reply says. */
export const lies = [
  'noChoices',
  'sameIndexTwice',
  'tooFew',
  'tooMany',
  'positiveLogprobs',
  'nullLogprobs',
  'fewLogprobs',
  'noLogprobs',
  'otherModel',
  'truncates',
  'repeatsKey',
] as const

export type Refusal = (typeof refusals)[number] | (typeof finalRefusals)[number]
export type Transport = (typeof transports)[number]
export type Lie = (typeof lies)[number]
export type FaultName = Refusal | Transport | Lie

/** Returns the fault of a request: of its text and seed, when it comes for the nth time. */
export type Faults = (request: { name: string; attempt: number }) => FaultName | undefined

/**
 * Draws one of `names` for a share of the requests. What is drawn depends on the request alone, not
 * on when it comes; after `most` faults a request succeeds.
 */
export function drawnFaults(
  seed: number,
  names: readonly FaultName[],
  { share = 0.3, most = 3 }: { share?: number; most?: number } = {},
): Faults {
  return ({ name, attempt }) => {
    const random = rng('fault', seed, name, attempt)
    return attempt <= most && random.next() < share ? random.pick(names) : undefined
  }
}

/** The server's clock is so far from ours. */
const CLOCK_OFF_MS = 5 * 3_600_000

const errorBody = (message: string, code: number | string): string =>
  JSON.stringify({ error: { message, type: 'error', code } })

/** Sends a refusal. Returns false for a fault of another kind. */
export function sendRefusal(fault: FaultName, response: ServerResponse): boolean {
  const send = (status: number, body: string, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    return true
  }
  switch (fault) {
    case 'busy':
      return send(429, errorBody('Rate limit reached', 'rate_limit_exceeded'))
    case 'busySeconds':
      return send(429, errorBody('Rate limit reached', 429), { 'retry-after': '1' })
    case 'busyDate': {
      const now = Date.now() + CLOCK_OFF_MS
      return send(429, errorBody('Rate limit reached', 429), {
        date: new Date(now).toUTCString(),
        'retry-after': new Date(now + 1000).toUTCString(),
      })
    }
    case 'error500':
      return send(500, 'Internal Server Error', { 'content-type': 'text/plain' })
    case 'unavailable503':
      return send(503, errorBody('Loading model', 503), { 'retry-after': '0' })
    case 'html200':
      return send(200, '<!DOCTYPE html><title>Sign in</title>', { 'content-type': 'text/html' })
    case 'redirect':
      return send(307, '', { location: 'http://127.0.0.1:9/elsewhere?token=abc' })
    case 'overflow':
      return send(
        400,
        errorBody(
          "This model's maximum context length is 20 tokens. However, your prompt contains at least 21 input tokens, which exceeds this limit even without any output tokens.",
          400,
        ),
      )
    case 'quota':
      return send(
        429,
        errorBody('You exceeded your current quota, please check your plan', 'insufficient_quota'),
      )
    case 'forbidden':
      return send(403, errorBody('Not allowed', 403))
    case 'cutHead':
      response.socket?.destroy()
      return true
    default:
      return false
  }
}

/** Returns a reply that is not what it should be. */
export function withLie(reply: WireReply, lie: FaultName | undefined, key = ''): WireReply {
  const { choices, usage } = reply
  const [first] = choices
  switch (lie) {
    case 'noChoices':
      return { ...reply, choices: [] }
    case 'sameIndexTwice':
      return { ...reply, choices: [...choices.slice(0, -1), { ...first }] }
    case 'tooFew':
      return { ...reply, choices: choices.slice(0, Math.max(1, choices.length - 1)) }
    case 'tooMany':
      return { ...reply, choices: [...choices, { ...first, index: choices.length }] }
    case 'positiveLogprobs':
      return withLogprobs(reply, () => 0.5)
    case 'nullLogprobs':
      return withLogprobs(reply, () => null)
    case 'fewLogprobs':
      return withLogprobs(reply, (value, place) => (place === 0 ? undefined : value))
    case 'noLogprobs':
      return { ...reply, choices: choices.map((each) => ({ ...each, logprobs: null })) }
    case 'otherModel':
      return { ...reply, model: 'another-model' }
    case 'truncates':
      return { ...reply, ...(usage && { usage: { ...usage, prompt_tokens: 16 } }) }
    case 'repeatsKey':
      return { ...reply, choices: choices.map((each) => ({ ...each, text: `the key is ${key}` })) }
    default:
      return reply
  }
}

function withLogprobs(
  reply: WireReply,
  change: (value: number | null, place: number) => number | null | undefined,
): WireReply {
  const choices = reply.choices.map((choice) => {
    const { logprobs } = choice as { logprobs?: { token_logprobs?: (number | null)[] } | null }
    if (!logprobs?.token_logprobs) return choice
    const changed = logprobs.token_logprobs.map(change).filter((value) => value !== undefined)
    return { ...choice, logprobs: { ...logprobs, token_logprobs: changed } }
  })
  return { ...reply, choices }
}
