/** The shape of completions on the wire, and what a completion says. */
import { z } from 'zod'

const number = z.number()

/** Some servers write what is said as a list of parts. */
const contentParts = z
  .array(z.object({ text: z.string().nullish() }))
  .transform((parts) => parts.map(({ text }) => text ?? '').join(''))

function messageSchema() {
  return z.object({
    content: z.union([z.string(), contentParts]).nullish(),
    refusal: z.string().nullish(),
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
  })
}

export const choiceSchema = z.object({
  index: z.number().int().nonnegative().default(0),
  text: z.string().nullish(),
  message: messageSchema().nullish(),
  delta: messageSchema().nullish(),
  finish_reason: z.string().nullish(),
  stop_reason: z.union([z.string(), number]).nullish(),
  /** SGLang's word for the same. */
  matched_stop: z.union([z.string(), number]).nullish(),
  logprobs: z.unknown().optional(),
})
export type WireChoice = z.output<typeof choiceSchema>

export const replySchema = z.object({
  choices: z.array(choiceSchema),
  model: z.string().nullish(),
  error: z.unknown().optional(),
})

/** Both kinds of log-probabilities: some servers give the chats' for texts. */
const logprobsSchema = z.union([
  z.object({ token_logprobs: z.array(number.nullish()) }),
  z.object({ content: z.array(z.object({ logprob: number.nullish() })) }),
])

/**
 * Returns the text of a completion. Thoughts in a field of their own stand in marks before the
 * answer, as models write them. While a completion grows, so does this text.
 */
export function textOf({ text, message }: Pick<WireChoice, 'text' | 'message'>): string {
  if (typeof text === 'string') return text
  const said = message?.content ?? message?.refusal ?? ''
  const thoughts = (message?.reasoning_content || message?.reasoning || '').trim()
  if (thoughts === '') return said
  const isEnded = said.trim() !== ''
  return `<think>\n${thoughts}${isEnded ? `\n</think>\n\n${said}` : ''}`
}

/** Returns log-probabilities; what no log-probability can be is none. */
export function logprobsOf(given: unknown): number[] | undefined {
  const found = logprobsSchema.safeParse(given)
  if (!found.success) return undefined
  const { data } = found
  const values =
    'token_logprobs' in data ? data.token_logprobs : data.content.map(({ logprob }) => logprob)
  const isGood = values.every(
    (value) => typeof value === 'number' && value <= 1e-6 && value > -1e30,
  )
  return isGood ? (values as number[]) : undefined
}
