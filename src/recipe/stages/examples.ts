/** Chooses the problems that a report shows with what every model wrote. */
import type { Problem } from '../../core/index.ts'
import type { StageResults } from '../../evaluate/index.ts'

/** What a model wrote for a problem, and the verdict on it. */
export interface Told {
  text: string
  verdict: 'correct' | 'incorrect' | 'unparseable'
}

/**
 * Returns up to `count` problems, the first of each kind: gained by the last model over the one
 * before it, lost, solved by both, by neither, in turn. Losses are shown as readily as gains.
 */
export function chooseExamples(
  problems: readonly Problem[],
  models: readonly { label: string; told: readonly (Told | undefined)[] }[],
  count: number,
): NonNullable<StageResults['examples']> {
  const [before, after] = models.slice(-2)
  if (!before || !after) return []
  const solves = (model: { told: readonly (Told | undefined)[] }, place: number): boolean =>
    model.told[place]?.verdict === 'correct'
  const kinds: number[][] = [[], [], [], []]
  for (const place of problems.keys()) {
    const [was, is] = [solves(before, place), solves(after, place)]
    kinds[is ? (was ? 2 : 0) : was ? 1 : 3]!.push(place)
  }
  const chosen: number[] = []
  for (
    let round = 0;
    chosen.length < count && kinds.some((places) => round < places.length);
    round++
  ) {
    for (const places of kinds)
      if (places[round] !== undefined && chosen.length < count) chosen.push(places[round]!)
  }
  return chosen.map((place) => ({
    question: problems[place]!.question,
    answer: problems[place]!.answer ?? '',
    completions: models.flatMap(({ label, told }) =>
      told[place] ? [{ model: label, ...told[place] }] : [],
    ),
  }))
}
