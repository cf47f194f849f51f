/**
 * Reads what a worker says of a program. A program may have forged it: it can lie about itself, but
 * not break the reader.
 */
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
    error: z
      .strictObject({ type: z.string(), message: z.string(), line: z.number().int().nullable() })
      .nullable(),
  })
  .refine(({ status, value, error }) =>
    status === 'ok' ? value !== null && error === null : value === null && error !== null,
  )

/** A longer name of a class, or message, is no honest one: both are cut to less by the workers. */
const longestName = 1_000
const longestMessage = 4_000

/**
 * Returns the outcome that `reply` states, or that it states none. Never throws. What a program
 * printed, and its value, have at most `outputBytes`, whatever it did to the interpreter that
 * should have counted them.
 */
export function readOutcome(reply: string, outputBytes: number): Outcome {
  try {
    return bounded(outcomeSchema.parse(JSON.parse(reply)), outputBytes)
  } catch {
    return failed(
      'error',
      'BadResult',
      'the program damaged the interpreter: there is no result to read',
    )
  }
}

function bounded(outcome: Outcome, outputBytes: number): Outcome {
  const { value, text, type, stdout, error } = outcome
  const isBounded =
    [value, text, stdout].every((each) => each === null || each.length <= outputBytes) &&
    [type, error?.type].every((each) => !each || each.length <= longestName) &&
    (error === null || error.message.length <= longestMessage)
  if (isBounded) return outcome
  return {
    ...failed('error', 'OutputLimit', `gave more than ${outputBytes} bytes`),
    stdout: stdout.slice(0, outputBytes),
  }
}
