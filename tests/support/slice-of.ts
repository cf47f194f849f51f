/**
 * Which part of a long list of cases, or of test files, a run takes. `npm run test:all` takes
 * everything. `npm test` takes the slice that the commit draws, so that many commits together visit
 * all of it.
 */

import { createHash } from 'node:crypto'

/** The variable that says what to take: `all`, or a draw. Unset, it says `all`. */
export const drawVariable = 'RECKONER_TESTS'

/** The first digits of a commit's hash. */
const draws = /^[0-9a-f]{1,12}$/

/**
 * Returns one of `parts` slices of the items, in their order, or all items where the draw is `all`.
 * Together, the slices are the whole: item i is in slice i mod `parts`. @throws Error for what is
 * no draw
 */
export function sliceOf<T>(
  items: readonly T[],
  parts: number,
  draw = process.env[drawVariable] ?? 'all',
): readonly T[] {
  if (draw === 'all') return items
  if (!draws.test(draw))
    throw new Error(
      `${drawVariable}=${draw}: expected all, or the first 1 to 12 digits of a commit's hash`,
    )
  const part = Number.parseInt(draw, 16) % parts
  return items.filter((_, index) => index % parts === part)
}

/**
 * Returns whether the run takes a single long test, which one commit in `parts` does; its name says
 * which of them.
 */
export function isDrawn(name: string, parts: number, draw?: string): boolean {
  const place = createHash('sha256').update(name).digest().readUInt32BE() % parts
  const places = Array.from({ length: parts }, (_, index) => index)
  return sliceOf(places, parts, draw).includes(place)
}
