/** How many there are of something, in words. */

/** Returns what belongs to a count: `file` to 1, `files` to others. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? one : many

/** Returns a count with what it counts: `1 file`, `2 files`. */
export const counted = (count: number, one: string, many?: string): string =>
  `${count} ${plural(count, one, many)}`
