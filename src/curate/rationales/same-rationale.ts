/** Which rationales a reference has. */
import { readAnnotated, type Segment } from '../../data/index.ts'
import { MOST_CHARACTERS } from './sift-rationales.ts'

const withoutBlanks = (text: string): string => text.replaceAll(/\s+/g, '')

/** Two rationales are the same at the same place of a text, blanks aside. */
const keyOf = ({ preceding, rationale }: Pick<Segment, 'preceding' | 'rationale'>): string =>
  `${withoutBlanks(preceding).length} ${withoutBlanks(rationale)}`

/**
 * Returns what tells whether a rationale is among those of an annotated text of the same document.
 * None is among those of a text that is longer than 100 000 characters: such documents are dropped.
 */
export function sameRationale(
  annotated: string,
): (rationale: Pick<Segment, 'preceding' | 'rationale'>) => boolean {
  if (annotated.length > MOST_CHARACTERS) return () => false
  const read = readAnnotated(annotated)
  const keys = new Set('fault' in read ? [] : read.segments.map(keyOf))
  return (rationale) => keys.has(keyOf(rationale))
}
