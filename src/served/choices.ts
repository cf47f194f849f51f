/** Completions as servers write them: at once or in pieces, of a text or of a chat. */
import { firstStop, type Finish } from '../model/index.ts'
import { logprobsOf, replySchema, textOf, type WireChoice } from './choice-shape.ts'
import type { HttpReply } from './http.ts'
import { jsonOf, shaped, wasted } from './json-reply.ts'
import { joined } from './pieces.ts'

/** A completion of a reply. */
export interface Choice {
  index: number
  text: string
  /** `stop` also where the server does not tell a stop text from the end of the text. */
  finish: Finish
  /** The stop text that has ended it, where that is known. */
  stoppedBy?: string
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
  /** Whether the server was told them. @default true */
  areSent?: boolean
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
    .map((choice) => choiceOf(choice, options, hide))
  if (found.length === 0) throw wasted(url, json, 'the reply holds no completion')
  return { choices: found, model: model ? hide(model) : undefined, json }
}

function choiceOf(
  choice: WireChoice,
  { stop, areSent = true }: ReadOptions,
  hide: (text: string) => string,
): Choice {
  if (choice.finish_reason === 'content_filter')
    return { index: choice.index, text: '', finish: 'length', isWithheld: true }
  const whole = hide(textOf(choice))
  const found = firstStop(whole, stop)
  // Some are of tokens behind the cut.
  const logprobs = found ? undefined : logprobsOf(choice.logprobs)
  const end = found
    ? { finish: 'stop' as const, stoppedBy: found.stop }
    : endOf(choice, stop, areSent)
  return {
    index: choice.index,
    text: whole.slice(0, found?.place),
    ...end,
    ...(logprobs && { logprobs }),
  }
}

/** What has ended a text in which no stop text is left. */
function endOf(
  { finish_reason, stop_reason, matched_stop }: WireChoice,
  stop: readonly string[],
  areSent: boolean,
): Pick<Choice, 'finish' | 'stoppedBy'> {
  if (finish_reason === 'length') return { finish: 'length' }
  // Whatever it names is no stop text of ours: it was told none.
  if (!areSent && stop.length > 0) return { finish: 'endOfText' }
  const stopped = stop_reason ?? matched_stop
  if (typeof stopped === 'string')
    return { finish: 'stop', ...(stop.includes(stopped) && { stoppedBy: stopped }) }
  // A server that has the field, and leaves it empty, says that the model itself ended the text.
  const isTold = stop_reason !== undefined || matched_stop !== undefined
  return { finish: isTold || stop.length === 0 ? 'endOfText' : 'stop' }
}
