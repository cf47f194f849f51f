/** What a server can do: asked with a few tokens, never guessed. */
import { z } from 'zod'
import { readChoices } from './choices.ts'
import { Fault, faultOf, unusable } from './fault.ts'
import { exchange, type HttpReply } from './http.ts'
import { readVectors } from './embedding.ts'
import { jsonOf } from './json-reply.ts'
import { patiently } from './patiently.ts'
import { generateBody, generatePath, type Asking } from './request-body.ts'
import { maybeJson } from './maybe-json.ts'
import { echoFields, readScore } from './scoring.ts'
import { tokensToldBy, type Usage } from './usage.ts'

export const abilitiesSchema = z.object({
  /** One seed gives one text, and another seed another one. */
  seeds: z.boolean(),
  /** It answers the same whatever the seed: it does not draw. */
  alwaysSame: z.boolean(),
  score: z.boolean(),
  embed: z.boolean(),
  tokensField: z.enum(['max_tokens', 'max_completion_tokens']),
})
export type Abilities = z.output<typeof abilitiesSchema>

/** How the server is asked, before it is known how it calls the limit of tokens. */
export type Probing = Omit<Asking, 'tokensField'> & {
  server: string
  key: string | undefined
  signal?: AbortSignal | undefined
  /** Is told what each question has used. */
  onUsed: (used: Pick<Usage, 'promptTokens' | 'tokens'>) => void
}

const PROBE_TEXT = 'Write the first words of a story about a town by the sea:'
const PROBE_TOKENS = 12

/** @throws ConfigError, ServerError where the server generates nothing, or is in trouble */
export async function probe(probing: Probing): Promise<Abilities> {
  const tokensField = await tokensFieldOf(probing)
  // Some heed seeds only as long as nobody else asks.
  const asking = { ...probing, tokensField }
  const draw = (seed: number) => drawn(asking, seed).catch(throwError)
  const [first, again, other] =
    probing.settings.concurrency === 1
      ? [await draw(1), await draw(1), await draw(2)]
      : await Promise.all([1, 1, 2].map(draw))
  const { settings, isChat } = probing
  const text = PROBE_TEXT
  const embedded = () =>
    post(probing, '/embeddings', { model: settings.model, input: [text] }, (...at) =>
      readVectors(...at, 1),
    )
  return {
    seeds: first === again && first !== other,
    alwaysSame: first === again && first === other,
    // The words of a chat are not those that the model reads.
    score: !isChat && (await works(() => scoreCheck(probing))),
    embed: await works(embedded),
    tokensField,
  }
}

/**
 * Asks for a token with its log-probability, and for the score of the same token behind the same
 * prompt. @throws Fault where the two differ: there are servers whose scores are those of other
 * tokens
 */
async function scoreCheck(probing: Probing): Promise<void> {
  const { settings } = probing
  const greedy = { model: settings.model, temperature: 0, max_tokens: 1, logprobs: 1 }
  const body = { ...greedy, ...probing.kind.plainSampling(0), prompt: PROBE_TEXT }
  const { choices } = await post(probing, '/completions', body, (...at) =>
    readChoices(...at, { stop: [], count: 1 }),
  )
  const { text, logprobs = [] } = choices[0]!
  const whole = PROBE_TEXT + text
  const score = await post(
    probing,
    '/completions',
    { model: settings.model, prompt: whole, ...echoFields },
    (...at) => readScore(...at, { text: whole, promptLength: PROBE_TEXT.length }).result,
  )
  const isSame = text !== '' && Math.abs(score.logprob - (logprobs[0] ?? Number.NaN)) < SAME_SCORE
  if (!isSame) throw unusable(probing.server, 'the scores are not those of the tokens')
}

/** Arithmetic in other batches differs by less. */
const SAME_SCORE = 0.05

/** The name is learned from the refusal of the other one. */
async function tokensFieldOf(probing: Probing): Promise<Asking['tokensField']> {
  try {
    await drawn({ ...probing, tokensField: 'max_tokens' }, 1, 1)
    return 'max_tokens'
  } catch (error) {
    const isRefused = error instanceof Fault && /max_completion_tokens/.test(error.message)
    if (isRefused) return 'max_completion_tokens'
    return throwError(error)
  }
}

/** A fault is for those who can go on. */
function throwError(error: unknown): never {
  throw error instanceof Fault ? error.error : error
}

async function drawn(asking: Probing & Asking, seed: number, maxNewTokens = PROBE_TOKENS) {
  const decoding = { temperature: 1, maxNewTokens }
  const body = generateBody(asking, PROBE_TEXT, decoding, { count: 1, seed })
  const options = { stop: [], count: 1 }
  const url = `${asking.server}${generatePath(asking)}`
  // A reply of any other shape than this one is trouble, and trouble may pass.
  const { choices } = await patiently(
    async () => readChoices(await postOnce(asking, url, body), url, options),
    url,
    asking.signal,
  )
  return choices[0]!.text
}

/** A server that cannot do what it is asked says so in one way or another; trouble is no answer. */
async function works(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (error.kind === 'busy' || error.kind === 'unreachable') throw error.error
    return false
  }
}

/**
 * A reply that is a success, and yet says something else, is not asked for again; what is no JSON
 * is none, but trouble on the way. @throws Fault
 */
async function post<Result>(
  probing: Probing,
  path: string,
  body: object,
  read: (reply: HttpReply, url: string) => Result,
): Promise<Result> {
  const url = `${probing.server}${path}`
  const ask = async (): Promise<HttpReply> => {
    const reply = await postOnce(probing, url, body)
    jsonOf(reply, url)
    return reply
  }
  return read(await patiently(ask, url, probing.signal), url)
}

/** @throws Fault, NoReply */
async function postOnce(
  { key, settings, onUsed, signal }: Probing,
  url: string,
  body: object,
): Promise<HttpReply> {
  const reply = await exchange({
    url,
    body,
    key,
    timeoutMs: settings.timeoutSeconds * 1000,
    signal,
  })
  if (reply.status !== 200) throw faultOf(url, settings.model, reply)
  const used = tokensToldBy(maybeJson(reply.text))
  if (used) onUsed(used)
  return reply
}
