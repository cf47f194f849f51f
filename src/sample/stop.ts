/** Finds stop strings in a growing text without decoding all of it at every token. */
import type { Tokenizer } from '../model/index.ts'

/**
 * Returns a function of all ids so far that gives the text before the first stop string, or
 * `undefined` while there is none.
 */
export function stopFinder(
  tokenizer: Tokenizer,
  stops: readonly string[],
): (ids: readonly number[]) => string | undefined {
  const wanted = stops.filter((stop) => stop.length > 0)
  if (wanted.length === 0) return () => undefined
  const lastCharacters = new Set(wanted.map((stop) => stop.at(-1)!))
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
  return (ids) => {
    if (!canEnd(ids.at(-1)!)) return undefined
    const text = tokenizer.decodeContinuation(ids)
    const places = wanted.map((stop) => text.indexOf(stop)).filter((place) => place >= 0)
    return places.length > 0 ? text.slice(0, Math.min(...places)) : undefined
  }
}
