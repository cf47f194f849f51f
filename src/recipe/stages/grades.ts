/** Completions of a set of problems with their verdicts, problem by problem. */
import { DataError, type Problem } from '../../core/index.ts'
import { joinVerdicts } from '../../data/index.ts'
import { withSameTexts, type Sample } from '../../evaluate/index.ts'
import type { Policy } from '../../verify/index.ts'
import { verdictsOf, type StageContext } from '../stage.ts'
import type { Told } from './examples.ts'
import { completionsOfInput, verdictsOfInput } from './files.ts'

export interface Grades {
  /** In the order of the problems; empty where there is no completion. */
  samples: Sample[][]
  /** The first completion of each problem. */
  told: (Told | undefined)[]
}

/**
 * Reads the completions at `place` of an input with their verdicts. @throws DataError for a
 * completion of an unknown problem, or a line that holds none
 */
export async function readGrades(
  { inputs }: Pick<StageContext, 'inputs'>,
  { input, place }: { input: string; place: number },
  problems: readonly Problem[],
  policy: Policy,
): Promise<Grades> {
  const source = inputs[input]![place]!
  const completions = completionsOfInput(source, (fault) => {
    throw new DataError(fault)
  })
  const verdicts = verdictsOfInput(inputs[verdictsOf(input)]![place]!)
  const places = new Map(problems.map(({ id }, index) => [id, index]))
  const samples: Sample[][] = problems.map(() => [])
  const told: (Told | undefined)[] = problems.map(() => undefined)
  for await (const { completion, verdict: given } of joinVerdicts(completions, verdicts)) {
    const at = places.get(completion.problemId)
    if (at === undefined || given === null)
      throw new DataError(
        `${source}: there is no problem "${completion.problemId}" for a completion`,
      )
    const { verdict, answer, error } = given
    const failed = error && { failure: error.type }
    const { tokens } = completion
    const cost = tokens !== undefined && { tokens }
    samples[at]!.push({ answer, correct: verdict === 'correct', ...failed, ...cost })
    told[at] ??= { text: completion.text, verdict }
  }
  return { samples: samples.map((own) => withSameTexts(own, policy)), told }
}
