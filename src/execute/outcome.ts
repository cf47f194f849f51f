/** Reads what a worker says of a program. A program may have forged it: it can lie about itself, but not break the reader. */
import { z } from 'zod'
import { failed, sources, type Outcome } from './program.ts'

const text = z.string().nullable()
const outcomeSchema: z.ZodType<Outcome> = z
  .strictObject({
    status: z.enum(['ok', 'error', 'timeout', 'memory', 'refused']),
    value: text,
    text,
    type: text,
    source: z.enum(sources).nullable(),
    stdout: z.string(),
    error: z.strictObject({ type: z.string(), message: z.string(), line: z.number().int().nullable() }).nullable(),
  })
  .refine(({ status, value, error }) => (status === 'ok' ? value !== null && error === null : value === null && error !== null))

/** Returns the outcome that `reply` states, or that it states none. Never throws. */
export function readOutcome(reply: string): Outcome {
  try {
    return outcomeSchema.parse(JSON.parse(reply))
  } catch {
    return failed('error', 'BadResult', 'the program damaged the interpreter: there is no result to read')
  }
}
