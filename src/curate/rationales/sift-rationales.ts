/** From an annotated document to its rationales: what is faithful, and what is not. */
import type { Document, Rationale } from '../../core/index.ts'
import { readAnnotated } from '../../data/index.ts'
import { countDrop, type Dropped } from '../filters.ts'
import { fidelity } from './fidelity.ts'
import { holdsAnswer } from './holds-answer.ts'

/** How much of a document must be left in its annotated text. Source: 2410.01044, code. */
export const MIN_FIDELITY = 0.9

export interface SiftingOptions {
  /** @default 0.9 */
  minFidelity?: number
}

/** The rationales of documents, with what was dropped. */
export interface SiftedRationales {
  rationales: Rationale[]
  /** Documents none of whose rationales count, by reason. */
  droppedDocuments: Dropped
  /** Rationales of the other documents, by reason. */
  droppedRationales: Dropped
}

/**
 * Returns the rationales of a document in the text that an annotator has made of it. A document is
 * dropped where a mark lacks its counterpart, where there is no rationale, and where less than
 * `minFidelity` of it is left; a rationale where it is empty, nothing precedes it, nothing follows,
 * or it holds the answer (`meta.answer`).
 */
export function siftRationales(
  document: Document,
  annotated: string,
  { minFidelity = MIN_FIDELITY }: SiftingOptions = {},
): SiftedRationales {
  const read = readAnnotated(annotated)
  if ('fault' in read) return droppedWhole(read.fault)
  if (fidelity(document.text, read.text) < minFidelity) return droppedWhole('text changed')
  const rationales: Rationale[] = []
  const droppedRationales: Dropped = {}
  for (const [index, segment] of read.segments.entries()) {
    const reason = reasonToDrop(document, segment)
    if (reason === null)
      rationales.push({
        documentId: document.id,
        index,
        ...segment,
        ...(document.source !== undefined && { source: document.source }),
      })
    else countDrop(droppedRationales, reason)
  }
  return { rationales, droppedDocuments: {}, droppedRationales }
}

const droppedWhole = (reason: string): SiftedRationales => ({
  rationales: [],
  droppedDocuments: { [reason]: 1 },
  droppedRationales: {},
})

type Parts = Pick<Rationale, 'preceding' | 'rationale' | 'following'>

function reasonToDrop(
  { meta }: Document,
  { preceding, rationale, following }: Parts,
): string | null {
  if (rationale === '') return 'empty'
  if (preceding === '') return 'nothing precedes'
  if (following.trim() === '') return 'nothing follows'
  const answer = meta?.['answer']
  return typeof answer === 'string' && holdsAnswer(rationale, answer, preceding)
    ? 'holds the answer'
    : null
}
