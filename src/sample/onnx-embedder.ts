/** A model of sentence embeddings in this thread. */
import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ModelError, throwIfCancelled } from '../core/index.ts'
import { intTensor, OnnxFile, type FloatTensor, type Tensor } from '../engine/index.ts'
import { createTokenizer, type TextEmbedder, type Tokenizer } from '../model/index.ts'
import { unitVector } from './embed-texts.ts'
import { passes } from './passes.ts'

/** Tokens that go through the layers at once, padding included. */
const PASS_TOKENS = 4096

/** What sentence embeddings are made of: the mean of all tokens, or the first. */
type Pooling = 'mean' | 'first'

interface EmbedderFiles {
  tokenizer: Tokenizer
  /** Tokens that it reads of a text, those around it included. */
  maxTokens: number
  pooling: Pooling
  onnx: string
}

/** What the graph may ask for, of ids and how many of a row are real. */
const feedsOf: Record<string, (ids: bigint, isReal: boolean) => bigint> = {
  input_ids: (id) => id,
  attention_mask: (_, isReal) => (isReal ? 1n : 0n),
  token_type_ids: () => 0n,
}

export class OnnxEmbedder implements TextEmbedder, AsyncDisposable {
  readonly #files: EmbedderFiles
  readonly #graph: OnnxFile

  private constructor(files: EmbedderFiles, graph: OnnxFile) {
    this.#files = files
    this.#graph = graph
  }

  /** @throws ModelError when a file is missing, damaged, or holds what is not supported */
  static async open(directory: string, threads?: number): Promise<OnnxEmbedder> {
    const files = await readFiles(directory)
    const graph = await OnnxFile.open(files.onnx, threads === undefined ? {} : { threads })
    const { inputs } = graph.interface
    const other = inputs.find((name) => !(name in feedsOf))
    if (other !== undefined || !inputs.includes('input_ids')) {
      await graph[Symbol.asyncDispose]()
      throw new ModelError(
        `${files.onnx} is no model of sentence embeddings: it takes ${inputs.join(', ')}`,
        { hint: `Expected input_ids, and no more than ${Object.keys(feedsOf).join(', ')}.` },
      )
    }
    return new OnnxEmbedder(files, graph)
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const sequences = texts.map((text, place) => ({ place, ids: this.#idsOf(text) }))
    const vectors: Float32Array[] = []
    const longestFirst = sequences.toSorted((a, b) => b.ids.length - a.ids.length)
    for (const pass of passes(longestFirst, PASS_TOKENS)) {
      throwIfCancelled(signal)
      const found = await this.#embedPass(pass.map(({ ids }) => ids))
      for (const [row, { place }] of pass.entries()) {
        const vector = unitVector(found[row]!)
        if (!vector.every((each) => Number.isFinite(each)))
          throw new ModelError(`${this.#files.onnx} gives a vector that is not of finite numbers`, {
            hint: 'Its weights may be damaged: copy the model again.',
          })
        vectors[place] = vector
      }
    }
    return vectors
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#graph[Symbol.asyncDispose]()
  }

  #idsOf(text: string): number[] {
    const { tokenizer, maxTokens } = this.#files
    const { prefix, suffix } = tokenizer
    const room = Math.max(0, maxTokens - prefix.length - suffix.length)
    const ids = [...prefix, ...tokenizer.encode(text).slice(0, room), ...suffix]
    // A graph takes no row without a token.
    return ids.length > 0 ? ids : [0]
  }

  async #embedPass(sequences: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const length = Math.max(...sequences.map((ids) => ids.length))
    const shape = [sequences.length, length]
    const { inputs, outputs } = this.#graph.interface
    const feeds = inputs.map((name): [string, Tensor] => {
      const data = new BigInt64Array(sequences.length * length)
      for (const [row, ids] of sequences.entries())
        for (let time = 0; time < length; time++)
          data[row * length + time] = feedsOf[name]!(BigInt(ids[time] ?? 0), time < ids.length)
      return [name, { ...intTensor([]), shape, data }]
    })
    const name = states.find((each) => outputs.includes(each)) ?? outputs[0]!
    const output = await this.#graph.run(Object.fromEntries(feeds), name)
    return this.#pooled(output, sequences)
  }

  /** @throws ModelError when the output is not of one vector for each token, or each text */
  #pooled({ shape, data }: FloatTensor, sequences: readonly (readonly number[])[]): Float32Array[] {
    const size = shape.at(-1) ?? 0
    const length = Math.max(...sequences.map((ids) => ids.length))
    if (shape.length === 2 && shape[0] === sequences.length)
      return sequences.map((_, row) => data.slice(row * size, (row + 1) * size))
    if (shape.length !== 3 || shape[0] !== sequences.length || shape[1] !== length)
      throw new ModelError(
        `${this.#files.onnx} gives a tensor of shape [${shape.join(', ')}] for ${sequences.length} texts of ${length} tokens`,
        { hint: 'Expected one vector for each token, or one for each text.' },
      )
    return sequences.map((ids, row) => {
      const counted = this.#files.pooling === 'first' ? 1 : ids.length
      const sum = new Float32Array(size)
      for (let time = 0; time < counted; time++) {
        const start = (row * length + time) * size
        for (let axis = 0; axis < size; axis++) sum[axis] = sum[axis]! + data[start + axis]!
      }
      return sum.map((each) => each / counted)
    })
  }
}

