/** What went wrong with a request: whether to try again, and what to tell. */
import { ConfigError, ServerError, type AppError } from '../core/index.ts'
import { NoReply, type HttpReply } from './http.ts'
import { maybeJson } from './maybe-json.ts'

/**
 * `busy`: the server asks to wait. `failed`: another try may help. `unreachable`: nobody answers.
 * `tooLong`: the text does not fit the model's context. `withheld`: a filter of the server keeps
 * this completion back. `fatal`: no try will help, neither with this item nor with the next.
 */
export type FaultKind = 'busy' | 'failed' | 'unreachable' | 'tooLong' | 'withheld' | 'fatal'

/** A request that brought nothing to use. */
export class Fault extends Error {
  readonly kind: FaultKind
  /** How long the server asks to wait. */
  readonly waitMs: number | undefined
  /** What ends the run, where it must end. */
  readonly error: AppError
  /** Tokens that the useless reply was paid with, where it says so. */
  used: { promptTokens: number; tokens: number } | undefined

  constructor(kind: FaultKind, error: AppError, waitMs?: number) {
    super(error.message, { cause: error })
    this.kind = kind
    this.error = error
    this.waitMs = waitMs
  }
}

/** Longer than this a server cannot ask to wait: a clock may be wrong. */
const LONGEST_WAIT_MS = 10 * 60_000
const SHOWN = 300

/** Returns the fault of a reply that is no success. */
export function faultOf(url: string, model: string, reply: HttpReply): Fault {
  const { status, text } = reply
  const said = wordsOf(reply)
  const told = `${originOf(url)} answers ${status}${said === '' ? '' : `: ${said}`}`
  if (status === 401 || status === 403)
    return fatal(`${told}`, {
      hint: 'The key is missing or wrong. It is read from the environment: RECKONER_API_KEY, or the variable that `apiKey` names.',
    })
  if (isSpent(status, text))
    return fatal(told, {
      hint: 'The account has no money left. What was paid for is kept: run the same command again when it has.',
    })
  if (status === 429 || status === 503 || status === 529)
    return new Fault('busy', new ServerError(told), waitOf(reply))
  if (status === 501 || status === 505)
    return fatal(told, { hint: 'The server cannot do what it is asked.' })
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return new Fault('failed', new ServerError(told), waitOf(reply))
  if (status >= 300 && status < 400)
    return fatal(`${told} (${placeIn(reply)})`, {
      hint: 'The server sends requests elsewhere. Give the address where it sends them.',
    })
  if (isTooLong(said)) return new Fault('tooLong', new ServerError(told))
  if (/content[_ ](?:filter|policy|management)/i.test(text))
    return new Fault('withheld', new ServerError(told))
  if (status === 404)
    return fatal(told, {
      hint: `Is ${JSON.stringify(model)} what the server calls the model, and does the address end as its documentation says, often in /v1?`,
    })
  return fatal(told, {
    hint: 'The server refuses the request. A field that it does not know can be left out: `body: { field: null }` (docs/servers.md).',
  })
}

/** Returns the fault of a request without a reply. */
export function faultOfSilence(url: string, { kind, message }: NoReply): Fault {
  const told = `${originOf(url)}: ${message}`
  if (kind === 'tls')
    return fatal(told, {
      hint: 'The certificate of the server is not trusted. NODE_EXTRA_CA_CERTS names a file with one that is to be trusted. A server without TLS is reached by http://.',
    })
  if (kind === 'address') return fatal(told, { hint: 'Is the address right?' })
  if (kind === 'refused')
    return new Fault(
      'unreachable',
      new ServerError(`nobody answers at ${told}`, {
        hint: 'Is the server running, and is the address right? What was paid for is kept.',
      }),
    )
  return new Fault('failed', new ServerError(told))
}

/** Returns the fault of a reply that is a success and yet cannot be read. */
export const unusable = (url: string, what: string): Fault =>
  new Fault('failed', new ServerError(`${originOf(url)}: ${what}`))

/** The fault of a score of a whole text: a server has no probability of a first token. */
export const unstartedText = (url: string): Fault =>
  fatal(`${originOf(url)} does not say how likely the first token of a text is`, {
    hint: 'Score what follows a prompt, not a whole text.',
  })

const fatal = (message: string, fields: { hint: string }): Fault =>
  new Fault('fatal', new ConfigError(message, fields))

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)

/** Where a redirection leads; a query may hold what is secret. */
function placeIn({ headers }: HttpReply): string {
  const place = String(headers['location'] ?? '')
  // A path or a query may hold what is secret.
  return URL.canParse(place) ? `to ${new URL(place).origin}` : 'to another path'
}

/** The message of an error, as servers word it; the beginning of what else came. */
function wordsOf({ text, headers, hide = (each) => each }: HttpReply): string {
  if (/html/i.test(String(headers['content-type'])) || /^\s*<(?:!doctype|html)/i.test(text)) {
    const [, title = ''] = /<title>([^<]{0,200})/i.exec(text) ?? []
    return `a web page${title === '' ? '' : ` (${title.trim()})`}, not JSON`
  }
  const parsed = maybeJson(text)
  const found = messageIn(parsed) ?? text
  const line = hide(found).replaceAll(/\s+/g, ' ').trim()
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line
}

function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object') return undefined
  const { error, message, detail } = value as Record<string, unknown>
  return messageIn(error) ?? messageIn(message) ?? messageIn(detail)
}

const isSpent = (status: number, text: string): boolean =>
  status === 402 ||
  ([400, 429].includes(status) &&
    /insufficient[_ ](?:quota|funds|balance|credit)|billing[_ ]hard[_ ]limit|exceeded your current quota/i.test(
      text,
    ))

const isTooLong = (said: string): boolean =>
  /context[_ -]?(?:length|size|window)|maximum (?:context|sequence|input|model)|max_(?:model|seq|total)|(?:prompt|input|request)[^.]{0,40}(?:too long|exceed|longer)|too many tokens|at most \d+ (?:completion|output) tokens/i.test(
    said,
  )

/**
 * `Retry-After` in seconds, or as a date: that is taken from the server's own clock, whatever ours
 * says.
 */
function waitOf({ headers }: HttpReply): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN)
  const after = String(headers['retry-after'] ?? '').trim()
  const found = Number.isFinite(milliseconds)
    ? milliseconds
    : /^\d+(?:\.\d+)?$/.test(after)
      ? Number(after) * 1000
      : Date.parse(after) - Date.parse(String(headers['date'] ?? ''))
  return Number.isFinite(found) && found >= 0 ? Math.min(found, LONGEST_WAIT_MS) : undefined
}
