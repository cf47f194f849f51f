/** Completions as servers write them: at once or in pieces, of a text or of a chat. */
import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import type { Finish } from '../model/index.ts'
import { unusable } from './fault.ts'
import type { HttpReply } from './http.ts'
import { jsonOf, shaped, wasted } from './json-reply.ts'

/** A completion of a reply. */
export interface Choice {
  index: number
  text: string
  /** `stop` also where the server does not tell a stop text from the end of the text. */
  finish: Finish
  /** Log-probabilities of its tokens, where they were asked for and can be believed. */
  logprobs?: number[]
}

export interface Choices {
  choices: Choice[]
  model: string | undefined
  /** The reply as one object, for its usage. */
  json: unknown
}

const number = z.number()
/** Both kinds of log-probabilities: some servers give the chats' for texts. */
const logprobsSchema = z.union([
  z.object({ content: z.array(z.object({ logprob: number.nullish() })).nullish() }),
  z.object({ token_logprobs: z.array(number.nullish()) }),
])

const choiceSchema = z.object({
  index: z.number().int().nonnegative().default(0),
  text: z.string().nullish(),
  message: messageSchema().nullish(),
  delta: messageSchema().nullish(),
  finish_reason: z.string().nullish(),
  stop_reason: z.union([z.string(), number]).nullish(),
  logprobs: z.unknown(),
})
type WireChoice = z.output<typeof choiceSchema>

function messageSchema() {
  return z.object({
    content: z.string().nullish(),
    refusal: z.string().nullish(),
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
  })
}

const replySchema = z.object({
  choices: z.array(choiceSchema),
  model: z.string().nullish(),
  error: z.unknown(),
})

export interface ReadOptions {
  /** Texts that end a completion. */
  stop: readonly string[]
  /** How many completions were asked for. */
  count: number
}

/**
 * Returns the completions of a reply, in the order of their indices; there may be fewer than were
 * asked for. What stands twice counts once. @throws Fault for a reply that has none
 */
export function readChoices(reply: HttpReply, url: string, options: ReadOptions): Choices {
  const isStream = /event-stream/i.test(String(reply.headers['content-type']))
  const json = isStream ? joined(reply.text, url) : jsonOf(reply, url)
  const { choices, model } = shaped(replySchema, json, url)
  const byIndex = new Map(choices.map((choice) => [choice.index, choice]))
  const found = [...byIndex.values()]
    .toSorted((a, b) => a.index - b.index)
    .slice(0, options.count)
    .map((choice) => choiceOf(choice, options.stop))
  if (found.length === 0) throw wasted(url, json, 'the reply holds no completion')
  return { choices: found, model: model ?? undefined, json }
}

function choiceOf(choice: WireChoice, stop: readonly string[]): Choice {
  const whole = textOf(choice)
  const ends = stop.map((each) => whole.indexOf(each)).filter((at) => at >= 0)
  const text = ends.length > 0 ? whole.slice(0, Math.min(...ends)) : whole
  const finish = ends.length > 0 ? 'stop' : finishOf(choice, stop)
  const logprobs = logprobsOf(choice.logprobs)
  return { index: choice.index, text, finish, ...(logprobs && { logprobs }) }
}

/** Thoughts in a field of their own stand in marks before the answer, as models write them. */
function textOf({ text, message }: WireChoice): string {
  if (typeof text === 'string') return text
  const said = message?.content ?? message?.refusal ?? ''
  const thoughts = message?.reasoning_content ?? message?.reasoning ?? ''
  if (thoughts.trim() === '') return said
  const isEnded = said.trim() !== ''
  return `<think>\n${thoughts.trim()}\n${isEnded ? `</think>\n\n${said}` : ''}`
}

function finishOf({ finish_reason, stop_reason }: WireChoice, stop: readonly string[]): Finish {
  if (finish_reason === 'length') return 'length'
  if (typeof stop_reason === 'string') return 'stop'
  // A server that has the field, and leaves it empty, says that the model itself ended the text.
  const isTold = stop_reason !== undefined
  return isTold || stop.length === 0 ? 'endOfText' : 'stop'
}

