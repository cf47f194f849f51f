/** Scores of stored completions, which are kept in files of their own, in any order. */
import {
  completionScoreSchema,
  DataError,
  sha256,
  type Completion,
  type CompletionScore,
} from '../core/index.ts'
import { lineError, readRecords } from './read/records.ts'
import { sourceName } from './read/source.ts'

/** The completions of each problem, in their order. */
export type CompletionGroups = ReadonlyMap<string, readonly Completion[]>

/** Scores by problem and place. */
export interface StoredScores {
  /**
   * Returns the score of a completion of a problem, by its place; if it has none, that of another
   * with the same text; `undefined` where there is none either.
   */
  at(problemId: string, place: number): number | undefined
  /** Returns what looks up the scores of one problem; all that it is asked for must be there. */
  toolOf(problemId: string): (places: readonly number[]) => Promise<number[]>
}

const otherSet =
  'These seem to be the scores of another set of completions: score the ones that you choose from.'

/**
 * Reads the scores in files. A score belongs to the completion with its problem and index, and with
 * its model and seed where it has them. `tell` hears of lines that hold no score. @throws DataError
 * for a score of a completion that is not there or has another text, of one of several completions
 * that it does not tell apart, and for two scores of one completion
 */
export async function readScores(
  paths: readonly string[],
  completions: CompletionGroups,
  tell: (error: DataError) => void,
): Promise<StoredScores> {
  const stored = scoreTable(completions)
  for (const path of paths)
    for await (const entry of readRecords(path, completionScoreSchema)) {
      if ('error' in entry) {
        tell(entry.error)
        continue
      }
      const fault = stored.add(entry.value)
      if (fault !== null) throw lineError(sourceName(path), entry.line, fault.text, fault.hint)
    }
  return stored
}

/** The completions of a problem, ready to be found. */
interface Shelf {
  completions: readonly Completion[]
  /**
   * Places by index, several where files of several models have it; absent where every index is a
   * place.
   */
  byIndex?: Map<number, number[]>
  /** By place; `NaN` is none. */
  scores: Float64Array
}

interface Fault {
  text: string
  hint?: string
}

function scoreTable(
  groups: CompletionGroups,
): StoredScores & { add(score: CompletionScore): Fault | null } {
  const shelves = new Map<string, Shelf>()
  const hashes = hashCache()
  function shelfOf(problemId: string): Shelf | null {
    const known = shelves.get(problemId)
    if (known) return known
    const completions = groups.get(problemId)
    if (!completions) return null
    const shelf = newShelf(completions)
    shelves.set(problemId, shelf)
    return shelf
  }
  const at = (problemId: string, place: number): number | undefined => {
    const shelf = shelfOf(problemId)
    const own = shelf?.scores[place]
    if (!shelf || own === undefined || !Number.isNaN(own)) return own
    const { text } = shelf.completions[place]!
    const twin = shelf.completions.findIndex(
      (each, other) => each.text === text && !Number.isNaN(shelf.scores[other]!),
    )
    return twin === -1 ? undefined : shelf.scores[twin]
  }
  return {
    add(score) {
      const { problemId, index, textHash } = score
      const shelf = shelfOf(problemId)
      const places = shelf ? placesOf(shelf, score) : []
      if (!shelf || places.length === 0)
        return { text: `there is no ${nameOf(score)}${ofWhom(score)}`, hint: otherSet }
      const textAt = (place: number): string => shelf.completions[place]!.text
      const own =
        textHash === undefined
          ? places
          : places.filter((place) => hashes(textAt(place)).startsWith(textHash))
      if (own.length === 0)
        return {
          text: `${nameOf(score)} has another text than the one with this score`,
          hint: otherSet,
        }
      if (own.some((place) => textAt(place) !== textAt(own[0]!)))
        return {
          text: `${own.length} completions have the index ${index} in problem "${problemId}", and the score does not say which is meant`,
          hint: 'Give completions and scores a modelId or a seed.',
        }
      for (const place of own) {
        const before = shelf.scores[place]!
        if (!Number.isNaN(before) && before !== score.score)
          return { text: `${nameOf(score)} already has the score ${before}` }
        shelf.scores[place] = score.score
      }
      return null
    },
    at,
    toolOf: (problemId) => (places) =>
      Promise.resolve(places.map((place) => at(problemId, place)!)),
  }
}

function newShelf(completions: readonly Completion[]): Shelf {
  const scores = new Float64Array(completions.length).fill(Number.NaN)
  if (completions.every(({ index }, place) => index === place)) return { completions, scores }
  const byIndex = new Map<number, number[]>()
  for (const [place, { index }] of completions.entries()) {
    const places = byIndex.get(index)
    if (places) places.push(place)
    else byIndex.set(index, [place])
  }
  return { completions, byIndex, scores }
}

/** The places of the completions that a score may be of, whatever their texts. */
function placesOf({ completions, byIndex }: Shelf, score: CompletionScore): number[] {
  const { index } = score
  const places = byIndex ? (byIndex.get(index) ?? []) : index < completions.length ? [index] : []
  return places.filter((place) => {
    const { modelId, seed } = completions[place]!
    return (
      (score.modelId === undefined || score.modelId === modelId) &&
      (score.seed === undefined || score.seed === seed)
    )
  })
}

const nameOf = ({ problemId, index }: CompletionScore): string =>
  `completion ${index} of problem "${problemId}"`
const ofWhom = ({ modelId, seed }: CompletionScore): string =>
  (modelId === undefined ? '' : ` by "${modelId}"`) + (seed === undefined ? '' : ` at seed ${seed}`)

/** Samples repeat themselves: the hashes of the latest texts are kept. */
function hashCache(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= 1000) known.clear()
    const hash = sha256(text)
    known.set(text, hash)
    return hash
  }
}
