/** Saying in one line what is wrong with a JSON text or with the shape of its value. */
import type { z } from 'zod'

/** Parses JSON; a fault names the parser's complaint, shortened so that it fits a message. */
export function parseJson(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const complaint = error instanceof Error ? error.message : String(error)
    return { fault: `not valid JSON: ${shorten(complaint.replaceAll(/\s+/g, ' '), 200)}` }
  }
}

/** Returns what a schema found wrong, path first: `answer: Invalid input: expected string, received number`. */
export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, 3).map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
  const rest = error.issues.length - shown.length
  return shorten(shown.join('; '), 400) + (rest > 0 ? `; and ${rest} more` : '')
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
