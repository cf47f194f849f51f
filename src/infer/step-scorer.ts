/** How well a line of a program fits the question: what beam search asks at each line. */
import type { TextEmbedder } from '../model/index.ts'
import type { ScoresCandidates } from './score-with.ts'

/** A line of a hypothesis. */
export interface Step {
  problemId: string
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

/** Problems whose vectors are kept: questions come back at every line. */
const KEPT_PROBLEMS = 2_000

/**
 * Returns the scorer that compares a line with the question: (1 + cos) / 2 of the line and the
 * sentence of the question that is most like it. Source: PaD (2305.13888), which takes this measure
 * from ROSCOE (Golovneva et al. 2023, 2212.07919: faithfulness). Vectors are kept for each problem
 * apart: which texts are embedded together decides their last bits, and must not depend on how far
 * other problems have come.
 */
export function alignmentScorer(embedder: Pick<TextEmbedder, 'embed'>): StepScorer {
  const known = new Map<string, Map<string, Float32Array>>()
  return async (steps, signal) => {
    // The oldest go: whether a problem in flight is known must not depend on the others' pace.
    for (const problemId of known.keys()) {
      if (known.size <= KEPT_PROBLEMS) break
      known.delete(problemId)
    }
    const parts = steps.map(({ problemId, question, line }) => {
      const vectors = known.get(problemId) ?? new Map<string, Float32Array>()
      known.set(problemId, vectors)
      return { vectors, line: line.trim(), sentences: sentencesOf(question) }
    })
    const missing = new Set(
      parts.flatMap(({ vectors, line, sentences }) =>
        [line, ...sentences].filter((text) => !vectors.has(text)),
      ),
    )
    const fresh = missing.size > 0 ? await embedder.embed([...missing], signal) : []
    const vectorOf = new Map(Array.from(missing, (text, place) => [text, fresh[place]!]))
    return parts.map(({ vectors, line, sentences }) => {
      for (const text of [line, ...sentences])
        if (!vectors.has(text)) vectors.set(text, vectorOf.get(text)!)
      const own = vectors.get(line)!
      const cosines = sentences.map((sentence) => product(own, vectors.get(sentence)!))
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
