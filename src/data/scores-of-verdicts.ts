/**
 * Scores of completions by their names alone: for verdicts, which say nothing of the text.
 * `stored-scores.ts` has those of completions whose texts are at hand.
 */
import {
  DataError,
  completionScoreSchema,
  counted,
  type Completion,
  type CompletionScore,
} from '../core/index.ts'
import { readRecords } from './read/records.ts'
import { sourceName, type RecordSource } from './read/source.ts'

/** What tells a completion from others. */
export type ScoredAs = Pick<Completion, 'problemId' | 'index' | 'modelId' | 'seed'>

export interface ScoreTable {
  /**
   * Returns the score of a completion, `undefined` where it has none. A score without model and
   * seed is of the completion with its problem and index. @throws DataError where the score may
   * be of several completions
   */
  scoreOf(completion: ScoredAs): number | undefined
  /** The scores that nothing has asked for so far. */
  unused(): CompletionScore[]
}

/**
 * Reads the scores of a file. @throws DataError for a line that holds none, and for two scores of
 * one completion
 */
export async function loadScores(source: RecordSource): Promise<ScoreTable> {
  const name = sourceName(source)
  const scores = new Map<string, CompletionScore>()
  for await (const entry of readRecords(source, completionScoreSchema)) {
    if ('error' in entry) throw entry.error
    const key = keyOf(entry.value)
    const before = scores.get(key)
    if (before && before.score !== entry.value.score)
      throw new DataError(
        `${name}:${entry.line}: there is already a score of ${described(entry.value)}`,
      )
    scores.set(key, entry.value)
  }
  const used = new Map<CompletionScore, string>()
  return {
    scoreOf(completion) {
      const { problemId, index } = completion
      const found = scores.get(keyOf(completion)) ?? scores.get(keyOf({ problemId, index }))
      if (!found) return undefined
      const key = keyOf(completion)
      if ((used.get(found) ?? key) !== key)
        throw new DataError(
          `${name}: there are several completions with the problem and index of ${described(completion)}, and one score for them`,
          { hint: 'Give each score the modelId and the seed of its completion.' },
        )
      used.set(found, key)
      return found.score
    },
    unused: () => [...scores.values()].filter((score) => !used.has(score)),
  }
}

const keyOf = ({ modelId, seed, problemId, index }: ScoredAs): string =>
  JSON.stringify([modelId, seed, problemId, index])

const described = ({ problemId, index }: Pick<ScoredAs, 'problemId' | 'index'>): string =>
  `completion ${index} of problem "${problemId}"`

/**
 * Checks that completions and scores are of one set. `missing` are the completions that have no
 * score. @throws DataError for those, and for scores of completions that there are not
 */
export function requireAllScored(
  name: string,
  missing: readonly ScoredAs[],
  { unused }: Pick<ScoreTable, 'unused'>,
): void {
  const hint = 'Give the scores that were made of these completions.'
  if (missing.length > 0)
    throw new DataError(
      `${name}: ${counted(missing.length, 'completion has', 'completions have')} no score; the first is ${described(missing[0]!)}`,
      { hint },
    )
  const left = unused()
  if (left.length > 0)
    throw new DataError(
      `${name}: ${counted(left.length, 'score is of a completion that is', 'scores are of completions that are')} not given; the first is of ${described(left[0]!)}`,
      { hint },
    )
}
