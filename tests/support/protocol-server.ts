/** A server on this machine that speaks the protocol of OpenAI, on top of any language model. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../src/core/index.ts'
import type { LanguageModel } from '../../src/model/index.ts'
import { sendRefusal, withLie, type FaultName, type Faults } from './faults.ts'
import {
  completionReply,
  echoReply,
  embeddingReply,
  plainManner,
  readText,
  streamedEvents,
  type Asked,
  type Manner,
} from './protocol-replies.ts'

export interface ProtocolServerOptions extends Partial<Manner> {
  /** @default 'vllm' */
  ownedBy?: string
  root?: string
  /** What it tells of itself at `/props`, as llama.cpp does. */
  props?: object
  maxModelLength?: number
  /** What requests must bring. */
  key?: string
  faults?: Faults
  /** How long every reply waits. @default 0 */
  delayMs?: number
  /** The port to listen on. @default any */
  port?: number
}

export interface ProtocolServer extends AsyncDisposable {
  /** `http://127.0.0.1:12345/v1` */
  url: string
  port: number
  /** Bodies of the requests to generate, score or embed, in the order in which they came. */
  requests: { path: string; body: Asked }[]
  /** Whole replies to such a request, by its path, text and seed: what was paid for. */
  paid: Map<string, number>
  /** Requests that are being answered at this moment, and the most there ever were. */
  underWay: { now: number; most: number }
  /** May be changed while it runs. */
  options: ProtocolServerOptions
}

const SLOW_MS = 300

/** Returns a server that listens on this machine alone. */
export async function protocolServer(
  model: LanguageModel,
  options: ProtocolServerOptions = {},
): Promise<ProtocolServer> {
  const attempts = new Map<string, number>()
  const state: Omit<ProtocolServer, 'url' | 'port' | typeof Symbol.asyncDispose> = {
    requests: [],
    paid: new Map(),
    underWay: { now: 0, most: 0 },
    options,
  }
  const server = createServer((request, response) => {
    const { underWay } = state
    underWay.most = Math.max(underWay.most, ++underWay.now)
    response.on('close', () => underWay.now--)
    answer(model, state, attempts, request, response).catch((error: unknown) => {
      const status = error instanceof ConfigError ? 400 : 500
      if (!response.headersSent) refuse(response, status, (error as Error).message)
      else response.destroy()
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    port,
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  })
}

type State = Pick<ProtocolServer, 'requests' | 'paid' | 'options'>

async function answer(
  model: LanguageModel,
  state: State,
  attempts: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { options } = state
  const manner: Manner = { ...plainManner, ...options }
  const given = request.headers.authorization ?? ''
  if (options.key !== undefined && given !== `Bearer ${options.key}`) {
    const key = given.replace('Bearer ', '')
    return refuse(response, 401, `Incorrect API key provided: ${key}. You can find your API key at`)
  }
  const path = request.url!.replace(/^\/v1/, '')
  if (request.method === 'GET') return tell(path, options, manner, response)
  const asked = JSON.parse(await bodyOf(request)) as Asked
  state.requests.push({ path, body: asked })
  const name = nameOf(path, asked)
  const attempt = (attempts.get(name) ?? 0) + 1
  attempts.set(name, attempt)
  if (options.delayMs) await sleep(options.delayMs)
  const fault = options.faults?.({ name, attempt })
  if (fault === 'slow') await sleep(SLOW_MS)
  if (fault !== undefined && sendRefusal(fault, response)) return
  if (asked.model !== manner.name)
    return refuse(response, 404, `The model \`${asked.model}\` does not exist.`)
  const tooLong = overflowOf(asked, options, manner)
  if (tooLong !== undefined) return refuse(response, 400, tooLong)
  response.on('finish', () => state.paid.set(name, (state.paid.get(name) ?? 0) + 1))
  if (path === '/embeddings') {
    if (!model.capabilities.embed) return refuse(response, 404, 'Not Found')
    return send(response, JSON.stringify(await embeddingReply(model, asked, manner)), fault)
  }
  if (!['/completions', '/chat/completions'].includes(path))
    return refuse(response, 404, 'Not Found')
  const isEchoed = asked.echo === true && model.capabilities.score
  const make = isEchoed ? echoReply : completionReply
  const reply = withLie(await make(model, asked, manner), fault, options.key)
  if (asked.stream) await stream(response, streamedEvents(reply, asked), fault)
  else send(response, JSON.stringify(reply), fault)
}

/** What tells a request from others, whenever it comes. */
export const nameOf = (path: string, asked: Asked): string =>
  JSON.stringify([
    path,
    asked.prompt ?? asked.messages ?? asked.input,
    asked.seed ?? null,
    asked.echo ?? false,
  ])

function tell(
  path: string,
  { ownedBy = 'vllm', root, props, maxModelLength }: ProtocolServerOptions,
  { name }: Manner,
  response: ServerResponse,
): void {
  if (path === '/version') return send(response, JSON.stringify({ version: '1.2.3' }))
  if (path === '/props' && props) return send(response, JSON.stringify(props))
  if (path !== '/models') return refuse(response, 404, 'Not Found')
  const entry = {
    id: name,
    object: 'model',
    owned_by: ownedBy,
    ...(root !== undefined && { root }),
    ...(maxModelLength !== undefined && { max_model_len: maxModelLength }),
  }
  send(response, JSON.stringify({ object: 'list', data: [entry] }))
}

/** As vLLM words it. */
function overflowOf(
  asked: Asked,
  { maxModelLength }: ProtocolServerOptions,
  manner: Manner,
): string | undefined {
  if (maxModelLength === undefined || asked.input) return undefined
  const read = manner.countTokens(readText(asked, manner))
  const wanted = asked.max_tokens ?? asked.max_completion_tokens ?? 16
  if (read >= maxModelLength)
    return `This model's maximum context length is ${maxModelLength} tokens. However, your prompt contains at least ${read} input tokens, which exceeds this limit even without any output tokens.`
  if (read + wanted > maxModelLength)
    return `This model's maximum context length is ${maxModelLength} tokens. However, you requested ${read + wanted} tokens (${read} in the messages, ${wanted} in the completion).`
  return undefined
}

const refuse = (response: ServerResponse, status: number, message: string): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message, code: status } }))

function send(response: ServerResponse, body: string, fault?: FaultName): void {
  const half = body.slice(0, body.length / 2)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(fault === 'badJson' ? half : body),
  })
  if (fault === 'cutBody') response.write(half, () => response.destroy())
  else response.end(fault === 'badJson' ? half : body)
}

async function stream(
  response: ServerResponse,
  events: readonly string[],
  fault: FaultName | undefined,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const last = Math.floor(events.length / 2)
  for (const [place, event] of events.entries()) {
    const isLast = place === last
    if (isLast && fault === 'badJson') response.write('data: {"choices": [{"ind\n\n')
    // Pieces of the connection are not pieces of the text: an event may be cut anywhere.
    const middle = Math.floor(event.length / 3)
    response.write(event.slice(0, middle))
    await new Promise(setImmediate)
    if (isLast && fault === 'cutBody') return void response.destroy()
    response.write(event.slice(middle))
  }
  response.end()
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}
