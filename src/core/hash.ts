/** Canonical JSON and SHA-256: the identity of settings, artifacts and random streams. */
import { createHash } from 'node:crypto'

/**
 * Returns `value` as JSON with object keys sorted and `undefined` members left out; equal values
 * give equal text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** Returns what tells a completion's text from others: the beginning of its SHA-256. */
export const textHash = (text: string): string => sha256(text).slice(0, 16)

/** Returns the SHA-256 of text (as UTF-8) or bytes, in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
