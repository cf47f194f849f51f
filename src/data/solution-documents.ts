/** Worked solutions as documents, and with their calculations before each step as rationales. */
import type { Document, Problem } from '../core/index.ts'
import type { DocumentWithRationales } from './procedural/index.ts'
import { problemPrompt } from './prompt-format.ts'
import { annotate, type AnnotatedPart } from './rationale-format.ts'

/**
 * Returns a problem with its worked solution as a document, which begins like the plain prompt;
 * `undefined` where it has none.
 * `meta.answer` is its answer. In the annotated text, each line with calculator annotations
 * (`<<3*4=12>>`) has their calculations before it, the last one without its result:
 * `3*4=12, 12+5`.
 */
export function solutionDocument(problem: Problem): DocumentWithRationales | undefined {
  const { id, question, answer, solution } = problem
  if (solution === undefined || solution.trim() === '') return undefined
  const lines = solution.trim().split('\n')
  const parts = lines.map((line, place): AnnotatedPart => {
    const rationale = calculationsIn(line)
    const text = `${place === 0 ? '' : '\n'}${line}`
    return { text, ...(rationale !== '' && { rationale }) }
  })
  const start = { text: problemPrompt(question) }
  const document: Document = {
    id,
    text: start.text + lines.join('\n'),
    source: 'solutions',
    ...(answer !== undefined && { meta: { answer } }),
  }
  return { document, annotated: annotate([start, ...parts]) }
}

function calculationsIn(line: string): string {
  const found = Array.from(line.matchAll(/<<([^<>]*)=([^<>=]*)>>/g), ([, left, right]) => ({
    left: left!.trim(),
    right: right!.trim(),
  }))
  return found
    .map(({ left, right }, place) => (place < found.length - 1 ? `${left}=${right}` : left))
    .join(', ')
}
