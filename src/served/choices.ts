/** Completions as servers write them: at once or in pieces, of a text or of a chat. */
import type { Finish } from '../model/index.ts'
import { logprobsOf, placeOfStop, replySchema, textOf, type WireChoice } from './choice-shape.ts'
import type { HttpReply } from './http.ts'
import { jsonOf, shaped, wasted } from './json-reply.ts'
import { joined } from './pieces.ts'

/** A completion of a reply. */
export interface Choice {
  index: number
  text: string
  /** `stop` also where the server does not tell a stop text from the end of the text. */
  finish: Finish
  /** Log-probabilities of its tokens, where they were asked for and can be believed. */
  logprobs?: number[]
  /** Whether a filter of the server keeps it back. */
  isWithheld?: true
}

export interface Choices {
  choices: Choice[]
  model: string | undefined
  /** The reply as one object, for its usage. */
  json: unknown
}

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
  const { hide = (text) => text } = reply
  const isStream =
    /event-stream/i.test(String(reply.headers['content-type'])) || /^\s*data: /.test(reply.text)
  const json = isStream ? joined(reply.text, url) : jsonOf(reply, url)
  const { choices, model, error } = shaped(replySchema, json, url)
  if (error !== undefined && error !== null)
    throw wasted(url, json, `the reply is an error: ${hide(JSON.stringify(error)).slice(0, 300)}`)
  const byIndex = new Map(choices.map((choice) => [choice.index, choice]))
  const found = [...byIndex.values()]
    .toSorted((a, b) => a.index - b.index)
    .slice(0, options.count)
    .map((choice) => choiceOf(choice, options.stop, hide))
  if (found.length === 0) throw wasted(url, json, 'the reply holds no completion')
  return { choices: found, model: model ? hide(model) : undefined, json }
}

function choiceOf(
  choice: WireChoice,
  stop: readonly string[],
  hide: (text: string) => string,
): Choice {
  if (choice.finish_reason === 'content_filter')
    return { index: choice.index, text: '', finish: 'length', isWithheld: true }
  const whole = hide(textOf(choice))
  const end = placeOfStop(whole, stop)
  const logprobs = logprobsOf(choice.logprobs)
  return {
    index: choice.index,
    text: whole.slice(0, end),
    finish: end === undefined ? finishOf(choice, stop) : 'stop',
    ...(logprobs && { logprobs }),
  }
}

function finishOf(
  { finish_reason, stop_reason, matched_stop }: WireChoice,
  stop: readonly string[],
): Finish {
  if (finish_reason === 'length') return 'length'
  const stopped = stop_reason ?? matched_stop
  if (typeof stopped === 'string') return 'stop'
  // A server that has the field, and leaves it empty, says that the model itself ended the text.
  const isTold = stop_reason !== undefined || matched_stop !== undefined
  return isTold || stop.length === 0 ? 'endOfText' : 'stop'
}
