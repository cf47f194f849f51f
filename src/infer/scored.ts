/** The scores that a strategy asks for: once for a problem, and once for a text. */
import { DataError } from '../core/index.ts'
import type { Answered } from './answered.ts'
import type { Tools } from './strategy.ts'

/** What a strategy knows of the scores that it needed. */
export interface Scored {
  /** The score of the completion at a place; `undefined` where none was needed. */
  at(place: number): number | undefined
  /** Number of different texts that needed one. */
  calls: number
}

/**
 * Asks for the scores of the completions at `places`. Equal texts are asked for once, and have the
 * score of the first. @throws DataError for what is no number; what the tool throws
 */
export async function askScores(
  completions: readonly Answered[],
  places: readonly number[],
  scores: NonNullable<Tools['scores']>,
  signal?: AbortSignal,
): Promise<Scored> {
  const firsts = new Map<string, number>()
  const textAt = (place: number): string => completions[place]!.completion.text
  for (const place of places) if (!firsts.has(textAt(place))) firsts.set(textAt(place), place)
  const asked = [...firsts.values()]
  const given =
    asked.length === 0
      ? []
      : await scores(
          asked,
          completions.map(({ completion }) => completion),
          signal,
        )
  const byText = new Map<string, number>()
  for (const [rank, place] of asked.entries()) {
    const score = given[rank]
    if (score === undefined || !Number.isFinite(score))
      throw new DataError(
        `completion ${completions[place]!.completion.index} has the score ${score}: it must be a finite number`,
      )
    byText.set(textAt(place), score)
  }
  const needed = new Map(places.map((place) => [place, byText.get(textAt(place))!]))
  return { at: (place) => needed.get(place), calls: asked.length }
}
