/** A Llama-style decoder as graph: embedding, blocks, final norm, head. */
import type { Shape, Value } from '../engine/index.ts'
import {
  add,
  asMatrix,
  gatherRows,
  input,
  matmul,
  multiply,
  rmsNorm,
  selectRows,
  silu,
} from '../engine/index.ts'
import type { KeysAndValues, PositionValues } from './attention.ts'
import { attend, attendToCache, linear } from './attention.ts'
import type { ModelConfig } from './config.ts'
import type { ParameterValues } from './parameters.ts'
import { layerPrefix } from './parameters.ts'

export interface SequenceInputs extends PositionValues {
  /** `[B, T]` int64. */
  ids: Value
  /**
   * `[T, T]`, or `[B, 1, 1, T, T]`: 0 where attention is allowed and a large negative number
   * elsewhere.
   */
  mask: Value
}

/**
 * Returns the graph inputs of whole sequences; names are the keys. `suffix` is added to the names
 * of inputs and axes: a graph may take several batches, each of its own size. Sequences have one
 * mask together, or each its own.
 */
export function sequenceInputs(
  config: ModelConfig,
  suffix = '',
  mask: 'ofAll' | 'ofEach' = 'ofAll',
): SequenceInputs {
  const [batch, time] = [`B${suffix}`, `T${suffix}`]
  return {
    ...positionInputs(config, [batch, time], suffix),
    ids: input(`ids${suffix}`, { dtype: 'int64', shape: [batch, time] }),
    mask: input(`mask${suffix}`, {
      dtype: 'float32',
      shape: mask === 'ofAll' ? [time, time] : [batch, 1, 1, time, time],
    }),
  }
}

function positionInputs(config: ModelConfig, shape: Shape, suffix = ''): PositionValues {
  const table = (name: string): Value =>
    input(`${name}${suffix}`, { dtype: 'float32', shape: [`P${suffix}`, config.headSize / 2] })
  return {
    positions: input(`positions${suffix}`, { dtype: 'int64', shape }),
    cosine: table('cosine'),
    sine: table('sine'),
  }
}

/**
 * Returns the hidden states `[N, C]` after the final norm at `rows` (int64 `[N]`, distinct places
 * in the flattened `[B·T]` sequences), and each layer's keys and values. Nothing after the last
 * attention is computed elsewhere.
 */
export function forward(
  config: ModelConfig,
  parameters: ParameterValues,
  inputs: SequenceInputs,
  rows: Value,
): { hidden: Value; cache: KeysAndValues[] } {
  const cache: KeysAndValues[] = []
  const attention: Attention = (x, prefix) => {
    const { output, keys, values } = attend({ config, parameters, prefix }, x, inputs, inputs.mask)
    cache.push({ keys, values })
    return output
  }
  const hidden = decoder(config, parameters, inputs.ids, {
    attention,
    select: (x) => selectRows(asMatrix(x), rows),
  })
  return { hidden, cache }
}

export interface DecodeGraph {
  /** `[B, C]` */
  hidden: Value
  /** Keys and values of the new token, `[B, 1, KV·D]`, by layer. */
  cache: KeysAndValues[]
}

/**
 * Returns the step for one new token per sequence. Graph inputs: `ids` and `positions` `[B, 1]`,
 * `mask` `[B, 1, 1, 1, M]`, the rotary tables, and `keys.0`, `values.0`, … `[B, KV, 1, M, D]`.
 */
export function decodeStep(config: ModelConfig, parameters: ParameterValues): DecodeGraph {
  const at = positionInputs(config, ['B', 1])
  const ids = input('ids', { dtype: 'int64', shape: ['B', 1] })
  const mask = input('mask', { dtype: 'float32', shape: ['B', 1, 1, 1, 'M'] })
  const cache: KeysAndValues[] = []
  const attention: Attention = (x, prefix, layer) => {
    const stored = (name: string): Value =>
      input(`${name}.${layer}`, {
        dtype: 'float32',
        shape: ['B', config.keyValueHeads, 1, 'M', config.headSize],
      })
    const { output, keys, values } = attendToCache({ config, parameters, prefix }, x, at, {
      keys: stored('keys'),
      values: stored('values'),
      mask,
    })
    cache.push({ keys, values })
    return output
  }
  return { hidden: decoder(config, parameters, ids, { attention, select: asMatrix }), cache }
}

type Attention = (x: Value, prefix: string, layer: number) => Value

interface Parts {
  attention: Attention
  /** Takes what counts of the last layer's `[B, T, C]` once its attention is done. */
  select: (x: Value) => Value
}

function decoder(
  config: ModelConfig,
  parameters: ParameterValues,
  ids: Value,
  { attention, select }: Parts,
): Value {
  const norm = (x: Value, name: string): Value =>
    rmsNorm(x, parameters[name]!, config.rmsNormEpsilon)
  let x = gatherRows(parameters['model.embed_tokens.weight']!, ids) // [B, T, C]
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = layerPrefix(layer)
    x = add(x, attention(norm(x, `${prefix}input_layernorm.weight`), prefix, layer))
    if (layer === config.layers - 1) x = select(x)
    const h = norm(x, `${prefix}post_attention_layernorm.weight`)
    const gated = multiply(
      silu(linear(h, parameters, `${prefix}mlp.gate_proj`)),
      linear(h, parameters, `${prefix}mlp.up_proj`),
    )
    x = add(x, linear(gated, parameters, `${prefix}mlp.down_proj`))
  }
  return norm(x, 'model.norm.weight')
}

/** Returns logits over the vocabulary for hidden states of any leading shape. */
export function head(config: ModelConfig, parameters: ParameterValues, hidden: Value): Value {
  return matmul(
    hidden,
    parameters[config.tiedHead ? 'model.embed_tokens.weight' : 'lm_head.weight']!,
    { transposeB: true },
  )
}
