/** From an annotated document to its rationales: what is faithful, and what is not. */
import type { Document, Rationale } from '../../core/index.ts'
import { hasMarks, rationaleMarks, readAnnotated } from '../../data/index.ts'
import { countDrop, type Dropped } from '../filters.ts'
import { fidelity } from './fidelity.ts'
import { holdsAnswer } from './holds-answer.ts'

/** How much of a document must be left in its annotated text. Source: 2410.01044, code. */
export const MIN_FIDELITY = 0.9

/**
 * Characters of an annotated text up to which it is read: each of its rationales comes with all
 * that precedes it. The paper's documents have 2 000 words.
 */
export const MOST_CHARACTERS = 100_000

export interface SiftingOptions {
  /** @default 0.9 */
  minFidelity?: number
}

/** The rationales of a document that count, and why others do not: by reason, how many. */
export interface SiftedRationales {
  rationales: Rationale[]
  dropped: Dropped
}

/**
 * Returns the rationales of a document in the text that an annotator has made of it. All are
 * dropped where the text is longer than 100 000 characters, the document has marks of its own, a
 * mark lacks its counterpart, or less than `minFidelity` of the document is left; one of them where
 * it is empty, nothing precedes it, nothing follows, or it holds the answer (`meta.answer`).
 */
export function siftRationales(
  document: Document,
  annotated: string,
  { minFidelity = MIN_FIDELITY }: SiftingOptions = {},
): SiftedRationales {
  if (annotated.length > MOST_CHARACTERS)
    return droppedWhole('document too long', marksIn(annotated))
  // What stands between them might pass for an annotator's.
  if (hasMarks(document.text)) return droppedWhole('marks in the document', marksIn(annotated))
  const read = readAnnotated(annotated)
  if ('fault' in read) return droppedWhole(read.fault, marksIn(annotated))
  if (read.segments.length > 0 && fidelity(document.text, read.text) < minFidelity)
    return droppedWhole('text changed', read.segments.length)
  const rationales: Rationale[] = []
  const dropped: Dropped = {}
  for (const [index, segment] of read.segments.entries()) {
    const reason = reasonToDrop(document, segment)
    if (reason === null)
      rationales.push({
        documentId: document.id,
        index,
        ...segment,
        ...(document.source !== undefined && { source: document.source }),
      })
    else countDrop(dropped, reason)
  }
  return { rationales, dropped }
}

const droppedWhole = (reason: string, count: number): SiftedRationales => ({
  rationales: [],
  dropped: count > 0 ? { [reason]: count } : {},
})

/** How many rationales were begun or ended. */
const marksIn = (text: string): number =>
  Math.max(...Object.values(rationaleMarks).map((mark) => text.split(mark).length - 1))

type Parts = Pick<Rationale, 'preceding' | 'rationale' | 'following'>

function reasonToDrop(
  { meta }: Document,
  { preceding, rationale, following }: Parts,
): string | null {
  if (rationale === '') return 'empty'
  if (preceding === '') return 'nothing precedes'
  if (following.trim() === '') return 'nothing follows'
  const answer = meta?.['answer']
  const isTold = typeof answer === 'string' || typeof answer === 'number'
  return isTold && holdsAnswer(rationale, String(answer), preceding) ? 'holds the answer' : null
}
