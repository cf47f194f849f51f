/** Completions with the answers that their verdicts tell, problem by problem. */
import { DataError, type Completion, type Problem } from '../../core/index.ts'
import { joinVerdicts } from '../../data/index.ts'
import { withSameTexts, type Sample } from '../../evaluate/index.ts'
import type { AnsweredProblem } from '../../infer/index.ts'
import { policies, type PolicyName } from '../../verify/index.ts'
import { verdictsOf, type StageContext } from '../stage.ts'
import { completionsOfInput, verdictsOfInput } from './files.ts'

/** What strategies choose from, and which of it is correct. */
export interface GradedProblem extends AnsweredProblem {
  correct: boolean[]
}

/**
 * Reads the completions at `place` of an input; every problem is there, also without completions.
 * @throws DataError for a completion of an unknown problem
 */
export async function readAnswered(
  { inputs, settings: { policy } }: StageContext<{ policy: PolicyName }>,
  { input, place }: { input: string; place: number },
  problems: readonly Problem[],
): Promise<Map<string, GradedProblem>> {
  const source = inputs[input]![place]!
  const verdicts = verdictsOfInput(inputs[verdictsOf(input)]![place]!)
  const byProblem = new Map(problems.map(({ id }): [string, AnsweredSample[]] => [id, []]))
  for await (const { completion, verdict } of joinVerdicts(completionsOfInput(source), verdicts)) {
    const own = byProblem.get(completion.problemId)
    if (!own || verdict === null)
      throw new DataError(
        `${source}: there is no problem "${completion.problemId}" for a completion`,
      )
    const correct = verdict.verdict === 'correct'
    own.push({ completion, answer: verdict.answer, correct })
  }
  return new Map(
    Array.from(byProblem, ([id, samples]) => {
      const completions = samples.map(({ completion }) => completion)
      const answers = withSameTexts(samples, policies[policy]).map(({ answer }) => answer)
      return [id, { completions, answers, correct: samples.map(({ correct }) => correct) }]
    }),
  )
}

interface AnsweredSample extends Sample {
  completion: Completion
}
