/** A prompt and its continuation as one text: tokenised together, then told apart. */
import type { Tokenizer } from './tokenizer.ts'
import { prefixBefore } from './tokenizer.ts'

export interface JointEncoding {
  ids: number[]
  /** Ids before this place belong to the prompt. */
  promptLength: number
}

/**
 * Returns the ids of `prompt + continuation`. Tokenised apart, the two would meet in tokens that no
 * text has: a SentencePiece tokenizer writes `▁` before every text. A token that reaches beyond the
 * prompt belongs to the continuation, as the offsets of the reference tokenizer have it.
 */
export function encodeJointly(
  tokenizer: Tokenizer,
  prompt: string,
  continuation: string,
): JointEncoding {
  const ids = tokenizer.encode(prompt + continuation)
  const prefix = prefixBefore(tokenizer, ids)
  return {
    ids: [...prefix, ...ids],
    promptLength: prefix.length + tokensOfPrompt(tokenizer, ids, prompt, prompt + continuation),
  }
}

function tokensOfPrompt(
  tokenizer: Tokenizer,
  ids: readonly number[],
  prompt: string,
  whole: string,
): number {
  const alone = tokenizer.encode(prompt)
  const differs = alone.findIndex((id, place) => ids[place] !== id)
  if (differs === -1 && tokenizer.decode(alone) === prompt) return alone.length
  if (tokenizer.decode(ids) === whole) return tokensWithin(tokenizer, ids, prompt)
  // A tokenizer that changes the text has no offsets to go by: the prompt reaches as far as its own
  // tokens do.
  const shared = differs === -1 ? alone.length : differs
  // Unknown characters on both sides may have become one token: it reaches beyond the prompt.
  return whole.length > prompt.length ? Math.max(0, Math.min(shared, ids.length - 1)) : shared
}

/**
 * Returns how many of `ids` end within `prompt`, which begins their text. Halves the range: each
 * look decodes a beginning.
 */
function tokensWithin(tokenizer: Tokenizer, ids: readonly number[], prompt: string): number {
  let within = 0
  let beyond = ids.length + 1
  while (beyond - within > 1) {
    const count = (within + beyond) >> 1
    if (endOf(tokenizer.decode(ids.slice(0, count))) <= prompt.length) within = count
    else beyond = count
  }
  return within
}

/**
 * The length of a text whose last character may be incomplete, in which case it stands as one or
 * several U+FFFD.
 */
const endOf = (text: string): number => text.replace(/\uFFFD+$/u, '\uFFFD').length
