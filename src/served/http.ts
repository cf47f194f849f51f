/** The only place that speaks HTTP: one request, and what became of it. */
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici'
import { CancelledError } from '../core/index.ts'
import { onAbort } from './on-abort.ts'
import { secretOf } from './secret.ts'

/** A reply as it came; nothing of it is trusted. */
export interface HttpReply {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
  /** Takes the key out of what is read from the text, where it may stand in escapes or pieces. */
  hide?: (text: string) => string
}

export interface HttpRequest {
  url: string
  /** Sent as JSON; a request without one is a GET. */
  body?: object
  key: string | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Is told pieces of a reply that succeeds, as they come. */
  onText?: (text: string) => void
}

/** Why there is no reply. */
export class NoReply extends Error {
  /** `tls` and `address` will not get better by themselves. */
  readonly kind: 'tls' | 'address' | 'refused' | 'timeout' | 'cut' | 'long'

  constructor(kind: NoReply['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

/** A reply that is longer than this is no reply to anything that was asked. */
const MOST_BYTES = 64 * 2 ** 20

/** Our own time limit counts: a model may think for minutes before its first token. */
const withoutLimits = { headersTimeout: 0, bodyTimeout: 0, connectTimeout: 30_000 }

let shared: Dispatcher | undefined

/** Proxies are those of the environment: HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
function dispatcher(): Dispatcher {
  const isProxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
    (name) => (process.env[name] ?? '') !== '',
  )
  shared ??= isProxied ? new EnvHttpProxyAgent(withoutLimits) : new Agent(withoutLimits)
  return shared
}

/**
 * Returns the reply, whatever its status. Redirections are not followed: the key would go with
 * them. The key is removed from the reply; one that is too short to be a secret, from refusals
 * alone. @throws NoReply, CancelledError
 */
export async function exchange(asked: HttpRequest): Promise<HttpReply> {
  const { url, body, key, timeoutMs, signal, onText } = asked
  const stopper = new AbortController()
  const stop = (): void => stopper.abort()
  let isLate = false
  const timeout = setTimeout(() => {
    isLate = true
    stop()
  }, timeoutMs)
  const forget = onAbort(signal, stop)
  try {
    if (signal?.aborted) stop()
    const response = await request(url, {
      dispatcher: dispatcher(),
      method: body ? 'POST' : 'GET',
      signal: stopper.signal,
      headers: {
        accept: 'application/json, text/event-stream',
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const { statusCode: status, headers } = response
    const text = await readText(response.body, status === 200 ? onText : undefined)
    const { hide } = secretOf(key)
    // A refusal may repeat any key; what a model has written may hold a short one by chance.
    const bare = status === 200 ? hide(text) : withoutKey(text, key)
    return { status, headers: withoutKeyIn(headers, key), text: bare, hide }
  } catch (error) {
    if (signal?.aborted) throw new CancelledError('interrupted', { cause: error })
    if (isLate) throw new NoReply('timeout', `no reply within ${timeoutMs / 1000} s`, error)
    throw error instanceof NoReply ? error : noReply(error)
  } finally {
    clearTimeout(timeout)
    forget()
  }
}

async function readText(
  body: AsyncIterable<Buffer>,
  onText: HttpRequest['onText'],
): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  const decoder = onText && new TextDecoder()
  for await (const piece of body) {
    pieces.push(piece)
    length += piece.length
    if (length > MOST_BYTES)
      throw new NoReply('long', `the reply is longer than ${MOST_BYTES / 2 ** 20} MiB`)
    onText?.(decoder!.decode(piece, { stream: true }))
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** A server may repeat the key in a message, and a hostile one in a completion. */
const withoutKey = (text: string, key: string | undefined): string =>
  key === undefined || key === '' ? text : text.replaceAll(key, '***')

const withoutKeyIn = (headers: HttpReply['headers'], key: string | undefined) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, withoutKey(String(value ?? ''), key)]),
  )

const tlsCodes =
  /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/

function noReply(error: unknown): NoReply {
  const code = codeOf(error)
  const [first] = String((error as Error).message ?? error).split('\n')
  const told = code === '' || first!.includes(code) ? first! : `${first} (${code})`
  if (tlsCodes.test(code)) return new NoReply('tls', told, error)
  if (code === 'ENOTFOUND' || code === 'ERR_INVALID_URL' || code === 'UND_ERR_INVALID_ARG')
    return new NoReply('address', told, error)
  const isRefused = [
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'ETIMEDOUT',
  ].includes(code)
  return new NoReply(isRefused ? 'refused' : 'cut', told, error)
}

/** Several addresses of one name have an error each. */
function codeOf(error: unknown): string {
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (typeof code === 'string') return code
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0])
  return cause === undefined ? '' : codeOf(cause)
}
