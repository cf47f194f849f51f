/** Replies that come in pieces. */
import { createParser } from 'eventsource-parser'
import type { z } from 'zod'
import { firstStop } from '../model/index.ts'
import { choiceSchema, logprobsOf, replySchema, textOf, type WireChoice } from './choice-shape.ts'
import { unusable } from './fault.ts'
import { shaped } from './json-reply.ts'
import { maybeJson } from './maybe-json.ts'

const pieceSchema = replySchema.extend({ choices: choiceSchema.array().default([]) }).loose()

/** Joins the events of a stream into the reply that it would be at once. @throws Fault */
export function joined(text: string, url: string): object {
  const choices = new Map<number, Grown>()
  const whole: Record<string, unknown> = {}
  let isDone = false
  for (const event of eventsOf(text)) {
    if (event === '[DONE]') {
      isDone = true
      continue
    }
    const { choices: pieces, ...rest } = pieceOf(event, url)
    if (rest['error'] !== undefined && rest['error'] !== null)
      throw unusable(url, `the stream breaks off: ${JSON.stringify(rest['error']).slice(0, 300)}`)
    for (const [name, value] of Object.entries(rest))
      if (value !== null && value !== undefined) whole[name] = value
    for (const each of pieces) choices.set(each.index, extended(choices.get(each.index), each))
  }
  const all = [...choices.values()]
  if (!isDone && all.some(({ finish_reason }) => typeof finish_reason !== 'string'))
    throw unusable(url, 'the stream ends before its completions do')
  return {
    ...whole,
    choices: all.map(({ parts, ...rest }) => ({ ...rest, logprobs: joinedLogprobs(parts) })),
  }
}

function eventsOf(text: string): string[] {
  const events: string[] = []
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) })
  parser.feed(text.endsWith('\n\n') ? text : `${text}\n\n`)
  return events
}

function pieceOf(event: string, url: string): z.output<typeof pieceSchema> {
  const json = maybeJson(event)
  if (json === undefined) throw unusable(url, 'the stream holds what is no JSON')
  return shaped(pieceSchema, json, url)
}

/** What has come of a completion. */
type Grown = WireChoice & { parts: unknown[] }

function extended(known: Grown | undefined, { delta, ...next }: WireChoice): Grown {
  if (!known) return { ...next, ...(delta && { message: delta }), parts: [next.logprobs] }
  known.parts.push(next.logprobs)
  known.text = added(known.text, next.text)
  if (delta)
    known.message = {
      content: added(known.message?.content, delta.content),
      refusal: added(known.message?.refusal, delta.refusal),
      reasoning_content: added(known.message?.reasoning_content, delta.reasoning_content),
      reasoning: added(known.message?.reasoning, delta.reasoning),
    }
  known.finish_reason = next.finish_reason ?? known.finish_reason
  // That it is empty says something too.
  if (next.stop_reason !== undefined) known.stop_reason = next.stop_reason
  if (next.matched_stop !== undefined) known.matched_stop = next.matched_stop
  return known
}

type Maybe = string | null | undefined
const added = (a: Maybe, b: Maybe): Maybe =>
  typeof a === 'string' || typeof b === 'string' ? `${a ?? ''}${b ?? ''}` : a

/** The log-probabilities of all pieces; those of a piece without any are unknown. */
function joinedLogprobs(parts: readonly unknown[]): unknown {
  const given = parts.filter((part) => part !== null && part !== undefined)
  const all = given.map(logprobsOf)
  return given.length === 0 || all.some((each) => each === undefined)
    ? null
    : { token_logprobs: all.flat() }
}

/**
 * Returns a reader of a stream that comes in, which calls `onGrown` with what is certain of the
 * text of a completion whenever that has grown: nothing from a stop text on.
 */
export function streamReader(
  stop: readonly string[],
  onGrown: (index: number, text: string) => void,
): (text: string) => void {
  const grown = new Map<number, Grown>()
  const parser = createParser({
    onEvent: ({ data }) => {
      const found = pieceSchema.safeParse(data === '[DONE]' ? {} : maybeJson(data))
      for (const piece of found.success ? found.data.choices : []) {
        const choice = extended(grown.get(piece.index), { ...piece, logprobs: undefined })
        grown.set(piece.index, choice)
        onGrown(piece.index, certainPart(textOf(choice), stop))
      }
    },
  })
  return (text) => parser.feed(text)
}

/** What comes before a stop text, or before what may be the beginning of one. */
function certainPart(text: string, stop: readonly string[]): string {
  const end = firstStop(text, stop)?.place
  if (end !== undefined) return text.slice(0, end)
  const held = stop.map((each) => {
    let length = Math.min(each.length - 1, text.length)
    while (length > 0 && !text.endsWith(each.slice(0, length))) length--
    return length
  })
  return text.slice(0, text.length - Math.max(0, ...held))
}
