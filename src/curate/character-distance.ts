/** Levenshtein's distance between texts, in characters. */
import { distance } from 'fastest-levenshtein'

/**
 * The first half of a character in two code units; without the flag `u`, which would make this
 * slower than the distances.
 */
const firstHalf = /[\ud800-\udbff]/

/**
 * Returns how many characters (Unicode code points, as in Python) must be put in, taken out or
 * replaced to make one text of the other. A character beyond U+FFFF counts once, though JavaScript
 * keeps it in two code units. Together the texts may have 65 536 different characters.
 */
export function characterDistance(a: string, b: string): number {
  if (!firstHalf.test(a) && !firstHalf.test(b)) return distance(a, b)
  // Any other letters do as well, as long as the same stand for the same.
  const letters = new Map<string, string>()
  const inLetters = (text: string): string =>
    Array.from(text, (character) => {
      const letter = letters.get(character) ?? String.fromCharCode(letters.size)
      letters.set(character, letter)
      return letter
    }).join('')
  return distance(inLetters(a), inLetters(b))
}

/** Returns the first `count` characters of a text. */
export function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('')
}
