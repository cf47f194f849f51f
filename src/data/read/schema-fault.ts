/** Saying in plain words what is wrong with the shape of a record. */
import type { z } from 'zod'
import { describeValue } from '../../core/index.ts'
import { shorten } from './parse-json.ts'

/** Returns what a schema found wrong with `value`: the field, what was found, and what would do. */
export function describeIssues(error: z.ZodError, value: unknown): string {
  const shown = error.issues.slice(0, 3).map((issue) => describeIssue(issue, value))
  const rest = error.issues.length - shown.length
  return shorten(shown.join('; '), 400) + (rest > 0 ? `; and ${rest} more` : '')
}

function describeIssue(issue: z.core.$ZodIssue, record: unknown): string {
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    record,
  )
  const name = issue.path.map(String).join('.')
  const expected = expectation(issue)
  if (expected === null) return describeMessage(issue.message, name, found)
  if (name === '') return `expected ${expected}, found ${describeValue(found)}`
  if (expected === 'there') return `"${name}" is missing`
  if (found === undefined) return `"${name}" is missing: it must be ${expected}`
  return `"${name}" must be ${expected}, found ${describeValue(found)}`
}

/** Messages of our own schemas begin with what must be: `must be text, found a list`. */
function describeMessage(message: string, name: string, found: unknown): string {
  if (name === '') return message
  if (found === undefined)
    return `"${name}" is missing: it ${message.replace(', found nothing', '')}`
  return `"${name}" ${message}`
}

/** What would do, `null` where the issue's own message says it. */
function expectation(issue: z.core.$ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? `of the type ${issue.expected}`
    case 'too_small':
      return issue.origin === 'string' ? 'a text that is not empty' : `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    default:
      return null
  }
}

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object with fields',
  record: 'an object with fields',
  array: 'a list',
  nonoptional: 'there',
}
