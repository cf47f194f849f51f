/** Grouped-query attention with rotary positions, over a whole sequence or over a cache. */
import type { Dim, Value } from '../engine/index.ts'
import {
  add,
  concat,
  constant,
  matmul,
  multiply,
  reduceSum,
  reshape,
  rotary,
  sliceLast,
  softmax,
  transpose,
} from '../engine/index.ts'
import type { ModelConfig } from './config.ts'
import type { ParameterValues } from './parameters.ts'

/** What every layer shares: positions `[B, T]` int64, rotary tables `[P, D/2]`. */
export interface PositionValues {
  positions: Value
  cosine: Value
  sine: Value
}

/** Of whole sequences: `[B, KV, T, D]`; the keys are rotated. */
export interface KeysAndValues {
  keys: Value
  values: Value
}

/** One layer of a model: its numbers, all parameters, and the prefix of its own. */
export interface Layer {
  config: ModelConfig
  parameters: ParameterValues
  prefix: string
}

interface Projections {
  queries: Value
  keys: Value
  values: Value
}

/** Returns `x · Wᵀ (+ b)` for a Hugging Face projection. */
export function linear(x: Value, parameters: ParameterValues, name: string): Value {
  const product = matmul(x, parameters[`${name}.weight`]!, { transposeB: true })
  const bias = parameters[`${name}.bias`]
  return bias ? add(product, bias) : product
}

function project({ parameters, prefix }: Layer, x: Value, at: PositionValues): Projections {
  const rotated = (name: string): Value =>
    rotary(linear(x, parameters, `${prefix}self_attn.${name}`), at.positions, at.cosine, at.sine)
  return {
    queries: rotated('q_proj'),
    keys: rotated('k_proj'),
    values: linear(x, parameters, `${prefix}self_attn.v_proj`),
  }
}

/**
 * Returns causal attention over whole sequences: x `[B, T, C]`, mask `[T, T]`, or `[B, 1,
 * 1, T, T]` (0 or a large negative number, added to the scores). G = H / KV query heads share a
 * key/value head.
 */
export function attend(
  layer: Layer,
  x: Value,
  at: PositionValues,
  mask: Value,
): { output: Value } & KeysAndValues {
  const { heads, keyValueHeads: groups, headSize: size } = layer.config
  const [batch, time] = x.shape as [Dim, Dim, Dim]
  const { queries, keys, values } = project(layer, x, at)
  const q = transpose(
    reshape(queries, [batch, time, groups, heads / groups, size]),
    [0, 2, 3, 1, 4],
  ) // [B, KV, G, T, D]
  const split = (projected: Value): Value =>
    transpose(reshape(projected, [batch, time, groups, size]), [0, 2, 1, 3]) // [B, KV, T, D]
  const shared = (split_: Value): Value => reshape(split_, [batch, groups, 1, time, size])
  const [k, v] = [split(keys), split(values)]
  // [B, KV, G, T, T]
  const scores = matmul(q, shared(k), { transposeB: true, scale: 1 / Math.sqrt(size) })
  const mixed = matmul(softmax(add(scores, mask)), shared(v)) // [B, KV, G, T, D]
  const merged = reshape(transpose(mixed, [0, 3, 1, 2, 4]), [batch, time, heads * size])
  return {
    output: linear(merged, layer.parameters, `${layer.prefix}self_attn.o_proj`),
    keys: k,
    values: v,
  }
}

/**
 * Returns attention of one new token over a cache and itself: x `[B, 1, C]`, cache `[B, KV, 1, M,
 * D]`, mask `[B, 1, 1, 1, M]`. The cache is read, never returned: fetching it would copy it. The
 * caller writes the new keys and values, `[B, 1, KV·D]`, into it.
 */
export function attendToCache(
  layer: Layer,
  x: Value,
  at: PositionValues,
  cache: KeysAndValues & { mask: Value },
): { output: Value } & KeysAndValues {
  const { heads, keyValueHeads: groups, headSize: size } = layer.config
  const { queries, keys, values } = project(layer, x, at)
  const [k, v] = [keys, values].map((row) => reshape(row, ['B', groups, 1, 1, size]))
  // One row per query head, and the scale on the queries: for single rows without a factor the
  // runtime multiplies without packing the cache.
  const q = reshape(multiply(queries, constant(1 / Math.sqrt(size))), [
    'B',
    groups,
    heads / groups,
    1,
    size,
  ]) // [B, KV, G, 1, D]
  const past = add(matmul(q, cache.keys, { transposeB: true }), cache.mask) // [B, KV, G, 1, M]
  const self = reduceSum(multiply(q, k!), [-1]) // [B, KV, G, 1, 1]
  const weights = softmax(concat(past, self, -1))
  const fromPast = matmul(sliceLast(weights, 0, -1, 'M'), cache.values)
  // [B, KV, G, 1, D]
  const fromSelf = multiply(sliceLast(weights, -1, Number.MAX_SAFE_INTEGER, 1), v!)
  const merged = reshape(add(fromPast, fromSelf), ['B', 1, heads * size])
  return {
    output: linear(merged, layer.parameters, `${layer.prefix}self_attn.o_proj`),
    keys,
    values,
  }
}