/** What no log-probability can be is none. */
function logprobsOf(given: unknown): number[] | undefined {
  const found = logprobsSchema.safeParse(given)
  if (!found.success) return undefined
  const { data } = found
  const values =
    'token_logprobs' in data ? data.token_logprobs : data.content?.map(({ logprob }) => logprob)
  const isGood = values?.every(
    (value) => typeof value === 'number' && value <= 1e-6 && value > -1e30,
  )
  return isGood ? (values as number[]) : undefined
}

/** Joins the events of a stream into the reply that it would be at once. @throws Fault */
function joined(text: string, url: string): object {
  const choices = new Map<number, WireChoice & { parts: unknown[] }>()
  const whole: Record<string, unknown> = {}
  let isDone = false
  for (const event of eventsOf(text)) {
    if (event === '[DONE]') {
      isDone = true
      continue
    }
    const { choices: pieces, ...rest } = piece(event, url)
    if (rest['error'] !== undefined && rest['error'] !== null)
      throw unusable(url, `the stream breaks off: ${JSON.stringify(rest['error']).slice(0, 300)}`)
    for (const [name, value] of Object.entries(rest))
      if (value !== null && value !== undefined) whole[name] = value
    for (const each of pieces) {
      const known = choices.get(each.index)
      choices.set(each.index, known ? extended(known, each) : begun(each))
    }
  }
  const all = [...choices.values()]
  if (!isDone && all.some(({ finish_reason }) => typeof finish_reason !== 'string'))
    throw unusable(url, 'the stream ends before its completions do')
  return {
    ...whole,
    choices: all.map(({ parts, ...rest }) => ({ ...rest, logprobs: join(parts) })),
  }
}

function eventsOf(text: string): string[] {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) })
  parser.feed(text.endsWith('\n\n') ? text : `${text}\n\n`)
  return events
}

const pieceSchema = replySchema.extend({ choices: z.array(choiceSchema).default([]) }).loose()

function piece(event: string, url: string): z.output<typeof pieceSchema> {
  let json: unknown
  try {
    json = JSON.parse(event)
  } catch {
    throw unusable(url, 'the stream holds what is no JSON')
  }
  return shaped(pieceSchema, json, url)
}

const begun = ({ delta, ...choice }: WireChoice): WireChoice & { parts: unknown[] } => ({
  ...choice,
  ...(delta && { message: delta }),
  parts: [choice.logprobs],
})

function extended(
  known: WireChoice & { parts: unknown[] },
  next: WireChoice,
): WireChoice & { parts: unknown[] } {
  known.parts.push(next.logprobs)
  const add = (a: string | null | undefined, b: string | null | undefined) =>
    a === undefined && b === undefined ? undefined : `${a ?? ''}${b ?? ''}`
  const delta = next.delta ?? {}
  const message = known.message ?? {}
  return {
    ...known,
    text: add(known.text, next.text),
    message: {
      content: add(message.content, delta.content),
      refusal: add(message.refusal, delta.refusal),
      reasoning_content: add(message.reasoning_content, delta.reasoning_content),
      reasoning: add(message.reasoning, delta.reasoning),
    },
    finish_reason: next.finish_reason ?? known.finish_reason,
    stop_reason: next.stop_reason ?? known.stop_reason,
  }
}

/** The log-probabilities of all pieces; those of a piece without any are unknown. */
function join(parts: readonly unknown[]): unknown {
  const given = parts.filter((part) => part !== null && part !== undefined)
  const all = given.map(logprobsOf)
  return given.length === 0 || all.some((each) => each === undefined)
    ? null
    : { token_logprobs: all.flat() }
}

/** Calls `onText` with what each completion grows by, while a stream comes in. */
export function streamReader(
  onText: (index: number, text: string) => void,
): (text: string) => void {
  const parser = createParser({
    onEvent: ({ data }) => {
      const found = pieceSchema.safeParse(data === '[DONE]' ? {} : maybeJson(data))
      for (const { index, text, delta } of found.success ? found.data.choices : []) {
        const grown = text ?? delta?.content ?? ''
        if (grown !== '') onText(index, grown)
      }
    },
  })
  return (text) => parser.feed(text)
}

function maybeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // what reads the whole stream says so
  }
}
