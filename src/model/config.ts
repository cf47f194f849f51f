/** A model's architecture numbers, read from Hugging Face's config.json. */
import { z } from 'zod'
import { ConfigError, ModelError } from '../core/index.ts'

/** Numbers of a Llama-style decoder. Sizes are in elements. */
export interface ModelConfig {
  vocabularySize: number
  /** Width C of the residual stream. */
  hiddenSize: number
  /** Width of the gated feed-forward layer. */
  intermediateSize: number
  layers: number
  /** Query heads H. */
  heads: number
  /** Key/value heads; each serves H / keyValueHeads query heads. */
  keyValueHeads: number
  /** Head size D. */
  headSize: number
  /** Longest sequence the model was made for, in tokens. */
  maxPositions: number
  rmsNormEpsilon: number
  rotaryBase: number
  /** The output head is the embedding matrix. */
  tiedHead: boolean
  /** Query, key and value projections carry a bias (Qwen 2). */
  attentionBias: boolean
  /** Ids that end a text. */
  endOfTextIds: readonly number[]
}

const positive = z.number().int().positive()

const endOfTextField = {
  eos_token_id: z.union([z.number().int(), z.array(z.number().int())]).nullish(),
}

/**
 * The fields that matter here, as Hugging Face names them; others are ignored, as every reader of
 * config.json does.
 */
const configSchema = z.object({
  model_type: z.enum(['llama', 'qwen2']),
  vocab_size: positive,
  hidden_size: positive,
  intermediate_size: positive,
  num_hidden_layers: positive,
  num_attention_heads: positive,
  num_key_value_heads: positive.nullish(),
  head_dim: positive.nullish(),
  max_position_embeddings: positive,
  rms_norm_eps: z.number().positive().default(1e-6),
  rope_theta: z.number().positive().nullish(),
  rope_scaling: z
    .looseObject({ rope_type: z.string().optional(), type: z.string().optional() })
    .nullish(),
  rope_parameters: z
    .looseObject({ rope_type: z.string().optional(), rope_theta: z.number().positive().optional() })
    .nullish(),
  tie_word_embeddings: z.boolean().default(false),
  attention_bias: z.boolean().nullish(),
  mlp_bias: z.boolean().nullish(),
  use_sliding_window: z.boolean().nullish(),
  hidden_act: z.string().default('silu'),
  ...endOfTextField,
})

/**
 * Returns the ids that `eos_token_id` of a parsed JSON file names, none where it has none. @throws
 * ModelError
 */
export function endOfTextIdsIn(json: unknown, source: string): number[] {
  const parsed = z.object(endOfTextField).safeParse(json)
  if (!parsed.success) throw new ModelError(`${source}: ${z.prettifyError(parsed.error)}`)
  return [parsed.data.eos_token_id ?? []].flat()
}

/**
 * Returns the numbers of a parsed config.json. @throws ModelError naming the field that is missing
 * or not supported
 */
export function parseModelConfig(json: unknown, source: string): ModelConfig {
  const parsed = configSchema.safeParse(json)
  if (!parsed.success) {
    throw new ModelError(
      `${source}: this model is not supported\n${z.prettifyError(parsed.error)}`,
      {
        hint: 'Llama and Qwen 2 architectures are supported',
      },
    )
  }
  const raw = parsed.data
  const rotaryType =
    raw.rope_scaling?.rope_type ??
    raw.rope_scaling?.type ??
    raw.rope_parameters?.rope_type ??
    'default'
  const reject = (what: string): never => {
    throw new ModelError(`${source}: ${what} is not supported`)
  }
  if (rotaryType !== 'default') reject(`rotary scaling "${rotaryType}"`)
  if (raw.hidden_act !== 'silu') reject(`activation "${raw.hidden_act}"`)
  if (raw.mlp_bias) reject('a bias in the feed-forward layer')
  if (raw.model_type === 'llama' && raw.attention_bias) reject('attention_bias with a Llama model')
  const keyValueHeads = raw.num_key_value_heads ?? raw.num_attention_heads
  if (raw.num_attention_heads % keyValueHeads !== 0)
    reject(`${raw.num_attention_heads} heads over ${keyValueHeads} key/value heads`)
  const headSize = raw.head_dim ?? raw.hidden_size / raw.num_attention_heads
  if (headSize % 2 !== 0) reject(`a head size of ${headSize}`)
  if (raw.use_sliding_window) reject('a sliding window')
  return {
    vocabularySize: raw.vocab_size,
    hiddenSize: raw.hidden_size,
    intermediateSize: raw.intermediate_size,
    layers: raw.num_hidden_layers,
    heads: raw.num_attention_heads,
    keyValueHeads,
    headSize,
    maxPositions: raw.max_position_embeddings,
    rmsNormEpsilon: raw.rms_norm_eps,
    rotaryBase: raw.rope_theta ?? raw.rope_parameters?.rope_theta ?? 10_000,
    tiedHead: raw.tie_word_embeddings,
    attentionBias: raw.model_type === 'qwen2',
    endOfTextIds: [raw.eos_token_id ?? []].flat(),
  }
}

/** Returns the config.json of a Llama model with these numbers. */
export function llamaConfigJson(config: ModelConfig): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabularySize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    max_position_embeddings: config.maxPositions,
    rms_norm_eps: config.rmsNormEpsilon,
    rope_theta: config.rotaryBase,
    rope_parameters: { rope_type: 'default', rope_theta: config.rotaryBase },
    tie_word_embeddings: config.tiedHead,
    attention_bias: false,
    mlp_bias: false,
    hidden_act: 'silu',
    eos_token_id: config.endOfTextIds[0] ?? null,
    torch_dtype: 'float16',
  }
}

/** The numbers a new model is asked for by. */
export type FreshShape = Pick<
  ModelConfig,
  | 'vocabularySize'
  | 'hiddenSize'
  | 'intermediateSize'
  | 'layers'
  | 'heads'
  | 'keyValueHeads'
  | 'maxPositions'
>

/**
 * Returns the architecture of a new model; what `shape` does not say is the project's choice.
 * @throws ConfigError when heads do not divide what they share
 */
export function freshConfig(shape: FreshShape): ModelConfig {
  const {
    vocabularySize,
    hiddenSize,
    intermediateSize,
    layers,
    heads,
    keyValueHeads,
    maxPositions,
  } = shape
  if (hiddenSize % (2 * heads) !== 0) {
    throw new ConfigError(
      `hiddenSize ${hiddenSize} cannot be divided into ${heads} heads of an even size`,
      {
        hint: 'use a hiddenSize that is a multiple of 2 · heads',
      },
    )
  }
  if (heads % keyValueHeads !== 0)
    throw new ConfigError(`${heads} heads cannot share ${keyValueHeads} key/value heads evenly`)
  return {
    vocabularySize,
    hiddenSize,
    intermediateSize,
    layers,
    heads,
    keyValueHeads,
    headSize: hiddenSize / heads,
    maxPositions,
    rmsNormEpsilon: 1e-5,
    rotaryBase: 10_000,
    tiedHead: true,
    attentionBias: false,
    endOfTextIds: [0],
  }
}
