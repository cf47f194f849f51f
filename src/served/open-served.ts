/** Opens a served model: asks its servers who they are, and what they can do. */
import { canonicalJson, ConfigError, ServerError, sha256 } from '../core/index.ts'
import type { KeptRecords } from '../store/index.ts'
import type { Budget } from './budget.ts'
import { Fault } from './fault.ts'
import { Observer } from './observer.ts'
import { probe, type Abilities } from './probe.ts'
import { secretOf } from './secret.ts'
import { Sender, type KeptItem } from './sender.ts'
import { ABOUT, aboutSchema, keptReplies, MODEL, PROBED, type About } from './served-by.ts'
import { ServedModel } from './served-model.ts'
import { servedSettings, type ServedSettings } from './settings.ts'
import { kindNamed, statementOf, type Statement } from './statement.ts'
import { addUsage, noUsage, priced, type Usage } from './usage.ts'

export interface ServedOptions {
  /** Whether prompts are turns of a user, which the server puts into the model's template. */
  isChat: boolean
  /** Where replies are kept, so that none is paid for twice. Without it, they are not. */
  directory?: string | undefined
  budget?: Budget | undefined
  /** Is told what each request has used. */
  onUsage?: ((usage: Usage) => void) | undefined
  onWarning?: ((message: string) => void) | undefined
  /** Is told what is being waited for: a server that is busy or starting may take minutes. */
  onNote?: ((message: string) => void) | undefined
  /** Ends the opening; what is asked later has a signal of its own. */
  signal?: AbortSignal | undefined
}

/**
 * Returns what tells a served model from others: declared, for nobody here can look inside. What is
 * made with log-probabilities has more to tell.
 */
export function servedIdentity(text: string): string {
  const { servers, model, id, revision, body, logprobs } = servedSettings(text)
  const where = id === undefined ? { servers: servers.toSorted() } : { id }
  return canonicalJson({
    served: { ...where, model, revision, body, ...(logprobs && { logprobs }) },
  })
}

/** @throws ConfigError, ServerError, BudgetError; StoreError where replies cannot be kept */
export async function openServed(text: string, options: ServedOptions): Promise<ServedModel> {
  const settings = servedSettings(text)
  const key = keyOf(settings)
  if (options.budget && !settings.price)
    throw new ConfigError(`there is a budget, but what ${settings.model} costs is not known`, {
      hint: 'Name the model by a file with its `price` (docs/servers.md), or leave --budget out.',
    })
  const { directory, isChat, onWarning = () => {} } = options
  const name = sha256(canonicalJson([servedIdentity(text), isChat])).slice(0, 16)
  const kept = directory === undefined ? undefined : keptReplies(directory, name)
  try {
    const { budget, onUsage } = options
    options.onNote?.(`asking ${serversText(settings)} what ${settings.model} can do there`)
    const about = await aboutOf({
      settings,
      key,
      isChat,
      kept,
      onWarning,
      budget,
      onUsage,
      signal: options.signal,
    })
    const [first] = about.statements
    const kind = kindNamed(first!.software)
    const lengths = about.statements.flatMap(({ contextLength }) => contextLength ?? [])
    const observer = new Observer()
    const sender = new Sender({
      settings,
      key,
      kept,
      budget: options.budget,
      onUsage: options.onUsage,
      onWarning,
      otherModel: modelWatch(kept),
      recheck: async (server) => {
        const before = about.statements.find((each) => each.server === server)
        const known = before ?? { ...about.statements[0]!, server }
        const fault = changeOf(known, await statementOf(server, settings, key))
        if (fault) throw fault
      },
    })
    const { abilities } = about
    return new ServedModel({
      asking: { settings, kind, isChat, tokensField: abilities.tokensField },
      sender,
      observer,
      overhead: about.overhead,
      secret: secretOf(key),
      capabilities: {
        score: abilities.score,
        sessions: false,
        beams: false,
        embed: abilities.embed,
        addressed: abilities.seeds && settings.choices === 1,
      },
      contextLength:
        settings.contextLength ?? (lengths.length > 0 ? Math.min(...lengths) : undefined),
      close: () => {
        for (const odd of observer.take()) onWarning(odd)
        kept?.[Symbol.dispose]()
      },
    })
  } catch (error) {
    kept?.[Symbol.dispose]()
    throw error
  }
}

const serversText = ({ servers: [first, ...more] }: ServedSettings): string =>
  more.length === 0 ? first! : `${first} and ${more.length} more`

/** @throws ConfigError where a variable is named that is not set */
function keyOf({ apiKey }: ServedSettings): string | undefined {
  const key = process.env[apiKey]?.trim()
  if (key !== undefined && key !== '') return key
  if (apiKey === DEFAULT_KEY) return undefined
  throw new ConfigError(`the environment variable ${apiKey} is not set`, {
    hint: 'It is to hold the key of the server, as `apiKey` says.',
  })
}

