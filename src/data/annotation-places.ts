/** Where a text may leave something unsaid: the places at which rationales are inserted. */
import { cutSteps, stepUnits } from './cut-steps.ts'

/** Before each line, sentence or either; `clause`: also before a conclusion within a sentence. */
export const annotationPlaces = [...stepUnits, 'clause'] as const
export type AnnotationPlaces = (typeof annotationPlaces)[number]

/** What begins a conclusion. */
const conclusion = /(?=, (?:so|hence|thus|therefore|which means) )/

/** Cuts a text before each place. Joined, the pieces are the text. */
export function cutAtPlaces(text: string, places: AnnotationPlaces): string[] {
  if (places !== 'clause') return cutSteps(text, places)
  return cutSteps(text, 'either').flatMap((step) => step.split(conclusion))
}
