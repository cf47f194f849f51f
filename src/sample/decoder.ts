/** The compiled graphs of one model: prefill, one decoding step, scoring. */
import type { SessionOptions, Tensor, Value } from '../engine/index.ts'
import {
  floatTensor,
  input,
  intTensor,
  logSoftmax,
  matmul,
  multiply,
  scalar,
  Session,
  softmax,
} from '../engine/index.ts'
import type { Model, ModelConfig } from '../model/index.ts'
import {
  decodeStep,
  forward,
  head,
  labelLogprobs,
  parameterInputs,
  pickedLogprobs,
  rotaryTables,
  sequenceFeeds,
  sequenceInputs,
} from '../model/index.ts'
import { ancestorMask, type PrefixTree } from './prefix-tree.ts'

/** What a step tells of the next token of each row. */
export interface NextTokens {
  /**
   * Tempered probabilities `[B, V]`; at temperature 0, where the likeliest token counts, those of
   * temperature 1.
   */
  probabilities: Float32Array
  /** Log-probabilities `[B, V]` at temperature 1, where `probabilities` do not tell them. */
  logprobs: Float32Array | undefined
  /** New keys and values of each layer. */
  cache: { keys: Tensor; values: Tensor }[]
}

/** A token in a row of trees. */
export interface TreePlace {
  row: number
  node: number
}

/** A token whose log-probability is asked for. */
export interface LabelPick {
  /** Index of the place it follows, among those that are given with it. */
  place: number
  label: number
}

/** What of a model its graphs need. */
type Weighted = Pick<Model, 'config' | 'parameters'>

export class Decoder implements AsyncDisposable {
  readonly #model: Weighted
  readonly #options: SessionOptions
  readonly #compileWeights: boolean
  readonly #sequenceFeeds: (rows: number, length: number) => Record<string, Tensor>
  readonly #sessions = new Map<keyof typeof graphs, Session>()
  #tables: Record<string, Tensor> = {}

  /** `compileWeights` puts a copy of the weights into the decoding step. */
  constructor(model: Weighted, options: SessionOptions, compileWeights: boolean) {
    this.#model = model
    this.#options = options
    this.#compileWeights = compileWeights
    this.#sequenceFeeds = sequenceFeeds(model.config)
  }