const DEFAULT_KEY = 'RECKONER_API_KEY'

interface Asked {
  settings: ServedSettings
  key: string | undefined
  isChat: boolean
  kept: KeptRecords | undefined
  onWarning: (message: string) => void
  budget: ServedOptions['budget']
  onUsage: ServedOptions['onUsage']
  signal: AbortSignal | undefined
}

/** What is known from an earlier attempt is compared, and not asked again where that would cost. */
async function aboutOf(asked: Asked): Promise<About> {
  const { settings, key, isChat, kept, onWarning, budget, onUsage, signal } = asked
  const statements = await statementsOf(asked)
  const known = aboutSchema.safeParse(kept?.get(ABOUT)).data
  for (const now of statements) {
    const before =
      known?.statements.find(({ server }) => server === now.server) ??
      known?.statements[0] ??
      statements[0]!
    const fault = changeOf({ ...before, server: now.server }, now)
    if (fault) throw fault.error
    if (known && before.version !== now.version)
      onWarning(
        `${now.server} was ${before.software} ${before.version ?? ''} when this began, and is ${now.software} ${now.version ?? ''} now`,
      )
  }
  if (known) return { ...known, statements }
  const kind = kindNamed(statements[0]!.software)
  const { server } = statements[0]!
  let usage: Usage = noUsage
  let overhead = 0
  const onUsed = (used: Pick<Usage, 'promptTokens' | 'tokens'>): void => {
    const spent = priced(used, settings.price)
    usage = addUsage(usage, spent)
    overhead = Math.max(overhead, used.promptTokens)
    onUsage?.(spent)
  }
  const held = await budget?.hold(priced(PROBES_AT_MOST, settings.price).dollars)
  let abilities: Abilities
  try {
    abilities = await probe({ settings, kind, isChat, server, key, onUsed, signal })
  } finally {
    held?.settle(usage.dollars)
  }
  kept?.keep(PROBED, { result: null, usage } satisfies KeptItem)
  const about = { statements, abilities, overhead }
  kept?.keep(ABOUT, about)
  tellDoubts(about, settings, onWarning)
  return about
}

/** What probing uses at most, where no template adds much. */
const PROBES_AT_MOST = { promptTokens: 7 * 64, tokens: 48 }

/** A replica that is gone may come back. @throws the first error where none answers */
async function statementsOf({ settings, key, onWarning, signal }: Asked): Promise<Statement[]> {
  const asked = settings.servers.map(async (server) => {
    try {
      return await statementOf(server, settings, key, signal)
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      return error
    }
  })
  const answers = await Promise.all(asked)
  const found = answers.flatMap((answer) => (answer instanceof ServerError ? [] : [answer]))
  const lost = answers.filter((answer) => answer instanceof ServerError)
  if (found.length === 0) throw lost[0]!
  for (const { message } of lost) onWarning(`${message}: the other servers go on`)
  return found
}

function tellDoubts(
  { abilities }: About,
  { model }: ServedSettings,
  onWarning: (message: string) => void,
): void {
  if (abilities.alwaysSame)
    onWarning(
      `${model} answers the same whatever the seed: its server seems not to draw, and several completions of a problem will be equal`,
    )
  else if (!abilities.seeds)
    onWarning(`the server of ${model} does not heed seeds: another run draws other completions`)
}

/** What is wrong where a server is not what it was; a new version of its software is no matter. */
function changeOf(before: Statement, now: Statement): Fault | undefined {
  const differs = (name: 'root' | 'software'): boolean =>
    before[name] !== undefined && now[name] !== undefined && before[name] !== now[name]
  if (!differs('root') && !differs('software')) return undefined
  const told = ({ software, root }: Statement): string => [software, root].filter(Boolean).join(' ')
  return changed(`${now.server} serves ${told(now)}, where it was ${told(before)}`)
}

const changed = (message: string): Fault =>
  new Fault(
    'fatal',
    new ServerError(message, {
      hint: 'Its model has changed. What was paid for is kept. Serve the former model again, or give the new one another `revision`.',
    }),
  )

/** Notices a reply that another model has made than the first one. */
function modelWatch(kept: KeptRecords | undefined) {
  let first = kept?.get(MODEL) as string | undefined
  return (model: string | undefined, server: string): Fault | undefined => {
    if (model === undefined || model === first) return undefined
    if (first !== undefined)
      return changed(
        `${server} answers as ${JSON.stringify(model)}, where it was ${JSON.stringify(first)}`,
      )
    first = model
    kept?.keep(MODEL, model)
    return undefined
  }
}
