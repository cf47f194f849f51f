/** How likely given texts are: read from what a server repeats of a prompt. */
import { z } from 'zod'
import type { TokenLogprobs } from '../model/index.ts'
import type { HttpReply } from './http.ts'
import { unstartedText } from './fault.ts'
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
  const starts = startsOf(tokens, told ?? undefined)
  const length = lengthOf(text)
  const begin = lengthOf(text.slice(0, promptLength))
  if (starts.at(-1)! < length) throw wasted(url, json, 'the reply does not repeat the whole text')
  const own: TokenLogprobs['tokens'] = []
  for (const [place, token] of tokens.entries()) {
    // A token without a text is a part of the character that comes after it.
    const isOwn = starts[place]! >= begin || starts[place + 1]! > begin
    // The token that the server adds of its own begins where the text ends.
    if (!isOwn || starts[place]! >= length) continue
    const logprob = logprobs[place]!
    if (logprob === null && place === 0) throw unstartedText(url)
    if (logprob === null || !(logprob <= 1e-6) || logprob < -1e30)
      throw wasted(url, json, `the log-probability of a token is ${String(logprob)}`)
    own.push({ text: token, logprob })
  }
  return {
    result: { logprob: own.reduce((sum, { logprob }) => sum + logprob, 0), tokens: own },
    used: tokensToldBy(json) ?? { promptTokens: tokens.length, tokens: 1 },
    model: model ? (reply.hide?.(model) ?? model) : undefined,
  }
}

/** Where each token begins, and where the last one ends. Not every server says it. */
function startsOf(tokens: readonly string[], told: readonly number[] | undefined): number[] {
  const isTold =
    told?.length === tokens.length && told.every((at, place) => at >= (told[place - 1] ?? 0))
  const starts: number[] = []
  let at = 0
  for (const [place, token] of tokens.entries()) {
    if (isTold) at = told[place]!
    starts.push(at)
    at += lengthOf(token)
  }
  return [...starts, at]
}

/** Characters as servers count them, where JavaScript counts halves of some. */
const lengthOf = (text: string): number => Array.from(text).length
