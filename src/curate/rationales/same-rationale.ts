/** Which rationales a reference has. */
import { readAnnotated, type Segment } from '../../data/index.ts'

const withoutBlanks = (text: string): string => text.replaceAll(/\s+/g, '')

/** Two rationales are the same at the same place of a text, blanks aside. */
const keyOf = ({ preceding, rationale }: Pick<Segment, 'preceding' | 'rationale'>): string =>
  `${withoutBlanks(preceding).length} ${withoutBlanks(rationale)}`

/**
 * Returns what tells whether a rationale is among those of an annotated text of the same document.
 */
export function sameRationale(
  annotated: string,
): (rationale: Pick<Segment, 'preceding' | 'rationale'>) => boolean {
  const read = readAnnotated(annotated)
  const keys = new Set('fault' in read ? [] : read.segments.map(keyOf))
  return (rationale) => keys.has(keyOf(rationale))
}
