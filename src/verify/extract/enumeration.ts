/**
 * Telling parts of one answer, `1`, `2` and `3`, from answers that replace one another, by the text
 * between them.
 */

/** Mathematical delimiters and spaces, which say nothing. */
const spacing = /\$|\\[()[\],;:!]|\\q?quad|[{}~*]/g

const connected = /^(?:\p{L}{1,20} ){0,2}(?:(?:and|or|et|ou|und|oder|y|o|[,;&，；、和或]) )+$/u

/**
 * Whether nothing but an enumeration stands in the gap between two parts: a blank on one line, a
 * comma, `and`, `or`, or one of these after a noun or two, as in `1 papers and 2 bins`.
 */
export function isEnumeration(gap: string): boolean {
  if (gap.length > 80) return false
  const words = gap
    .replaceAll(/\\(?:text|mathrm|mbox)\s?\{([^{}]{0,40})\}/g, ' $1 ')
    .replaceAll(spacing, ' ')
    .replaceAll(/[,;&，；、]/g, ' $& ')
  const plain = words.replaceAll(/\s+/g, ' ').trim()
  return plain === '' ? !gap.includes('\n') : connected.test(`${plain} `)
}

/** Returns the parts as one list, a part that is said again only once. */
export function joinParts(parts: readonly string[]): string {
  return [...new Set(parts.map((part) => part.trim().replace(/(?<!\\)[,;]$/, '')))].join(', ')
}
