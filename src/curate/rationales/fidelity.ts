/** How much of a text is left in what an annotator has made of it. */
import { characterDistance } from '../character-distance.ts'

/**
 * Characters between the first and the last difference up to which texts are compared: the time
 * grows with their square.
 */
const MOST_COMPARED = 30_000

/**
 * Returns `1 - Levenshtein(original, text) / length of the original`, both without blanks; negative
 * where `text` is more than twice as long. Texts that differ in more than 30 000 characters, from
 * the first difference to the last, count as different in all of these. Source: RATIONALYST
 * (2410.01044), the authors' code.
 */
export function fidelity(original: string, text: string): number {
  const [a, b] = [withoutBlanks(original), withoutBlanks(text)]
  if (a === b) return 1
  if (a === '') return -Infinity
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  while (end < shorter - start && lastOf(a, end) === lastOf(b, end)) end++
  const own = a.slice(start, a.length - end)
  const other = b.slice(start, b.length - end)
  const longer = Math.max(own.length, other.length)
  const distance = longer > MOST_COMPARED ? longer : characterDistance(own, other)
  return 1 - distance / a.length
}

/** The character that this many others follow. */
const lastOf = (text: string, after: number): number => text.charCodeAt(text.length - 1 - after)

const withoutBlanks = (text: string): string => text.split(/\s+/).join('')
