/** How models are named: what a person writes is read, identified and opened here only. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError } from '../core/index.ts'
import type { ExecutionProvider } from '../engine/index.ts'
import {
  profileOf,
  readModelOutline,
  type LanguageModel,
  type ModelProfile,
} from '../model/index.ts'
import {
  estimatedTokens,
  namesServed,
  openServed,
  servedIdentity,
  servedSettings,
  type ServedOptions,
} from '../served/index.ts'
import { hashPath } from '../store/index.ts'
import { openDirectory } from './open-directory.ts'
import { shippedModel, shippedModels } from './shipped-models.ts'

/** A model in a directory of this machine, in Hugging Face's layout. */
export interface DirectoryRef {
  scheme: 'directory'
  /** Its absolute path. */
  directory: string
}

/** A model that servers have. */
export interface ServedRef {
  scheme: 'served'
  /**
   * Its address, `https://host/v1#name`, or the absolute path of a file of settings; what seems to
   * be meant as an address is kept as it is, and is a fault.
   */
  named: string
}

/** A model that somebody named. What can be done with it depends on the scheme. */
export type ModelRef = DirectoryRef | ServedRef

/** How a model is to be opened. */
export interface OpenOptions extends Partial<ServedOptions> {
  /** Of models on this machine. @default 'cpu' */
  executionProvider?: ExecutionProvider | undefined
}

/** One way to name models. */
interface ModelScheme<Ref> {
  /** What one writes, for messages. */
  writes: string
  /** Returns what `text` names, relative paths taken from `base`; `undefined` if it is not its. */
  read(text: string, base: string): Ref | undefined
  /** Returns a text that names the model from anywhere. */
  text(ref: Ref): string
  /** Returns what is wrong with the reference before anything is opened; `null` if nothing is. */
  fault(ref: Ref): string | null
  /** Returns what tells the model from every other: two references with one identity are one. */
  identity(ref: Ref, hash: (path: string) => Promise<string>): Promise<string>
  profile(ref: Ref): Promise<ModelProfile>
  open(ref: Ref, options: OpenOptions): Promise<LanguageModel>
}

const webPattern = /^https?:\/\//i

/** What has a port, or ends as addresses of servers do, and lacks the `http://` alone. */
const barePattern = /^[\w.-]+(?::\d+(?:[/#]|$)|(?:\/[^#]*)?\/v\d+#)/

/** Whether an address seems to be meant that lacks its `http://`. */
const isBareAddress = (text: string, base: string): boolean =>
  barePattern.test(text) && !existsSync(resolve(base, text))

/** `name://`, of which directories have none. */
const schemePattern = /^([a-z][a-z0-9+.-]*):\/\//i

const modelSchemes: { [Name in ModelRef['scheme']]: ModelScheme<ModelRef & { scheme: Name }> } = {
  served: {
    writes: 'the address of a server with the name of its model, http://127.0.0.1:8000/v1#my-model',
    read: (text, base) => {
      if (webPattern.test(text) || isBareAddress(text, base))
        return { scheme: 'served', named: text }
      return namesServed(text) ? { scheme: 'served', named: resolve(base, text) } : undefined
    },
    text: ({ named }) => named,
    fault: ({ named }) => {
      if (webPattern.test(named) || existsSync(named)) return null
      return barePattern.test(named)
        ? `the address of a server begins with http:// or https://, as in http://${named}`
        : `there is no file ${named}`
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- directories take time
    identity: async ({ named }) => servedIdentity(named),
    // eslint-disable-next-line @typescript-eslint/require-await -- directories take time
    profile: async ({ named }) => ({
      id: servedSettings(named).model,
      files: {},
      maxPositions: Number.POSITIVE_INFINITY,
      lengthOf: estimatedTokens,
      isServed: true,
    }),
    open: ({ named }, { isChat = false, ...options }) => openServed(named, { isChat, ...options }),
  },
  directory: {
    writes: 'a model directory in Hugging Face layout, or the name of a shipped model',
    read: (text, base) =>
      schemePattern.test(text)
        ? undefined
        : { scheme: 'directory', directory: shippedModel(text) ?? resolve(base, text) },
    text: ({ directory }) => directory,
    fault: ({ directory }) => (existsSync(directory) ? null : `there is no ${directory}`),
    identity: ({ directory }, hash) => hash(directory),
    profile: async ({ directory }) => profileOf(await readModelOutline(directory)),
    open: ({ directory }, { executionProvider = 'cpu' }) =>
      openDirectory(directory, executionProvider),
  },
}

/** The row of a reference. Every row takes the references that it reads itself. */
const schemeOf = ({ scheme }: ModelRef): ModelScheme<ModelRef> =>
  modelSchemes[scheme] as unknown as ModelScheme<ModelRef>

/** How models may be named, for help texts. */
export const modelRefHelp = Object.values(modelSchemes)
  .map(({ writes }) => writes)
  .join(', or ')

/** What to do where a reference to a served model has a fault. */
export const servedRefHint = 'docs/servers.md says how models on servers are named.'

/**
 * Returns the model that `text` names; relative paths start at `base`. Whether it is there is not
 * asked. @throws ConfigError for a scheme that is not known
 */
export function readModelRef(text: string, base = '.'): ModelRef {
  for (const scheme of Object.values(modelSchemes)) {
    const ref = scheme.read(text, base)
    if (ref) return ref
  }
  const [, name] = schemePattern.exec(text) ?? []
  throw new ConfigError(`"${text}": a model cannot be opened from ${name}://`, {
    hint: `Name ${modelRefHelp}: ${shippedModels().join(', ')}.`,
  })
}

/** Returns a text that names the model from anywhere. */
export const modelRefText = (ref: ModelRef): string => schemeOf(ref).text(ref)

/** Returns what is wrong with the reference before anything is opened; `null` if nothing is. */
export const modelRefFault = (ref: ModelRef): string | null => schemeOf(ref).fault(ref)

/**
 * Returns what tells the model from every other. `hash` gives that of what a path holds. @throws
 * StoreError
 */
export const modelIdentity = (
  ref: ModelRef,
  hash: (path: string) => Promise<string> = hashPath,
): Promise<string> => schemeOf(ref).identity(ref, hash)

/** Returns what is known of the model before it is opened. @throws ModelError, ConfigError */
export const modelProfile = (ref: ModelRef): Promise<ModelProfile> => schemeOf(ref).profile(ref)

/**
 * Returns the directory of a model whose weights are needed. @throws ConfigError for another model
 */
export function modelDirectory(ref: ModelRef, user: string): string {
  if (ref.scheme === 'directory') return ref.directory
  throw new ConfigError(
    `${user} needs a model on this machine, and ${modelRefText(ref)} is served`,
    {
      hint: 'Name a model directory.',
    },
  )
}

/**
 * Returns the model, ready to generate and score. Dispose of it to end what it runs on. @throws
 * ConfigError for an unknown scheme or where there is no such model, ModelError, ServerError;
 * ConfigError from the first use when the execution provider does not start
 */
export function openModel(
  model: ModelRef | string,
  options: OpenOptions = {},
): Promise<LanguageModel> {
  const ref = typeof model === 'string' ? readModelRef(model) : model
  const fault = modelRefFault(ref)
  if (fault !== null)
    throw new ConfigError(`there is no such model: ${fault}`, {
      hint:
        ref.scheme === 'served'
          ? servedRefHint
          : `Name ${modelRefHelp}: ${shippedModels().join(', ')}.`,
    })
  return schemeOf(ref).open(ref, options)
}
