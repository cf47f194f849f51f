/** A model small enough for any test: random weights, a byte-level tokenizer with a few merges. */
import type { Model } from '../../src/model/index.ts'
import {
  createTokenizer,
  freshModelJson,
  initialParameters,
  parseModelConfig,
  trainTokenizer,
} from '../../src/model/index.ts'

const texts = [
  'Question: Tom has 3 boxes of 4 apples. How many apples?\nAnswer:\nTom has <<3*4=12>>12 apples.\n#### 12',
]

/**
 * Weights are scaled up so that next-token distributions are far from uniform and ties are
 * unlikely.
 */
export function tinyModel(seed = 1, maxPositions = 128): Model {
  const { tokenizerJson, tokenizerConfig } = trainTokenizer(texts, 280)
  const config = parseModelConfig(
    {
      model_type: 'llama',
      vocab_size: 280,
      hidden_size: 32,
      intermediate_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      max_position_embeddings: maxPositions,
      rms_norm_eps: 1e-5,
      tie_word_embeddings: true,
      eos_token_id: 0,
    },
    'tiny model',
  )
  const parameters = initialParameters(config, seed)
  for (const tensor of Object.values(parameters))
    if (tensor.shape.length > 1)
      tensor.data.forEach((value, index) => (tensor.data[index] = value * 12))
  const tokenizer = createTokenizer(tokenizerJson, tokenizerConfig, 'tiny model')
  return {
    id: 'tiny',
    config,
    parameters,
    tokenizer,
    files: freshModelJson(config, tokenizerJson, tokenizerConfig),
  }
}
