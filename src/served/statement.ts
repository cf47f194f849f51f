/** What a server says of itself, and of the model that it serves. It costs nothing to ask. */
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { Fault, faultOf } from './fault.ts'
import { exchange, type HttpReply } from './http.ts'
import { patiently } from './patiently.ts'
import { serverKinds, unknownServer, type ServerKind } from './server-kinds.ts'
import type { ServedSettings } from './settings.ts'
import { maybeJson } from './maybe-json.ts'

/** What a server says of itself: taken on trust, and noted. */
export const statementSchema = z.object({
  server: z.string(),
  /** `vLLM`, or `a server`. */
  software: z.string(),
  version: z.string().optional(),
  /** What the model was loaded from, where the server tells it. */
  root: z.string().optional(),
  /** Tokens that the model reads. */
  contextLength: z.number().optional(),
})
export type Statement = z.output<typeof statementSchema>

const modelSchema = z.object({
  id: z.string(),
  owned_by: z.string().nullish(),
  root: z.string().nullish(),
  max_model_len: z.number().int().positive().nullish(),
  context_length: z.number().int().positive().nullish(),
  meta: z.object({ n_ctx: z.number().int().positive().nullish() }).nullish().catch(null),
})
const modelsSchema = z.object({ data: z.array(modelSchema) })
type ListedModel = z.output<typeof modelSchema>

const STATEMENT_MS = 30_000

/**
 * Returns what one server says. @throws ConfigError where it has no such model, or refuses the key;
 * ServerError where nobody answers
 */
export async function statementOf(
  server: string,
  { model }: ServedSettings,
  key: string | undefined,
  signal?: AbortSignal,
): Promise<Statement> {
  const asking = { model, key, signal }
  const reply = await told(`${server}/models`, asking)
  const listed =
    reply.status === 200 ? modelsSchema.safeParse(maybeJson(reply.text)).data : undefined
  const hide = reply.hide ?? ((text: string) => text)
  // Not every server lists its models; then the first request tells whether there is this one.
  if (!listed) return { server, software: unknownServer.name }
  const entry = entryOf(
    listed.data.map((each) => ({ ...each, id: hide(each.id) })),
    model,
    server,
  )
  const kind = serverKinds[entry.owned_by ?? ''] ?? unknownServer
  const { version, root = entry.root } = await toldElsewhere(server, kind, asking)
  const contextLength = entry.max_model_len ?? entry.context_length ?? entry.meta?.n_ctx
  return {
    server,
    software: kind.name,
    ...(typeof version === 'string' && { version: hide(version).slice(0, 100) }),
    ...(typeof root === 'string' && root !== '' && { root: shortened(hide(root)) }),
    ...(contextLength && { contextLength }),
  }
}

/** Returns the kind of a server that has spoken. */
export const kindNamed = (software: string): ServerKind =>
  Object.values(serverKinds).find(({ name }) => name === software) ?? unknownServer

function entryOf(models: readonly ListedModel[], model: string, server: string): ListedModel {
  const entry = models.find(({ id }) => id === model)
  if (entry) return entry
  // Some write the version behind the name, or the folder before it.
  const near = models.find(({ id }) => id === `${model}:latest` || id.endsWith(`/${model}`))
  if (near) return near
  const names = models.slice(0, 20).map(({ id }) => id)
  throw new ConfigError(`${server} does not serve ${JSON.stringify(model)}`, {
    hint: `It serves ${names.length === 0 ? 'no model' : `${names.join(', ')}${models.length > names.length ? ', …' : ''}`}.`,
  })
}

/** What a server of a known kind tells of itself elsewhere; nothing where it does not. */
async function toldElsewhere(
  server: string,
  { tellsAt, versionIn, rootIn }: ServerKind,
  asking: Asking,
): Promise<{ version?: unknown; root?: unknown }> {
  if (tellsAt === undefined) return {}
  const json = await told(`${server.replace(/\/v\d+$/, '')}${tellsAt}`, asking).then(
    ({ text }) => maybeJson(text),
    () => undefined,
  )
  const all = (json ?? {}) as Record<string, unknown>
  return { version: versionIn?.(all), root: rootIn?.(all) }
}

/** Reports show this: the end of a path says most. */
function shortened(root: string): string {
  const characters = Array.from(root)
  return characters.length <= LONGEST_ROOT ? root : `…${characters.slice(-LONGEST_ROOT).join('')}`
}

const LONGEST_ROOT = 200

interface Asking {
  model: string
  key: string | undefined
  signal: AbortSignal | undefined
}

/** A server that is starting says so; then it is not one that lists no models. */
async function told(url: string, { model, key, signal }: Asking): Promise<HttpReply> {
  try {
    return await patiently(
      async () => {
        const reply = await exchange({ url, key, timeoutMs: STATEMENT_MS, signal })
        const { status } = reply
        const isAnswer = status < 500 && ![401, 402, 403, 408, 429].includes(status)
        if (isAnswer || status === 501) return reply
        throw faultOf(url, model, reply)
      },
      url,
      signal,
    )
  } catch (error) {
    throw error instanceof Fault ? error.error : error
  }
}
