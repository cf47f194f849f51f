/** Strategies that choose one of a problem's completions, stored or drawn for it. */
import type { Prediction, Task } from '../core/index.ts'
import { withAnswers, type Answered } from './answered.ts'
import {
  requireTools,
  type Draw,
  type Source,
  type Strategy,
  type StrategyOptions,
} from './strategy.ts'

/** What was chosen, and of what. */
export interface Choice {
  /** The completion that shows the reasoning behind the answer. */
  chosen: Answered | undefined
  /** Those that were needed, and are paid for. */
  paid: readonly Answered[]
  /** How much speaks for each of those, where the choice is by a number, such as votes. */
  scores?: readonly number[]
}

/** Chooses among the completions of one problem, in their order. Pure and deterministic. */
export type Choose = (completions: readonly Answered[]) => Choice

export interface ChoosingStrategy extends Pick<Strategy, 'description'> {
  name: string
  /** How it draws completions where none are stored; absent where it only takes stored ones. */
  draw?: (options: StrategyOptions) => Draw
  choose: Choose
}

/** Returns the strategy that chooses among stored completions, or else draws them first. */
export function choosing({ name, description, draw, choose }: ChoosingStrategy): Strategy {
  const needs: readonly Source[] = draw ? ['completions', 'generate'] : ['completions']
  return {
    description,
    needs,
    // eslint-disable-next-line require-yield -- drawing and choosing report nothing yet
    async *answer(problemId, tools, options = {}, signal): Task<Prediction> {
      requireTools(name, { needs }, tools)
      const { answers, task } = tools
      const completions = tools.completions ?? (await tools.generate!(draw!(options), signal))
      const answered =
        tools.completions && answers
          ? completions.map((completion, place) => ({ completion, answer: answers[place] ?? null }))
          : withAnswers(completions, task)
      return predict(problemId, choose(answered), options)
    },
  }
}

/** Returns the prediction of a choice; unknown token counts are 0. */
function predict(
  problemId: string,
  { chosen, paid, scores }: Choice,
  { trace = false }: StrategyOptions,
): Prediction {
  const tokens = paid.reduce((total, { completion }) => total + (completion.tokens ?? 0), 0)
  const place = paid.findIndex((each) => each === chosen)
  const candidates = paid.map(({ completion: { index }, answer }, rank) => {
    const score = scores?.[rank]
    return { index, answer, ...(score !== undefined && { score }) }
  })
  return {
    problemId,
    answer: chosen?.answer ?? null,
    ...(chosen && { text: chosen.completion.text }),
    cost: { completions: paid.length, tokens },
    ...(trace && { trace: { candidates, choice: place < 0 ? null : place } }),
  }
}
