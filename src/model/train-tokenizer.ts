/**
 * Byte-level byte-pair encoding learned from text, as a Hugging Face tokenizer.json (Sennrich et
 * al. 2016; bytes as in GPT-2).
 */
import { ConfigError } from '../core/index.ts'

export const endOfText = '<|endoftext|>'
/**
 * Single digits; words and runs of signs with the space before them; other spaces one by one.
 * Nothing is ever dropped.
 */
const piecePattern = String.raw`\p{N}| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s`

interface Word {
  symbols: string[]
  count: number
}

/**
 * Returns tokenizer.json and tokenizer_config.json for a vocabulary of `size` tokens: end of text
 * (id 0), the 256 bytes, then merges by frequency (ties: the pair that sorts first). Digits never
 * merge, since each is a piece of its own.
 * @throws ConfigError when `size` leaves no room for the bytes
 */
export function trainTokenizer(
  texts: Iterable<string>,
  size: number,
): { tokenizerJson: object; tokenizerConfig: object } {
  const alphabet = byteAlphabet()
  if (size < alphabet.length + 1)
    throw new ConfigError(
      `a byte-level tokenizer needs at least ${alphabet.length + 1} tokens, got ${size}`,
    )
  const words = countPieces(texts, alphabet)
  const vocabulary = [endOfText, ...alphabet]
  const merges: [string, string][] = []
  while (vocabulary.length < size) {
    const pair = commonestPair(words)
    if (!pair) break
    merges.push(pair)
    vocabulary.push(pair.join(''))
    for (const word of words) mergePair(word, pair)
  }
  return {
    tokenizerJson: describeTokenizer(vocabulary, merges),
    tokenizerConfig: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      eos_token: endOfText,
      pad_token: endOfText,
      clean_up_tokenization_spaces: false,
    },
  }
}

/**
 * Returns the printable stand-in of each byte (GPT-2's table): visible Latin-1 characters stand for
 * themselves, others move above U+00FF.
 */
function byteAlphabet(): string[] {
  let moved = 0
  const visible = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(visible(byte) ? byte : 256 + moved++),
  )
}

function countPieces(texts: Iterable<string>, alphabet: readonly string[]): Word[] {
  const counts = new Map<string, number>()
  const pattern = new RegExp(piecePattern, 'gu')
  for (const text of texts)
    for (const [piece] of text.matchAll(pattern)) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  return [...counts].map(([piece, count]) => ({
    symbols: Array.from(new TextEncoder().encode(piece), (byte) => alphabet[byte]!),
    count,
  }))
}

function commonestPair(words: readonly Word[]): [string, string] | undefined {
  const counts = new Map<string, number>()
  for (const { symbols, count } of words) {
    for (let index = 1; index < symbols.length; index++) {
      const pair = `${symbols[index - 1]} ${symbols[index]}`
      counts.set(pair, (counts.get(pair) ?? 0) + count)
    }
  }
  let best: string | undefined
  for (const [pair, count] of counts) {
    const leader = best === undefined ? 1 : counts.get(best)!
    if (count > leader || (count === leader && best !== undefined && pair < best)) best = pair
  }
  return best?.split(' ') as [string, string] | undefined
}

function mergePair(word: Word, [left, right]: readonly [string, string]): void {
  const merged: string[] = []
  for (const symbol of word.symbols) {
    if (symbol === right && merged.at(-1) === left) merged[merged.length - 1] = left + right
    else merged.push(symbol)
  }
  word.symbols = merged
}

function describeTokenizer(
  vocabulary: readonly string[],
  merges: readonly [string, string][],
): object {
  const byteLevel = {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: false,
  }
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      {
        id: 0,
        content: endOfText,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: piecePattern }, behavior: 'Isolated', invert: false },
        byteLevel,
      ],
    },
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges,
    },
  }
}
