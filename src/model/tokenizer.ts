/** Text ↔ token ids, by a model's own tokenizer.json. */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { ModelError } from '../core/index.ts'

export interface Tokenizer {
  /** Number of distinct ids. */
  readonly size: number
  /** Ids of `text`, without special tokens around it. */
  encode(text: string): number[]
  /** Text of `ids`. Special tokens are written out: a text may hold their names, and nothing of a text may be lost. */
  decode(ids: readonly number[]): string
}

/** Returns a tokenizer for a parsed tokenizer.json and tokenizer_config.json. @throws ModelError when the library refuses it */
export function createTokenizer(tokenizerJson: object, tokenizerConfig: object, source: string): Tokenizer {
  try {
    const tokenizer = new HuggingFaceTokenizer(tokenizerJson, tokenizerConfig)
    const size = tokenizer.get_vocab(true).size
    return {
      size,
      encode: (text) => (text === '' ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids),
      decode: (ids) =>
        ids.length === 0 ? '' : tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    }
  } catch (error) {
    throw new ModelError(`${source}: not a tokenizer we can use: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
