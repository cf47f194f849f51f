/** Model directories in Hugging Face's layout: read whole, and laid out as files for the store to write. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ModelError } from '../core/index.ts'
import type { FloatTensor } from '../engine/index.ts'
import type { StoredDType } from './checkpoint/safetensors.ts'
import { decodeSafetensors, encodeSafetensors } from './checkpoint/safetensors.ts'
import type { ModelConfig } from './config.ts'
import { endOfTextIdsIn, llamaConfigJson, parseModelConfig } from './config.ts'
import type { Parameters } from './parameters.ts'
import { checkedParameters } from './parameters.ts'
import type { Tokenizer } from './tokenizer.ts'
import { createTokenizer } from './tokenizer.ts'

/** A model in memory. */
export interface Model {
  id: string
  config: ModelConfig
  parameters: Parameters
  tokenizer: Tokenizer
  /** The JSON files a copy of the model needs, by name: config and tokenizer as they were read. */
  jsonFiles: Readonly<Record<string, string>>
}

/** Returns the model in `directory`. @throws ModelError when a file is missing, damaged or does not fit the others */
export async function readModel(directory: string): Promise<Model> {
  const at = (name: string): string => join(directory, name)
  const configText = await readText(at('config.json'))
  const ownConfig = parseModelConfig(parseJson(configText, at('config.json')), at('config.json'))
  // Chat models name further ends of text here, such as the end of a turn.
  const generationText = await readFile(at('generation_config.json'), 'utf8').catch(() => undefined)
  const generation = generationText === undefined ? {} : parseJson(generationText, at('generation_config.json'))
  const endOfTextIds = [...new Set([...ownConfig.endOfTextIds, ...endOfTextIdsIn(generation, at('generation_config.json'))])]
  const config = { ...ownConfig, endOfTextIds }
  const tokenizerText = await readText(at('tokenizer.json'))
  const tokenizerConfigText = await readText(at('tokenizer_config.json'))
  const tokenizer = createTokenizer(
    parseJson(tokenizerText, at('tokenizer.json')),
    parseJson(tokenizerConfigText, at('tokenizer_config.json')),
    at('tokenizer.json'),
  )
  if (tokenizer.size > config.vocabularySize) {
    throw new ModelError(`${directory}: tokenizer.json has ${tokenizer.size} tokens, the model only ${config.vocabularySize}`, {
      hint: 'use the tokenizer that came with the model',
    })
  }
  const parameters = checkedParameters(config, await readTensors(directory), directory)
  const jsonFiles = {
    'config.json': configText,
    'tokenizer.json': tokenizerText,
    'tokenizer_config.json': tokenizerConfigText,
    ...(generationText !== undefined && { 'generation_config.json': generationText }),
  }
  return { id: basename(directory), config, parameters, tokenizer, jsonFiles }
}

/** Returns the files of a model directory by name. */
export function modelFiles(
  model: Pick<Model, 'jsonFiles' | 'parameters'>,
  dtype: StoredDType,
): Record<string, string | Uint8Array> {
  return { ...model.jsonFiles, 'model.safetensors': encodeSafetensors(model.parameters, dtype) }
}

/** Returns the JSON files of a fresh Llama model. */
export function freshModelJson(config: ModelConfig, tokenizerJson: object, tokenizerConfig: object): Record<string, string> {
  const text = (json: object): string => `${JSON.stringify(json, null, 1)}\n`
  return {
    'config.json': text(llamaConfigJson(config)),
    'tokenizer.json': text(tokenizerJson),
    'tokenizer_config.json': text(tokenizerConfig),
  }
}

async function readTensors(directory: string): Promise<Record<string, FloatTensor>> {
  const indexPath = join(directory, 'model.safetensors.index.json')
  const index = await readFile(indexPath, 'utf8').catch(() => undefined)
  const names = index === undefined ? ['model.safetensors'] : shardNames(parseJson(index, indexPath), indexPath)
  const tensors: Record<string, FloatTensor> = {}
  for (const name of names)
    Object.assign(tensors, decodeSafetensors(await readBytes(join(directory, name)), join(directory, name)))
  return tensors
}

function shardNames(index: object, source: string): string[] {
  const map = (index as { weight_map?: unknown }).weight_map
  if (map === null || typeof map !== 'object') throw new ModelError(`${source}: has no weight_map`)
  const names = [...new Set(Object.values(map).map(String))]
  const outside = names.find((name) => basename(name) !== name)
  if (outside) throw new ModelError(`${source}: names a file outside the model directory, ${outside}`)
  return names
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new ModelError(`${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error)}`, {
      cause: error,
      hint: 'a model directory holds config.json, tokenizer.json, tokenizer_config.json and model.safetensors',
    })
  }
}

async function readText(path: string): Promise<string> {
  return Buffer.from(await readBytes(path)).toString('utf8')
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
