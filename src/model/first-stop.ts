/** Which of the texts that end a completion has ended it. */

interface FoundStop {
  /** Where it begins. */
  place: number
  stop: string
}

/**
 * Returns the first of these texts; of several that begin at one place the shortest, which was
 * there first while the text grew. `undefined` where there is none.
 */
export function firstStop(text: string, stops: readonly string[]): FoundStop | undefined {
  let first: FoundStop | undefined
  for (const stop of stops) {
    const place = text.indexOf(stop)
    if (stop === '' || place < 0) continue
    const isBefore =
      !first || place < first.place || (place === first.place && stop.length < first.stop.length)
    if (isBefore) first = { place, stop }
  }
  return first
}
