/** "Did you mean": the nearest of the known names. */
import { closest, distance } from 'fastest-levenshtein'

/** The candidate that `name` is probably a slip of, or `undefined`. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const best = closest(
    name.toLowerCase(),
    candidates.map((each) => each.toLowerCase()),
  )
  const candidate = candidates.find((each) => each.toLowerCase() === best)
  return candidate !== undefined &&
    distance(name.toLowerCase(), best) <= Math.max(2, Math.floor(name.length / 3))
    ? candidate
    : undefined
}

/** `; did you mean "learningRate"?`, or the known names where none is near. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates)
  if (near !== undefined) return `; did you mean "${near}"?`
  return candidates.length === 0 ? '' : ` (known: ${candidates.join(', ')})`
}
