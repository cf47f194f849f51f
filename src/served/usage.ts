/** What requests have cost, in tokens and in money. */
import { z } from 'zod'
import type { ServedSettings } from './settings.ts'

/** What requests have used. `dollars` is 0 where there is no price. */
export interface Usage {
  promptTokens: number
  tokens: number
  completions: number
  dollars: number
}

/** What a reply says that it has used. */
export type Used = Pick<Usage, 'promptTokens' | 'tokens'> & Partial<Pick<Usage, 'completions'>>

export const noUsage: Readonly<Usage> = {
  promptTokens: 0,
  tokens: 0,
  completions: 0,
  dollars: 0,
}

export const addUsage = (a: Usage, b: Usage): Usage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  tokens: a.tokens + b.tokens,
  completions: a.completions + b.completions,
  dollars: a.dollars + b.dollars,
})

const count = z.number().int().nonnegative()
const usageSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count.nullish(),
})

/** Returns the numbers of tokens that a reply tells; `undefined` where it tells none. */
export function tokensToldBy(reply: unknown): { promptTokens: number; tokens: number } | undefined {
  const found = usageSchema.safeParse((reply as { usage?: unknown } | null)?.usage)
  return found.success
    ? { promptTokens: found.data.prompt_tokens, tokens: found.data.completion_tokens ?? 0 }
    : undefined
}

/** Returns the usage with its price. */
export function priced(
  { promptTokens, tokens, completions = 0 }: Used,
  price: ServedSettings['price'],
): Usage {
  const dollars = price ? (promptTokens * price.input + tokens * price.output) / 1e6 : 0
  return { promptTokens, tokens, completions, dollars }
}

/** An estimate of a text's tokens where the tokenizer is elsewhere: 3 bytes each, rounded up. */
export const estimatedTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text, 'utf8') / 3)

/**
 * Tokens that a prompt has at most: no tokenizer makes more than one of a byte, but chats add some.
 */
export const mostTokens = (text: string): number => Buffer.byteLength(text, 'utf8') + ADDED

const ADDED = 64
