/** Keeps evaluation problems out of training data. */
import type { Problem } from '../core/index.ts'

export interface DecontaminationOptions {
  /** Length of the word sequences compared. */
  ngram?: number
}

export interface Overlap {
  id: string
  evaluationId: string
  /** The shared words, normalised. */
  text: string
}

export interface Decontamination<T> {
  kept: T[]
  dropped: T[]
  /** Why: one overlap for each dropped problem, in order. */
  overlaps: Overlap[]
}

/** The question's words: lower case, without punctuation. */
function wordsOf(question: string): string[] {
  return (
    question
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/**
 * Every run of `ngram` words, or all words where there are fewer: then only a question of exactly
 * these words is equal.
 */
function* runs(question: string, ngram: number): Generator<string> {
  const words = wordsOf(question)
  if (words.length < ngram) yield `${words.join(' ')} `
  for (let start = 0; start + ngram <= words.length; start++)
    yield words.slice(start, start + ngram).join(' ')
}

/**
 * Drops the problems whose question shares a run of `ngram` words with a question of the evaluation
 * problems; questions shorter than that are dropped when all their words are the same. Source:
 * Brown et al. 2020, appendix C, which compares documents by 13-grams. Deviation: the whole problem
 * is dropped, not the text around the overlap.
 */
export function decontaminate<T extends Pick<Problem, 'id' | 'question'>>(
  problems: readonly T[],
  evaluationProblems: readonly Pick<Problem, 'id' | 'question'>[],
  { ngram = 13 }: DecontaminationOptions = {},
): Decontamination<T> {
  const seen = new Map<string, string>()
  for (const { id, question } of evaluationProblems)
    for (const run of runs(question, ngram)) if (!seen.has(run)) seen.set(run, id)
  const result: Decontamination<T> = { kept: [], dropped: [], overlaps: [] }
  for (const problem of problems) {
    const overlap = firstOverlap(problem, seen, ngram)
    if (overlap === null) result.kept.push(problem)
    else {
      result.dropped.push(problem)
      result.overlaps.push(overlap)
    }
  }
  return result
}

function firstOverlap(
  { id, question }: Pick<Problem, 'id' | 'question'>,
  seen: ReadonlyMap<string, string>,
  ngram: number,
): Overlap | null {
  for (const run of runs(question, ngram)) {
    const evaluationId = seen.get(run)
    if (evaluationId !== undefined) return { id, evaluationId, text: run.trim() }
  }
  return null
}

/**
 * Returns the combination of story frame and relation structure of a procedural problem, `null` for
 * any other.
 */
export function combinationOf({ meta }: Pick<Problem, 'meta'>): string | null {
  const { frame, graph } = meta ?? {}
  return typeof frame === 'string' && typeof graph === 'string' ? `${frame} ${graph}` : null
}

/**
 * Returns the combinations that procedural problems of both lists have, sorted; none is expected.
 */
export function sharedCombinations(
  train: readonly Pick<Problem, 'meta'>[],
  test: readonly Pick<Problem, 'meta'>[],
): string[] {
  const inTrain = new Set(train.map(combinationOf))
  const shared = test
    .map(combinationOf)
    .filter((combination) => combination !== null && inTrain.has(combination))
  return [...new Set(shared as string[])].toSorted()
}
