/** What a server is sent to generate completions. */
import type { Decoding } from '../model/index.ts'
import type { ServerKind } from './server-kinds.ts'
import type { ServedSettings } from './settings.ts'

/** The protocol takes no more. All stop texts are looked for in the reply, too. */
const MOST_STOPS = 4

export interface Asking {
  settings: ServedSettings
  kind: ServerKind
  /** Whether prompts are turns of a user, which the server puts into the model's template. */
  isChat: boolean
  /** Some servers know the limit of a chat's tokens by a newer name only. */
  tokensField: 'max_tokens' | 'max_completion_tokens'
}

/** Where completions are asked for. */
export const generatePath = ({ isChat }: Pick<Asking, 'isChat'>): string =>
  isChat ? '/chat/completions' : '/completions'

/** Returns the fields of a request for `count` completions of a prompt. */
export function generateBody(
  { settings, kind, isChat, tokensField }: Asking,
  prompt: string,
  decoding: Decoding,
  { count, seed, stops = [] }: { count: number; seed: number; stops?: readonly string[] },
): Record<string, unknown> {
  const { temperature, topP = 1, topK = 0, minP = 0, maxNewTokens } = decoding
  const text = wellFormed(prompt)
  const body: Record<string, unknown> = {
    model: settings.model,
    ...(isChat ? { messages: [{ role: 'user', content: text }] } : { prompt: text }),
    ...kind.plainSampling(temperature),
    temperature,
    top_p: topP,
    ...(topK > 0 && { top_k: topK }),
    ...(minP > 0 && { min_p: minP }),
    [tokensField]: maxNewTokens,
    ...(stops.length > 0 && { stop: stops }),
    ...(count > 1 && { n: count }),
    ...(temperature > 0 && { seed }),
    ...(settings.logprobs && { logprobs: isChat ? true : 1 }),
    ...settings.body,
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

/** Returns the stop texts that are sent. With `areTold`, it must be known which one ends a text. */
export function stopsSent(
  { tellsStops }: ServerKind,
  stop: readonly string[],
  areTold: boolean,
): readonly string[] {
  if (tellsStops) return stop
  return areTold ? [] : stop.slice(0, MOST_STOPS)
}

/** Halves of characters are refused by servers. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')

/** The fields with which a reply comes in pieces. */
export const streamFields = { stream: true, stream_options: { include_usage: true } }
