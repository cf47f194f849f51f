/**
 * What a schema found wrong in a recipe, in words: the value's place, what was expected, what was
 * found, the nearest known key.
 */
import { z } from 'zod'
import { suggestion } from './suggest.ts'

type Issue = z.core.$ZodIssue

/**
 * One line for each unknown key of an issue, or one for the issue; `known` gives the keys that are
 * known at its path.
 */
function issueLines(
  issue: Issue,
  value: unknown,
  known: readonly string[],
): { key?: string; text: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ key, text: `unknown key "${key}"${suggestion(key, known)}` }))
  }
  const expected = issue.message
    .replace(/^(Invalid input|Invalid option|Invalid string): /, '')
    .replace(/, received .*$/, '')
  const lower = expected.charAt(0).toLowerCase() + expected.slice(1)
  if (value === undefined) return [{ text: `is missing: ${lower}` }]
  const near =
    typeof value === 'string' && issue.code === 'invalid_value'
      ? suggestion(value, issue.values.map(String))
      : ''
  return [{ text: `${lower}, got ${shown(value)}${near.startsWith('; did') ? near : ''}` }]
}

/** The property names that a schema knows at `path`, looking through defaults, unions and lists. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let nodes: unknown[] = alternatives(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  )
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const { properties, items } = node as {
        properties?: Record<string, unknown>
        items?: unknown
      }
      return alternatives(typeof step === 'number' ? items : properties?.[String(step)])
    })
  }
  return [
    ...new Set(
      nodes.flatMap((node) => Object.keys((node as { properties?: object }).properties ?? {})),
    ),
  ]
}

function alternatives(node: unknown): unknown[] {
  if (node === null || typeof node !== 'object') return []
  const { oneOf, anyOf } = node as { oneOf?: unknown[]; anyOf?: unknown[] }
  return [node, ...[...(oneOf ?? []), ...(anyOf ?? [])].flatMap(alternatives)]
}

/** The value at `path` in parsed data. */
function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object'
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    data,
  )
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** Keys from the top of the recipe down. */
export type Path = readonly (string | number)[]

/** A part of the recipe that is being read. */
export interface Place {
  /** What stands there. */
  value: unknown
  /** Where a path below it is written. */
  where(path: Path, key?: string): string
  /** What a path below it is called. */
  label(path: Path): string
}

/** Where something is written, and what it is called where that says more. */
export function located(where: string, label: string): string {
  return label === '' ? where : `${where}: ${label}`
}

/** One line for each fault; `moreKeys` are known beside those of the schema. */
export function faultsIn(
  error: z.ZodError,
  schema: z.ZodType,
  { value: whole, where, label }: Place,
  moreKeys: string[] = [],
): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
    const known = [...knownKeys(schema, path), ...(path.length === 0 ? moreKeys : [])]
    return issueLines(issue, valueAt(whole, path), known).map(
      ({ key, text }) => `${located(where(path, key), label(path))}: ${text}`,
    )
  })
}
