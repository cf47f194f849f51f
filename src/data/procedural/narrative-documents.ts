/** Narratives as documents, and with the calculations that they leave unsaid. */
import type { Document } from '../../core/index.ts'
import { partsOfNarrative, type ProceduralOptions } from './problem.ts'
import { annotatedNarrative } from './unsaid.ts'

/** A document, and its text with the rationales that a rule knows to be right. */
export interface DocumentWithRationales {
  document: Document
  annotated: string
}

/** Returns the narrative at `index`: none of the problems at the same options. */
export function narrativeDocument(
  options: ProceduralOptions,
  index: number,
): DocumentWithRationales {
  const parts = partsOfNarrative(options, index)
  const text = parts.map((part) => part.text).join('')
  const id = `narrative-${options.split}-${options.seed}-${index}`
  return { document: { id, text, source: 'narratives' }, annotated: annotatedNarrative(parts) }
}
