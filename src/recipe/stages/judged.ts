/** Completions with their verdicts and scores. */
import { DataError, type Completion } from '../../core/index.ts'
import { joinVerdicts, loadScores, requireAllScored } from '../../data/index.ts'
import type { Judged } from '../../evaluate/index.ts'
import { verdictsOf, type StageContext } from '../stage.ts'
import { completionsOfInput, inputFile, verdictsOfInput } from './files.ts'

/**
 * Reads completions with their verdicts and scores, from places in the inputs `completions` and
 * `scores`; `problems` has the place of each problem. @throws DataError for a completion without a
 * problem, a verdict or a score, and for scores of other completions
 */
export async function readJudged(
  { inputs }: Pick<StageContext, 'inputs'>,
  at: { completions: number; scores: number },
  problems: ReadonlyMap<string, number>,
): Promise<Judged[]> {
  const source = inputs['completions']![at.completions]!
  const file = inputFile(inputs['scores']![at.scores]!, 'scores.jsonl')
  const scores = await loadScores(file)
  const completions = completionsOfInput(source, (fault) => {
    throw new DataError(fault)
  })
  const verdicts = verdictsOfInput(inputs[verdictsOf('completions')]![at.completions]!)
  const judged: Judged[] = []
  const missing: Completion[] = []
  for await (const { completion, verdict } of joinVerdicts(completions, verdicts)) {
    const problem = problems.get(completion.problemId)
    if (problem === undefined || verdict === null)
      throw new DataError(
        `${source}: there is no problem "${completion.problemId}" for a completion`,
      )
    const score = scores.scoreOf(completion)
    if (score === undefined) missing.push({ ...completion, text: '' })
    else judged.push({ problem, score, isCorrect: verdict.verdict === 'correct' })
  }
  requireAllScored(file, missing, scores)
  return judged
}
