/** Completions of a set of problems as graded samples, problem by problem. */
import { DataError, type Completion } from '../../core/index.ts'
import { withSameTexts, type Sample } from '../../evaluate/index.ts'
import { verifyCompletion, type GradableProblem, type TaskOptions } from '../../verify/index.ts'
import type { Told } from './examples.ts'

export interface Grades {
  /** In the order of the problems; empty where there is no completion. */
  samples: Sample[][]
  /** The first completion of each problem. */
  told: Told[]
}

/** @throws DataError naming `source` for a completion of an unknown problem */
export function gradeCompletions(
  problems: readonly GradableProblem[],
  completions: readonly Completion[],
  source: string,
  options: TaskOptions,
): Grades {
  const places = new Map(problems.map(({ id }, place) => [id, place]))
  const samples: Sample[][] = problems.map(() => [])
  const told: Told[] = []
  for (const completion of completions) {
    const place = places.get(completion.problemId)
    if (place === undefined)
      throw new DataError(
        `${source}: there is no problem "${completion.problemId}" for a completion`,
      )
    const { verdict, answer } = verifyCompletion(completion, problems[place]!, options)
    samples[place]!.push({ answer, correct: verdict === 'correct' })
    told[place] ??= { text: completion.text, verdict }
  }
  return { samples: samples.map((own) => withSameTexts(own, options.policy)), told }
}
