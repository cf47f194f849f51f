/** How much texts are like those of a reference: what the ways of telling it have in common. */
import type { Problem } from '../../core/index.ts'

/** Texts that are judged together. */
export interface BatchSize {
  documents: number
  characters: number
}

/** Tells how much texts are like the reference. */
export interface TextSimilarity {
  /** The cosine from which on a text is like the reference, where nobody says otherwise. */
  defaultThreshold: number
  /** How many texts to give at once; it changes no result. */
  batch: BatchSize
  /** How many of the first texts to learn from, where there is anything to learn. */
  sample?: BatchSize
  /** Learns from the first texts, which are judged later like all others. */
  learn?(texts: readonly string[]): void
  /** Returns the cosine of each text with the reference, in order. */
  of(texts: readonly string[]): Promise<number[]>
}

/** A calculator annotation: it repeats what stands beside it. */
const annotation = /<<[^<>]*>>/g

/** The text that a problem lends to the reference: its question with the solution or answer. */
export function textOfProblem({ question, solution, answer }: Problem): string {
  const rest = solution ?? answer
  const text = rest === undefined ? question : `${question}\n${rest}`
  return text.replaceAll(annotation, '')
}