  /**
   * Runs prompts, right-padded to one length, and returns what follows each prompt's last token.
   */
  async prefill(prompts: readonly (readonly number[])[], temperature: number): Promise<NextTokens> {
    const session = await this.#session(isTempered(temperature) ? 'temperedPrefill' : 'prefill')
    const length = Math.max(...prompts.map((ids) => ids.length))
    const last = prompts.map((ids, row) => row * length + ids.length - 1)
    const feeds = {
      ...this.#sequenceFeeds(prompts.length, length),
      ids: padded(prompts, length),
      lossRows: intTensor(last),
    }
    return this.#nextTokens(
      await session.run({ ...this.#model.parameters, ...feeds, ...temper(temperature) }),
    )
  }

  /** Runs one token per row, at the given positions, over the cache's feeds. */
  async step(
    ids: readonly number[],
    positions: readonly number[],
    cache: Record<string, Tensor>,
    temperature: number,
  ): Promise<NextTokens> {
    const session = await this.#session(isTempered(temperature) ? 'temperedStep' : 'step')
    const column = [ids.length, 1]
    const feeds = {
      ids: intTensor(ids, column),
      positions: intTensor(positions, column),
      ...cache,
      ...this.#rotaryTables(Math.max(...positions) + 1),
    }
    return this.#nextTokens(
      await session.run({ ...this.#model.parameters, ...feeds, ...temper(temperature) }),
    )
  }

  /**
   * Returns the log-probability of each `labels[i]` at place `rows[i]` of the flattened, padded
   * sequences.
   */
  async score(
    sequences: readonly (readonly number[])[],
    rows: (length: number) => number[],
    labels: readonly number[],
  ): Promise<Float32Array> {
    if (labels.length === 0) return new Float32Array()
    const session = await this.#session('score')
    const length = Math.max(...sequences.map((ids) => ids.length))
    const feeds = {
      ...this.#sequenceFeeds(sequences.length, length),
      ids: padded(sequences, length),
      lossRows: intTensor(rows(length)),
      labels: intTensor(labels, [labels.length, 1]),
    }
    const { logprobs } = await session.run({ ...this.#model.parameters, ...feeds })
    return logprobs!.data as Float32Array
  }

  /** Returns the log-probability of each pick after its place, a token of `trees`. */
  async scoreTrees(
    trees: readonly PrefixTree[],
    places: readonly TreePlace[],
    picks: readonly LabelPick[],
  ): Promise<Float32Array> {
    const session = await this.#session('scoreTrees')
    const { vocabularySize } = this.#model.config
    const length = Math.max(...trees.map(({ ids }) => ids.length))
    const masks = new Float32Array(trees.length * length * length)
    for (const [row, tree] of trees.entries())
      masks.set(ancestorMask(tree, length), row * length * length)
    const block = (of: (tree: PrefixTree) => readonly number[]): Tensor =>
      padded(trees.map(of), length)
    const feeds = {
      ...this.#sequenceFeeds(trees.length, length),
      ids: block(({ ids }) => ids),
      positions: block(({ positions }) => positions),
      mask: floatTensor(masks, [trees.length, 1, 1, length, length]),
      lossRows: intTensor(places.map(({ row, node }) => row * length + node)),
      picks: intTensor(picks.map(({ place, label }) => place * vocabularySize + label)),
    }
    const { logprobs } = await session.run({ ...this.#model.parameters, ...feeds })
    return logprobs!.data as Float32Array
  }

  /** Returns the mean of the last hidden states of each sequence, `[B, C]`. */
  async embed(sequences: readonly (readonly number[])[]): Promise<Float32Array> {
    const session = await this.#session('embed')
    const length = Math.max(...sequences.map((ids) => ids.length))
    const places = sequences.flatMap((ids, row) => ids.map((_, time) => row * length + time))
    const weights = new Float32Array(sequences.length * places.length)
    let place = 0
    for (const [row, ids] of sequences.entries()) {
      weights.fill(
        1 / ids.length,
        row * places.length + place,
        row * places.length + place + ids.length,
      )
      place += ids.length
    }
    const feeds = {
      ...this.#sequenceFeeds(sequences.length, length),
      ids: padded(sequences, length),
      lossRows: intTensor(places),
      weights: floatTensor(weights, [sequences.length, places.length]),
    }
    const { means } = await session.run({ ...this.#model.parameters, ...feeds })
    return means!.data as Float32Array
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions.values()) await session[Symbol.asyncDispose]()
    this.#sessions.clear()
  }

  async #session(name: keyof typeof graphs): Promise<Session> {
    const known = this.#sessions.get(name)
    if (known) return known
    const { outputs, compileWeights } = graphs[name]
    const fixed = compileWeights && this.#compileWeights ? this.#model.parameters : {}
    const session = await Session.create(
      { outputs: outputs(this.#model.config) },
      this.#options,
      fixed,
    )
    this.#sessions.set(name, session)
    return session
  }

  #rotaryTables(positions: number): Record<string, Tensor> {
    if ((this.#tables['cosine']?.shape[0] ?? 0) < positions)
      this.#tables = { ...rotaryTables(this.#model.config, Math.ceil(positions / 256) * 256) }
    return this.#tables
  }

  #nextTokens(outputs: Record<string, Tensor>): NextTokens {
    const layers = Array.from({ length: this.#model.config.layers }, (_, layer) => layer)
    return {
      probabilities: outputs['probabilities']!.data as Float32Array,
      logprobs: outputs['logprobs']?.data as Float32Array | undefined,
      cache: layers.map((layer) => ({
        keys: outputs[`newKeys.${layer}`]!,
        values: outputs[`newValues.${layer}`]!,
      })),
    }
  }
}

const isTempered = (temperature: number): boolean => temperature !== 0 && temperature !== 1

const temper = (temperature: number): Record<string, Tensor> =>
  isTempered(temperature) ? { inverseTemperature: scalar(1 / temperature) } : {}

function padded(sequences: readonly (readonly number[])[], length: number): Tensor {
  const ids = new Array<number>(sequences.length * length).fill(0)
  for (const [row, sequence] of sequences.entries())
    for (const [time, id] of sequence.entries()) ids[row * length + time] = id
  return intTensor(ids, [sequences.length, length])
}

/**
 * A step multiplies few rows by every weight, so it pays to have the runtime lay them out
 * beforehand; longer passes need no such copy.
 */
const graphs = {
  prefill: { outputs: prefillOutputs(distribution), compileWeights: false },
  temperedPrefill: { outputs: prefillOutputs(temperedDistribution), compileWeights: false },
  step: { outputs: stepOutputs(distribution), compileWeights: true },
  temperedStep: { outputs: stepOutputs(temperedDistribution), compileWeights: true },
  score: { outputs: scoreOutputs(labelLogprobs), compileWeights: false },
  scoreTrees: { outputs: scoreOutputs(pickedLogprobs), compileWeights: false },
  embed: { outputs: embedOutputs, compileWeights: false },
}

type Outputs = (config: ModelConfig) => Record<string, Value>
type Distribution = (logits: Value) => Record<string, Value>

function prefillOutputs(distributionOf: Distribution): Outputs {
  return (config) => {
    const parameters = parameterInputs(config)
    const last = input('lossRows', { dtype: 'int64', shape: ['N'] })
    const { hidden, cache } = forward(config, parameters, sequenceInputs(config), last)
    return { ...distributionOf(head(config, parameters, hidden)), ...newCache(cache) }
  }
}

function stepOutputs(distributionOf: Distribution): Outputs {
  return (config) => {
    const parameters = parameterInputs(config)
    const { hidden, cache } = decodeStep(config, parameters)
    return { ...distributionOf(head(config, parameters, hidden)), ...newCache(cache) }
  }
}

function scoreOutputs(logprobsOf: typeof pickedLogprobs): Outputs {
  return (config) => ({ logprobs: logprobsOf(config, parameterInputs(config)) })
}

function embedOutputs(config: ModelConfig): Record<string, Value> {
  const rows = input('lossRows', { dtype: 'int64', shape: ['N'] })
  const weights = input('weights', { dtype: 'float32', shape: ['B', 'N'] })
  const { hidden } = forward(config, parameterInputs(config), sequenceInputs(config), rows)
  return { means: matmul(weights, hidden) }
}

function distribution(logits: Value): Record<string, Value> {
  return { probabilities: softmax(logits) }
}

function temperedDistribution(logits: Value): Record<string, Value> {
  const inverseTemperature = input('inverseTemperature', { dtype: 'float32', shape: [] })
  return {
    probabilities: softmax(multiply(logits, inverseTemperature)),
    logprobs: logSoftmax(logits),
  }
}

function newCache(cache: readonly { keys: Value; values: Value }[]): Record<string, Value> {
  return Object.fromEntries(
    cache.flatMap(({ keys, values }, layer) => [
      [`newKeys.${layer}`, keys],
      [`newValues.${layer}`, values],
    ]),
  )
}
