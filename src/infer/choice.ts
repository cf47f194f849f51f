/** Strategies that choose one of a problem's completions, stored or drawn for it. */
import { DataError, type Completion, type Prediction, type Task } from '../core/index.ts'
import { readAnswers, type Answered } from './answered.ts'
import { askScores, type Scored } from './scored.ts'
import type { ScoreAt } from './selection.ts'
import type { SelectionOptionName } from './strategy-options.ts'
import {
  requireTools,
  type Draw,
  type Source,
  type Strategy,
  type StrategyOptions,
  type Tools,
} from './strategy.ts'

/** What was chosen, and of what. */
export interface Choice {
  /** The completion that shows the reasoning behind the answer. */
  chosen: Answered | undefined
  /** Those that were needed, and are paid for. */
  paid: readonly Answered[]
  /**
   * How much speaks for each of those, where the choice is by a number other than scores, such as
   * votes.
   */
  scores?: readonly number[]
}

/**
 * Chooses among the completions of one problem, in their order. Pure and deterministic. `score` is
 * there where the strategy has said which completions need one.
 */
export type Choose = (
  completions: readonly Answered[],
  options: StrategyOptions,
  score?: ScoreAt,
) => Choice

export interface ChoosingStrategy extends Pick<Strategy, 'description' | 'scored'> {
  name: string
  /** The options that it reads. */
  reads?: readonly SelectionOptionName[]
  /** How it draws completions where none are stored; absent where it only takes stored ones. */
  draw?: (options: StrategyOptions) => Draw
  choose: Choose
}

/** Returns the strategy that chooses among stored completions, or else draws them first. */
export function choosing({
  name,
  description,
  reads = [],
  draw,
  scored,
  choose,
}: ChoosingStrategy): Strategy {
  const needs: readonly Source[] = draw ? ['completions', 'generate'] : ['completions']
  const asks = scored ? { scored } : {}
  return {
    description,
    needs,
    ...asks,
    reads,
    // eslint-disable-next-line require-yield -- drawing and choosing report nothing yet
    async *answer(problemId, tools, options = {}, signal): Task<Prediction> {
      requireTools(name, { needs, ...asks }, tools)
      const completions = tools.completions ?? (await tools.generate!(draw!(options), signal))
      const answered = await answeredBy(tools, completions)
      if (!scored) return predict(problemId, choose(answered, options), options)
      try {
        const places = scored(
          answered.map(({ answer }) => answer),
          options,
        )
        const scores = await askScores(answered, places, tools.scores!, signal)
        const choice = choose(answered, options, (place) => scores.at(place)!)
        return predict(problemId, choice, options, scores)
      } catch (error) {
        throw ofProblem(problemId, error)
      }
    },
  }
}

/** The answers that verdicts tell, or that programs compute, or that are read from texts. */
async function answeredBy(
  { completions: stored, answers, run, task }: Tools,
  completions: readonly Completion[],
): Promise<Answered[]> {
  if (stored && answers)
    return completions.map((completion, place) => ({ completion, answer: answers[place] ?? null }))
  return readAnswers(completions, { run, task })
}

/** What is wrong with scores is of one problem, which tools and rules do not know. */
function ofProblem(problemId: string, error: unknown): unknown {
  if (!(error instanceof DataError)) return error
  const { message, hint, cause } = error
  return new DataError(`problem "${problemId}": ${message}`, { ...(hint && { hint }), cause })
}

/** Returns the prediction of a choice; unknown token counts are 0. */
function predict(
  problemId: string,
  choice: Choice,
  { trace = false }: StrategyOptions,
  scored?: Scored,
): Prediction {
  const { chosen, paid } = choice
  const tokens = paid.reduce((total, { completion }) => total + (completion.tokens ?? 0), 0)
  return {
    problemId,
    answer: chosen?.answer ?? null,
    ...(chosen && { text: chosen.completion.text }),
    cost: {
      completions: paid.length,
      tokens,
      ...(scored && { evaluatorCalls: scored.calls }),
    },
    ...(trace && { trace: traceOf(choice, scored) }),
  }
}

function traceOf({ chosen, paid, scores }: Choice, scored?: Scored): Prediction['trace'] {
  const place = paid.findIndex((each) => each === chosen)
  const candidates = paid.map(({ completion: { index }, answer }, rank) => {
    const score = scored ? scored.at(rank) : scores?.[rank]
    return { index, answer, ...(score !== undefined && { score }) }
  })
  return { candidates, choice: place < 0 ? null : place }
}
