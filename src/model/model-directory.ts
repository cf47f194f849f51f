/**
 * Model directories in Hugging Face's layout: read whole, and laid out as files for the store to
 * write.
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ModelError } from '../core/index.ts'
import type { FloatTensor } from '../engine/index.ts'
import { missingFile, refusePointer, refuseQuantised } from './checkpoint/other-formats.ts'
import type { StoredDType } from './checkpoint/safetensors.ts'
import { encodeSafetensors, readSafetensors } from './checkpoint/safetensors.ts'
import type { ModelConfig } from './config.ts'
import { endOfTextIdsIn, llamaConfigJson, parseModelConfig } from './config.ts'
import type { Parameters } from './parameters.ts'
import { checkedParameters } from './parameters.ts'
import type { Tokenizer } from './tokenizer.ts'
import { createTokenizer } from './tokenizer.ts'

/** All of a model but its weights. */
export interface ModelOutline {
  id: string
  config: ModelConfig
  tokenizer: Tokenizer
  /** The files a copy of the model needs beside its weights, by name, as they were read. */
  files: Readonly<Record<string, string | Buffer>>
}

/** A model in memory. */
export interface Model extends ModelOutline {
  parameters: Parameters
}

/**
 * Files that say how a model is used, and are none of this program's: a model trained from another
 * keeps them.
 */
export const companions: readonly string[] = [
  'generation_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'chat_template.jinja',
  'chat_template.json',
  'tokenizer.model',
  'vocab.json',
  'merges.txt',
  'prompt-format.json',
  'evaluator-format.json',
]

/**
 * Returns the model in `directory`. @throws ModelError when a file is missing, damaged or does not
 * fit the others
 */
export async function readModel(directory: string): Promise<Model> {
  const outline = await readModelOutline(directory)
  return {
    ...outline,
    parameters: checkedParameters(outline.config, await readTensors(directory), directory),
  }
}

/**
 * Returns what a model directory says of its model, without reading weights. @throws ModelError as
 * `readModel`
 */
export async function readModelOutline(directory: string): Promise<ModelOutline> {
  const at = (name: string): string => join(directory, name)
  const configText = await readText(directory, 'config.json')
  const configJson = parseJson(configText, at('config.json'))
  refuseQuantised(configJson, at('config.json'))
  const ownConfig = parseModelConfig(configJson, at('config.json'))
  const tokenizerText = await readText(directory, 'tokenizer.json')
  const tokenizerConfigText =
    (await readOptional(directory, 'tokenizer_config.json'))?.toString('utf8') ?? '{}\n'
  const tokenizer = createTokenizer(
    parseJson(tokenizerText, at('tokenizer.json')),
    parseJson(tokenizerConfigText, at('tokenizer_config.json')),
    at('tokenizer.json'),
  )
  if (tokenizer.size > ownConfig.vocabularySize) {
    throw new ModelError(
      `${directory}: tokenizer.json has ${tokenizer.size} tokens, the model only ${ownConfig.vocabularySize}`,
      {
        hint: 'use the tokenizer that came with the model',
      },
    )
  }
  const files: Record<string, string | Buffer> = {
    'config.json': configText,
    'tokenizer.json': tokenizerText,
    'tokenizer_config.json': tokenizerConfigText,
  }
  for (const name of companions) {
    const bytes = await readOptional(directory, name)
    if (bytes) files[name] = bytes
  }
  // Chat models name further ends of text here, such as the end of a turn.
  const generation = files['generation_config.json']
  const furtherEnds = generation
    ? endOfTextIdsIn(
        parseJson(generation.toString(), at('generation_config.json')),
        at('generation_config.json'),
      )
    : []
  const config = {
    ...ownConfig,
    endOfTextIds: [...new Set([...ownConfig.endOfTextIds, ...furtherEnds])],
  }
  return { id: basename(directory), config, tokenizer, files }
}

/**
 * Returns the files of a model directory by name; config.json says in which type the weights are
 * stored.
 */
export function modelFiles(
  model: Pick<Model, 'files' | 'parameters'>,
  dtype: StoredDType,
): Record<string, string | Uint8Array> {
  const config = model.files['config.json']!.toString()
  return {
    ...model.files,
    'config.json': configOfType(config, dtype),
    'model.safetensors': encodeSafetensors(model.parameters, dtype),
  }
}

const typeNames: Record<StoredDType, string> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' }

/**
 * Transformers loads weights in the type that config.json names: one left over from the base model
 * would round them.
 */
function configOfType(config: string, dtype: StoredDType): string {
  return config.replace(
    /("(?:torch_)?dtype"\s*:\s*")(?:float32|float16|bfloat16)(")/g,
    `$1${typeNames[dtype]}$2`,
  )
}

/** Returns the JSON files of a fresh Llama model. */
export function freshModelJson(
  config: ModelConfig,
  tokenizerJson: object,
  tokenizerConfig: object,
): Record<string, string> {
  const text = (json: object): string => `${JSON.stringify(json, null, 1)}\n`
  return {
    'config.json': text(llamaConfigJson(config)),
    'tokenizer.json': text(tokenizerJson),
    'tokenizer_config.json': text(tokenizerConfig),
  }
}

async function readTensors(directory: string): Promise<Record<string, FloatTensor>> {
  const index = await readOptional(directory, indexName)
  const source = join(directory, indexName)
  const names =
    index === undefined
      ? ['model.safetensors']
      : shardNames(parseJson(index.toString(), source), source)
  const tensors: Record<string, FloatTensor> = {}
  for (const name of names) {
    try {
      Object.assign(tensors, await readSafetensors(join(directory, name)))
    } catch (error) {
      throw isMissing(error) ? await missingFile(directory, name, error) : error
    }
  }
  return tensors
}

function shardNames(index: object, source: string): string[] {
  const map = (index as { weight_map?: unknown }).weight_map
  if (map === null || typeof map !== 'object') throw new ModelError(`${source}: has no weight_map`)
  const names = [...new Set(Object.values(map).map(String))]
  const outside = names.find((name) => basename(name) !== name)
  if (outside)
    throw new ModelError(`${source}: names a file outside the model directory, ${outside}`)
  return names
}

const indexName = 'model.safetensors.index.json'

async function readText(directory: string, name: string): Promise<string> {
  const path = join(directory, name)
  try {
    const bytes = await readFile(path)
    refusePointer(bytes, bytes.length, path)
    return bytes.toString('utf8')
  } catch (error) {
    if (error instanceof ModelError) throw error
    if (isMissing(error)) throw await missingFile(directory, name, error)
    throw new ModelError(`${path}: ${String(error)}`, { cause: error })
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))

async function readOptional(directory: string, name: string): Promise<Buffer | undefined> {
  const path = join(directory, name)
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes) refusePointer(bytes, bytes.length, path)
  return bytes
}

function parseJson(text: string, source: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    if (parsed !== null && typeof parsed === 'object') return parsed
  } catch (error) {
    throw new ModelError(`${source}: not valid JSON: ${String(error)}`, { cause: error })
  }
  throw new ModelError(`${source}: not a JSON object`)
}
