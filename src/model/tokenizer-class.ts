/** What a tokenizer class of Transformers does otherwise than the tokenizer.json beside it says. */

interface TokenizerJson {
  normalizer?: unknown
  pre_tokenizer?: unknown
  decoder?: unknown
  model?: { type?: unknown }
}

/**
 * Returns `tokenizerJson` as the class named in tokenizer_config.json reads it. The Llama class
 * takes only vocabulary and merges from the file and builds the steps around them anew: a text that
 * follows a special token gets no `▁`, which the normalizer of older files would put there. Source:
 * Transformers 5.24, `models/llama/tokenization_llama.py`. Other classes are taken as their files
 * say.
 */
export function asItsClassReads(tokenizerJson: TokenizerJson, tokenizerConfig: object): object {
  const {
    tokenizer_class: name,
    add_prefix_space: prefixed = true,
    legacy = false,
  } = tokenizerConfig as {
    tokenizer_class?: unknown
    add_prefix_space?: boolean | null
    legacy?: boolean | null
  }
  const isLlama = name === 'LlamaTokenizer' || name === 'LlamaTokenizerFast'
  if (!isLlama || tokenizerJson.model?.type !== 'BPE') return tokenizerJson
  const isPrefixed = prefixed ?? true
  const scheme = !isPrefixed ? 'never' : legacy ? 'always' : 'first'
  const strip = isPrefixed ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []
  return {
    ...tokenizerJson,
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: scheme, split: false },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...strip,
      ],
    },
  }
}