/** Outputs that hold one vector for each token, by the names that exporters give them. */
const states = ['last_hidden_state', 'token_embeddings']

const positive = z.number().positive().optional().catch(undefined)
const configSchema = z.object({ max_position_embeddings: positive })
const lengthSchema = z.object({ max_seq_length: positive, model_max_length: positive })
const poolingSchema = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
})

async function readFiles(directory: string): Promise<EmbedderFiles> {
  const at = (name: string): string => join(directory, name)
  const config = configSchema.parse(await readJson(at('config.json'), true))
  const tokenizerJson = await readJson(at('tokenizer.json'), true)
  const tokenizerConfig = await readJson(at('tokenizer_config.json'), false)
  const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig, at('tokenizer.json'))
  const limits = [
    lengthSchema.parse(await readJson(at('sentence_bert_config.json'), false)).max_seq_length,
    lengthSchema.parse(tokenizerConfig).model_max_length,
    config.max_position_embeddings,
  ]
  const maxTokens = Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY))
  const found = ['onnx/model.onnx', 'model.onnx'].map(at).find((path) => existsSync(path))
  if (found === undefined)
    throw new ModelError(`${directory} has no onnx/model.onnx and no model.onnx`, {
      hint: 'Export one: optimum-cli export onnx --task feature-extraction --model NAME DIRECTORY.',
    })
  return {
    tokenizer,
    maxTokens,
    pooling: await readPooling(at('1_Pooling/config.json')),
    onnx: found,
  }
}

/** Without the file it is the mean, as in most models. */
async function readPooling(path: string): Promise<Pooling> {
  if (!existsSync(path)) return 'mean'
  const parsed = poolingSchema.safeParse(await readJson(path, true))
  const { pooling_mode_cls_token: first = false, pooling_mode_mean_tokens: mean = false } =
    parsed.data ?? {}
  if (first !== mean) return first ? 'first' : 'mean'
  throw new ModelError(`${path}: this way of pooling is not supported`, {
    hint: 'Expected pooling_mode_mean_tokens or pooling_mode_cls_token, and not both.',
  })
}

/** Returns the object in a file. @throws ModelError */
async function readJson(path: string, isNeeded: boolean): Promise<object> {
  if (!existsSync(path)) {
    if (!isNeeded) return {}
    throw new ModelError(`there is no ${path}`, {
      hint: `A directory of sentence embeddings holds config.json, tokenizer.json and an ONNX file; ${basename(path)} is missing.`,
    })
  }
  try {
    return z.looseObject({}).parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    throw new ModelError(`${path} is damaged: it holds no JSON object`, {
      cause: error,
      hint: 'Copy the model again.',
    })
  }
}
