/** Finds texts in a growing text without decoding all of it at every token. */
import type { Tokenizer } from '../model/index.ts'

/** A text that was found. */
export interface Found {
  /** All that was decoded. */
  text: string
  /** Where the found text begins. */
  place: number
}

/**
 * Returns a function of all ids so far that gives the first place of one of `texts`, or `undefined`
 * while there is none. It must be asked after each token. Only what ends after the character `from`
 * counts.
 */
export function textFinder(
  tokenizer: Tokenizer,
  texts: readonly string[],
): (ids: readonly number[], from?: number) => Found | undefined {
  const wanted = texts.filter((text) => text.length > 0)
  if (wanted.length === 0) return () => undefined
  const lastCharacters = new Set(wanted.map((text) => text.at(-1)!))
  const maybeEnds = new Map<number, boolean>()
  const canEnd = (id: number): boolean => {
    const known = maybeEnds.get(id)
    if (known !== undefined) return known
    const text = tokenizer.decodeContinuation([id])
    const verdict =
      text === '' ||
      text.includes('\uFFFD') ||
      [...lastCharacters].some((character) => text.includes(character))
    maybeEnds.set(id, verdict)
    return verdict
  }
  return (ids, from = 0) => {
    if (!canEnd(ids.at(-1)!)) return undefined
    const text = tokenizer.decodeContinuation(ids)
    const places = wanted
      .map((each) => text.indexOf(each, Math.max(0, from - each.length + 1)))
      .filter((place) => place >= 0)
    return places.length > 0 ? { text, place: Math.min(...places) } : undefined
  }
}
