/**
 * What @huggingface/tokenizers 0.2.0 does otherwise than the reference (tokenizers 0.23), mended on
 * the objects it makes.
 */
import type { Tokenizer } from '@huggingface/tokenizers'

/** A step that turns tokens into texts. */
interface DecoderStep {
  config?: { type?: unknown }
  decoders?: DecoderStep[]
  decode_chain(tokens: string[]): string[]
}

/** The part of the library's Unigram model that is mended. */
interface Pieces {
  config: { type?: unknown; byte_fallback?: unknown }
  tokens_to_ids: Map<string, number>
  encode(texts: string[]): string[]
}

/** Mends `tokenizer` in place. */
export function mendTokenizer(tokenizer: Tokenizer): void {
  const model = tokenizer.model as unknown as Pieces
  if (model.config.type === 'Unigram' && model.config.byte_fallback === true) fallBackToBytes(model)
  mendByteDecoders(tokenizer.decoder as unknown as DecoderStep | null)
}

/**
 * A Unigram model with `byte_fallback` writes what it does not know byte by byte; the library knows
 * this of BPE alone.
 */
function fallBackToBytes(model: Pieces): void {
  const encode = model.encode.bind(model)
  const asBytes = (piece: string): string[] => {
    if (model.tokens_to_ids.has(piece)) return [piece]
    const bytes = Array.from(new TextEncoder().encode(piece), byteToken)
    return bytes.every((token) => model.tokens_to_ids.has(token)) ? bytes : [piece]
  }
  model.encode = (texts) => encode(texts).flatMap(asBytes)
}

const byteToken = (byte: number): string =>
  `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`

/**
 * The library's byte decoder swallows U+FEFF and writes one U+FFFD for several bytes that are no
 * text, where the reference writes one for each.
 */
function mendByteDecoders(step: DecoderStep | null): void {
  if (!step) return
  for (const inner of step.decoders ?? []) mendByteDecoders(inner)
  if (step.config?.type === 'ByteFallback') step.decode_chain = joinBytes
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Joins runs of byte tokens into texts. */
function joinBytes(tokens: string[]): string[] {
  const texts: string[] = []
  let bytes: number[] = []
  const flush = (): void => {
    if (bytes.length > 0) texts.push(textOf(bytes))
    bytes = []
  }
  for (const token of tokens) {
    const [, digits] = /^<0x([0-9A-Fa-f]{2})>$/.exec(token) ?? []
    if (digits !== undefined) bytes.push(Number.parseInt(digits, 16))
    else {
      flush()
      texts.push(token)
    }
  }
  flush()
  return texts
}

function textOf(bytes: readonly number[]): string {
  try {
    return utf8.decode(Uint8Array.from(bytes))
  } catch {
    return '\uFFFD'.repeat(bytes.length)
  }
}
