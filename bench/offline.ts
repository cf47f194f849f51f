/** Verification and curation of completions like those of the quickstart. */
import type { Completion, Problem } from '../src/core/index.ts'
import { curateRft } from '../src/curate/index.ts'
import { proceduralProblem } from '../src/data/index.ts'
import { verifyCompletion, withGold } from '../src/verify/index.ts'
import type { Measured } from './measure.ts'
import { rate } from './measure.ts'

const problems: Problem[] = []
const completions: Completion[] = []
for (let index = 0; index < 2000; index++) {
  const { solutions, ...problem } = proceduralProblem(
    { seed: 1, split: 'train', steps: { min: 1, max: 4 } },
    index,
  )
  problems.push(problem)
  for (let place = 0; place < 8; place++)
    completions.push({
      problemId: problem.id,
      index: place,
      text: solutions[place % solutions.length]!,
    })
}
const gradable = problems.map(withGold)
const byId = new Map(gradable.map((problem) => [problem.id, problem]))

/** Verdicts per second. */
export const verification = (): Promise<Measured> =>
  rate(completions.length, 5, async () => {
    for (const completion of completions)
      verifyCompletion(completion, byId.get(completion.problemId)!)
  })

/** Completions curated per second: verdict, equations, distinct paths. */
export const curation = (): Promise<Measured> =>
  rate(completions.length, 5, () => curateRft(gradable, [{ completions }]))
