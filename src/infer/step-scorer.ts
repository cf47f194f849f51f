/** How well a line of a program fits the question: what beam search asks at each line. */
import type { TextEmbedder } from '../model/index.ts'
import type { ScoresCandidates } from './score-with.ts'

/** A line of a hypothesis. */
export interface Step {
  question: string
  line: string
  /** The hypothesis up to the end of the line. */
  text: string
}

/** Returns the score of each step, 0…1, in order. Steps that come together are scored together. */
export type StepScorer = (
  steps: readonly Step[],
  signal?: AbortSignal,
) => Promise<readonly number[]>

/** Vectors that are kept: questions come back at every line, and lines in other hypotheses. */
const KEPT_VECTORS = 20_000

/**
 * Returns the scorer that compares a line with the question: (1 + cos) / 2 of the line and the
 * sentence of the question that is most like it. Source: PaD (2305.13888), which takes this measure
 * from ROSCOE (Golovneva et al. 2023, 2212.07919: faithfulness).
 */
export function alignmentScorer(embedder: Pick<TextEmbedder, 'embed'>): StepScorer {
  const known = new Map<string, Float32Array>()
  return async (steps, signal) => {
    const parts = steps.map(({ question, line }) => ({
      line: line.trim(),
      sentences: sentencesOf(question),
    }))
    const wanted = new Set(parts.flatMap(({ line, sentences }) => [line, ...sentences]))
    if (known.size > KEPT_VECTORS) known.clear()
    const missing = [...wanted].filter((text) => !known.has(text))
    const vectors = missing.length > 0 ? await embedder.embed(missing, signal) : []
    for (const [place, text] of missing.entries()) known.set(text, vectors[place]!)
    return parts.map(({ line, sentences }) => {
      const own = known.get(line)!
      const cosines = sentences.map((sentence) => product(own, known.get(sentence)!))
      return Math.min(1, Math.max(0, (1 + Math.max(-1, ...cosines)) / 2))
    })
  }
}

/** Returns the scorer that asks an evaluator about the question and the program so far. */
export function evaluatorScorer(evaluator: ScoresCandidates): StepScorer {
  return async (steps, signal) => {
    const candidates = steps.map(({ question, text }) => ({ question, solution: text }))
    return (await evaluator.score(candidates, signal)).map((score) => score ?? 0)
  }
}

/** Returns the sentences of a text; one that has none is a sentence itself. */
export function sentencesOf(text: string): string[] {
  const sentences = text
    .split(/\n+|(?<=[.!?]["')\]]*)\s+(?=\S)/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
  return sentences.length > 0 ? sentences : [text]
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let axis = 0; axis < a.length; axis++) sum += a[axis]! * b[axis]!
  return sum
}
