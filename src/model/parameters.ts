/** The parameters of a decoder: Hugging Face's names and shapes, fresh values, and graph inputs. */
import type { Rng } from '../core/index.ts'
import { ModelError, rng } from '../core/index.ts'
import type { FloatTensor, Value } from '../engine/index.ts'
import { floatTensor, input, sizeOf } from '../engine/index.ts'
import type { ModelConfig } from './config.ts'

export type Parameters = Readonly<Record<string, FloatTensor>>
export type ParameterValues = Readonly<Record<string, Value>>

export const layerPrefix = (layer: number): string => `model.layers.${layer}.`

/** Returns the shape of each parameter by its Hugging Face name; projections are `[out, in]`. */
export function parameterShapes(config: ModelConfig): Record<string, readonly number[]> {
  const { hiddenSize: width, intermediateSize: inner, vocabularySize: vocabulary } = config
  const queries = config.heads * config.headSize
  const keys = config.keyValueHeads * config.headSize
  const shapes: Record<string, readonly number[]> = {
    'model.embed_tokens.weight': [vocabulary, width],
  }
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = layerPrefix(layer)
    shapes[`${prefix}input_layernorm.weight`] = [width]
    shapes[`${prefix}self_attn.q_proj.weight`] = [queries, width]
    shapes[`${prefix}self_attn.k_proj.weight`] = [keys, width]
    shapes[`${prefix}self_attn.v_proj.weight`] = [keys, width]
    if (config.attentionBias) {
      shapes[`${prefix}self_attn.q_proj.bias`] = [queries]
      shapes[`${prefix}self_attn.k_proj.bias`] = [keys]
      shapes[`${prefix}self_attn.v_proj.bias`] = [keys]
    }
    shapes[`${prefix}self_attn.o_proj.weight`] = [width, queries]
    shapes[`${prefix}post_attention_layernorm.weight`] = [width]
    shapes[`${prefix}mlp.gate_proj.weight`] = [inner, width]
    shapes[`${prefix}mlp.up_proj.weight`] = [inner, width]
    shapes[`${prefix}mlp.down_proj.weight`] = [width, inner]
  }
  shapes['model.norm.weight'] = [width]
  if (!config.tiedHead) shapes['lm_head.weight'] = [vocabulary, width]
  return shapes
}

export function parameterCount(config: ModelConfig): number {
  return Object.values(parameterShapes(config)).reduce((count, shape) => count + sizeOf(shape), 0)
}

/** Returns one graph input per parameter, under the parameter's name. */
export function parameterInputs(config: ModelConfig): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameterShapes(config)).map(([name, shape]) => [
      name,
      input(name, { dtype: 'float32', shape }),
    ]),
  )
}

/**
 * Returns fresh parameters: norm weights 1, biases 0, matrices normal with deviation 0.02, the
 * projections into the residual stream scaled by 1/√(2·layers) (Radford et al. 2019, section 2.3).
 */
export function initialParameters(config: ModelConfig, seed: number): Parameters {
  const residualScale = 1 / Math.sqrt(2 * config.layers)
  const fresh = ([name, shape]: [string, readonly number[]]): [string, FloatTensor] => {
    const values = new Float32Array(sizeOf(shape))
    if (shape.length === 1) values.fill(name.endsWith('.bias') ? 0 : 1)
    else
      fillNormal(
        values,
        rng('init', seed, name),
        0.02 * (/(o_proj|down_proj)\.weight$/.test(name) ? residualScale : 1),
      )
    return [name, floatTensor(values, shape)]
  }
  return Object.fromEntries(Object.entries(parameterShapes(config)).map(fresh))
}

function fillNormal(values: Float32Array, random: Rng, deviation: number): void {
  for (let index = 0; index < values.length; index++) values[index] = random.normal() * deviation
}

/**
 * Returns the parameters in the architecture's order. @throws ModelError naming a missing,
 * superfluous or misshapen tensor
 */
export function checkedParameters(
  config: ModelConfig,
  tensors: Parameters,
  source: string,
): Parameters {
  const shapes = parameterShapes(config)
  const checked: Record<string, FloatTensor> = {}
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = tensors[name]
    if (!tensor) throw new ModelError(`${source}: tensor ${name} is missing`)
    if (tensor.shape.join() !== shape.join()) {
      throw new ModelError(
        `${source}: tensor ${name} has shape [${tensor.shape.join(', ')}], but config.json says [${shape.join(', ')}]`,
      )
    }
    checked[name] = tensor
  }
  const extra = Object.keys(tensors).find(
    (name) =>
      !(name in shapes) && name !== 'lm_head.weight' && !name.endsWith('rotary_emb.inv_freq'),
  )
  if (extra)
    throw new ModelError(
      `${source}: tensor ${extra} belongs to no part of the architecture in config.json`,
    )
  return checked
}
