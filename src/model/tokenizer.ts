/** Text ↔ token ids, by a model's own tokenizer.json. */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import { ModelError } from '../core/index.ts'
import { asItsClassReads } from './tokenizer-class.ts'
import { mendTokenizer } from './tokenizer-mending.ts'

export interface Tokenizer {
  /** Number of distinct ids. */
  readonly size: number
  /**
   * Ids that come before every text, by the post-processor of tokenizer.json: the beginning-of-text
   * token, or none.
   */
  readonly prefix: readonly number[]
  /** Ids that come after every text that is read whole: the mark of its end, or none. */
  readonly suffix: readonly number[]
  /** Ids of `text` alone, nothing before or after them. */
  encode(text: string): number[]
  /**
   * Text of `ids`. Special tokens are written out: a text may hold their names, and nothing of a
   * text may be lost.
   */
  decode(ids: readonly number[]): string
  /**
   * Text of `ids` that follow others: a space at its front, which some tokenizers drop before a
   * first word, stays.
   */
  decodeContinuation(ids: readonly number[]): string
}

/**
 * Returns a tokenizer for a parsed tokenizer.json and tokenizer_config.json. @throws ModelError
 * when the library refuses it
 */
export function createTokenizer(
  tokenizerJson: object,
  tokenizerConfig: object,
  source: string,
): Tokenizer {
  try {
    const tokenizer = new HuggingFaceTokenizer(
      asItsClassReads(tokenizerJson, tokenizerConfig),
      tokenizerConfig,
    )
    mendTokenizer(tokenizer)
    const size = tokenizer.get_vocab(true).size
    const encode = (text: string, special: boolean): number[] =>
      tokenizer.encode(text, { add_special_tokens: special }).ids
    const decode = (ids: readonly number[]): string => {
      // A padded embedding has ids that no token has
      const known = ids.filter((id) => tokenizer.id_to_token(id) !== undefined)
      return known.length === 0
        ? ''
        : tokenizer.decode(known, {
            skip_special_tokens: false,
            clean_up_tokenization_spaces: false,
          })
    }
    return {
      size,
      ...surroundingsOf(encode),
      encode: (text) => (text === '' ? [] : encode(text, false)),
      decode,
      decodeContinuation: continuationDecoder(encode, decode),
    }
  } catch (error) {
    throw new ModelError(
      `${source}: this tokenizer is not supported: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

/**
 * Returns the ids of a text that begins a sequence: the tokenizer's prefix, then the text's own.
 */
export function encodeStart(
  tokenizer: Pick<Tokenizer, 'prefix' | 'encode'>,
  text: string,
): number[] {
  const ids = tokenizer.encode(text)
  return [...prefixBefore(tokenizer, ids), ...ids]
}

/**
 * Returns how many tokens a text has. Of a text with many more than `most` only a beginning is
 * encoded, which has more than `most` too: a text of 10 MB takes minutes.
 */
export function countTokens(
  tokenizer: Pick<Tokenizer, 'prefix' | 'encode'>,
  text: string,
  most: number,
): number {
  for (let length = 16 * most; length < text.length; length *= 4) {
    // Where a text is cut, its last words may have other tokens: twice as many are surely enough.
    const count = encodeStart(tokenizer, text.slice(0, length)).length
    if (count > 2 * most) return count
  }
  return encodeStart(tokenizer, text).length
}

/**
 * Returns the ids that come before a text's own `ids`. A text that spells the prefix out, as chat
 * templates do, gets no second one. (Transformers doubles it when it tokenises a text, and adds
 * none when it applies a chat template.)
 */
export function prefixBefore(
  { prefix }: Pick<Tokenizer, 'prefix'>,
  ids: readonly number[],
): readonly number[] {
  const isThere = prefix.length > 0 && prefix.every((id, place) => ids[place] === id)
  return isThere ? [] : prefix
}

/** Decodes after a word whose text is known, where that makes a difference. */
function continuationDecoder(
  encode: (text: string, special: boolean) => number[],
  decode: (ids: readonly number[]) => string,
): (ids: readonly number[]) => string {
  const word = encode('a', false)
  const wordText = decode(word)
  const after = (ids: readonly number[]): string => decode([...word, ...ids]).slice(wordText.length)
  const spaced = encode('a a', false).slice(word.length)
  return decode(spaced) === after(spaced) ? decode : after
}

/**
 * What stands around a text. Decoders do without the ids after it: an end-of-text token there would
 * end what is to be continued.
 */
function surroundingsOf(
  encode: (text: string, special: boolean) => number[],
): Pick<Tokenizer, 'prefix' | 'suffix'> {
  const bare = encode('a', false)
  const whole = encode('a', true)
  const start = whole.findIndex((_, place) =>
    bare.every((id, offset) => whole[place + offset] === id),
  )
  if (start < 0) return { prefix: [], suffix: [] }
  return { prefix: whole.slice(0, start), suffix: whole.slice(start + bare.length) }
}
