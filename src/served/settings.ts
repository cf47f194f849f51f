/** What a person may say of a served model, in an address or in a file. */
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'

const addressSchema = z.string().transform((text, context): string => {
  const address = URL.canParse(text) ? new URL(text) : undefined
  const fault = address ? addressFault(address) : 'is no address'
  if (fault === undefined) return `${address!.origin}${address!.pathname.replace(/\/+$/, '')}`
  // What stands before the host may be a password, so the address is not repeated.
  context.addIssue({ code: 'custom', message: `${fault}: expected one such as ${EXAMPLE}` })
  return z.NEVER
})

const EXAMPLE = 'http://127.0.0.1:8000/v1'

function addressFault({
  protocol,
  username,
  password,
  search,
}: Pick<URL, 'protocol' | 'username' | 'password' | 'search'>): string | undefined {
  if (!/^https?:$/.test(protocol)) return 'is no address of a web server'
  if (username !== '' || password !== '')
    return 'holds a name or password (keys come from the environment)'
  return search === '' ? undefined : 'holds a query'
}

/** Fields without which nobody knows what a request costs, or what a reply is of. */
const oursList = [
  'model',
  'prompt',
  'messages',
  'n',
  'best_of',
  'max_tokens',
  'max_completion_tokens',
  'stream',
] as const
const ours: ReadonlySet<string> = new Set(oursList)

const dollars = z.number().min(0)

/** The settings of a served model; what is left out has a default. */
export const servedSettingsSchema = z.strictObject({
  servers: z
    .union([addressSchema.transform((one) => [one]), z.array(addressSchema).min(1)])
    .describe(
      `Where the model is served: ${EXAMPLE}. Several addresses are replicas of one model, among which requests are shared out.`,
    ),
  model: z.string().min(1).describe('What the server calls the model.'),
  id: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Stands for the addresses in keys: work goes on after the model has moved to another host.',
    ),
  revision: z
    .string()
    .optional()
    .describe(
      'Tells versions of the model apart that the server calls by one name. Part of the key.',
    ),
  apiKey: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, {
      error: 'expected the name of an environment variable in capitals, not the key itself',
    })
    .default('RECKONER_API_KEY')
    .describe('The environment variable that holds the key.'),
  price: z
    .strictObject({
      input: dollars.describe('Dollars for a million tokens of prompts.'),
      output: dollars.describe('Dollars for a million tokens of completions.'),
    })
    .optional()
    .describe('What tokens cost. --budget needs it.'),
  concurrency: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Requests under way at each server, at most. Left out, it grows from 16 while the server gets faster by it, up to 256.',
    ),
  timeoutSeconds: z
    .number()
    .positive()
    .max(86_400)
    .default(600)
    .describe('How long a request may take.'),
  choices: z
    .int()
    .min(1)
    .max(128)
    .default(1)
    .describe(
      'Completions that one request asks for. With more than 1 the prompt is paid for once for all of them, and a completion is drawn by the place of its request, not by its own seed.',
    ),
  stream: z
    .boolean()
    .default(false)
    .describe('Whether replies come in pieces: for proxies that end a silent connection.'),
  logprobs: z
    .boolean()
    .default(false)
    .describe('Whether completions come with their log-probabilities, as score.likelihood needs.'),
  contextLength: z
    .int()
    .min(1)
    .optional()
    .describe('Tokens that the model reads, where the server does not say it.'),
  body: z
    .record(z.string(), z.unknown())
    .refine(
      (body) => Object.keys(body).every((name) => body[name] === null || !ours.has(name)),
      `may not set ${[...oursList].join(', ')}: they are counted on`,
    )
    .default({})
    .describe(
      'Further fields of every request that generates, such as top_k or chat_template_kwargs; null leaves a field out that would be sent. Part of the key.',
    ),
})
export type ServedSettings = z.output<typeof servedSettingsSchema>

const urlPattern = /^https?:\/\//i

/** Whether a text names a served model: by an address, or by a file of settings. */
export const namesServed = (text: string): boolean =>
  urlPattern.test(text) || /\.ya?ml$/i.test(text)

/**
 * Returns the settings of `https://host/v1#model` (several addresses with commas between them), or
 * those that a file holds. @throws ConfigError
 */
export function servedSettings(text: string): ServedSettings {
  return urlPattern.test(text) ? ofAddress(text) : ofFile(text)
}

function ofAddress(text: string): ServedSettings {
  const at = text.indexOf('#')
  const model = at < 0 ? '' : decoded(text.slice(at + 1))
  if (model === '')
    throw new ConfigError('the address of a server does not say which model is meant', {
      hint: `Write the model's name behind it: ${EXAMPLE}#my-model.`,
    })
  return checked({ servers: text.slice(0, at).split(','), model }, 'the address of a server')
}

/** Names hold slashes, and may hold what an address would write as %23. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function ofFile(path: string): ServedSettings {
  let parsed: unknown
  try {
    parsed = parseYaml(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path}: cannot be read as YAML: ${firstLine(error)}`)
  }
  return checked(parsed, path)
}

/** What stands below shows the file, and with it what may be secret. */
const firstLine = (error: unknown): string => String((error as Error).message).split('\n', 1)[0]!

function checked(settings: unknown, source: string): ServedSettings {
  const result = servedSettingsSchema.safeParse(settings)
  if (result.success) return result.data
  const faults = result.error.issues
    .flatMap(ofBranches)
    .map(({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`)
  throw new ConfigError(`${source}: ${[...new Set(faults)].join('; ')}`, {
    hint: 'docs/servers.md lists the settings of a served model.',
  })
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>

/** Of alternatives, the faults of the one that got furthest: those of the last, where all did. */
function ofBranches(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const branch = issue.errors.findLast((each) => each.some(({ code }) => code !== 'invalid_type'))
  return branch
    ? branch.map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
    : [issue]
}
