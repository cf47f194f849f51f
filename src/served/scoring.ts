/** How likely given texts are: read from what a server repeats of a prompt. */
import { z } from 'zod'
import type { TokenLogprobs } from '../model/index.ts'
import type { HttpReply } from './http.ts'
import { jsonOf, shaped, wasted } from './json-reply.ts'
import type { Read } from './sender.ts'
import { tokensToldBy } from './usage.ts'

/** The fields that make a server tell the log-probabilities of a prompt. */
export const echoFields = { max_tokens: 1, temperature: 0, echo: true, logprobs: 1 }

const replySchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        logprobs: z.object({
          tokens: z.array(z.string()),
          token_logprobs: z.array(z.number().nullable()),
          text_offset: z.array(z.number().int()).nullish(),
        }),
      }),
    )
    .min(1),
})

/**
 * Returns the score of what follows the first `promptLength` characters of a text that the server
 * has repeated. A token that reaches beyond the prompt belongs to the continuation.
 * @throws Fault for a reply that does not hold the text's log-probabilities
 */
export function readScore(
  reply: HttpReply,
  url: string,
  { text, promptLength }: { text: string; promptLength: number },
): Read<TokenLogprobs> {
  const json = jsonOf(reply, url)
  const { model, choices } = shaped(replySchema, json, url)
  const { tokens, token_logprobs: logprobs, text_offset: told } = choices[0]!.logprobs
  if (tokens.length !== logprobs.length)
    throw wasted(url, json, 'there are not as many log-probabilities as tokens')
  const offsets = offsetsOf(tokens, told ?? undefined)
  const isRepeated = tokens.some((_, place) => endOf(tokens, offsets, place) >= text.length)
  if (!isRepeated) throw wasted(url, json, 'the reply does not repeat the whole text')
  const own: TokenLogprobs['tokens'] = []
  for (const [place, token] of tokens.entries()) {
    // The token that the server adds of its own begins where the text ends.
    if (offsets[place]! >= text.length || endOf(tokens, offsets, place) <= promptLength) continue
    const logprob = logprobs[place]!
    if (logprob === null || !(logprob <= 1e-6) || logprob < -1e30)
      throw wasted(url, json, `the log-probability of a token is ${String(logprob)}`)
    own.push({ text: token, logprob })
  }
  return {
    result: { logprob: own.reduce((sum, { logprob }) => sum + logprob, 0), tokens: own },
    used: tokensToldBy(json) ?? { promptTokens: tokens.length, tokens: 1 },
    model: model ?? undefined,
  }
}

/** Where each token begins. Not every server says it. */
function offsetsOf(tokens: readonly string[], told: readonly number[] | undefined): number[] {
  const isTold =
    told?.length === tokens.length && told.every((at, place) => at >= (told[place - 1] ?? 0))
  if (isTold) return [...told]
  let at = 0
  return tokens.map(({ length }) => {
    at += length
    return at - length
  })
}

const endOf = (tokens: readonly string[], offsets: readonly number[], place: number): number =>
  offsets[place + 1] ?? offsets[place]! + tokens[place]!.length
