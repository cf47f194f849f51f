/** Text of others on a terminal: it may say what it likes, but not do anything. */

/** Control characters but for tabs and line breaks; among them what begins a control sequence. */
// eslint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g

/** Returns the text with its control characters shown as such. */
export const harmless = (text: string): string => text.replace(controls, '\uFFFD')

/** Returns the same value with harmless texts, at any depth. */
export function harmlessValue<T>(value: T): T {
  if (typeof value === 'string') return harmless(value) as T
  if (Array.isArray(value)) return value.map(harmlessValue) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, harmlessValue(each)]),
  ) as T
}
