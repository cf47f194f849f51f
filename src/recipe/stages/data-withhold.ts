/** Stage `data.withhold`: problems of which most come with their answers alone. */
import { z } from 'zod'
import { counted, rng, type Problem } from '../../core/index.ts'
import { defineStage } from '../stage.ts'
import { readProblemsInput, writeRecordsOut } from './files.ts'

const settings = z.strictObject({
  solutions: z.int().min(0).describe('Number of problems that keep their worked solutions.'),
  seed: z.int().default(0).describe('Seed for choosing which problems keep their solutions.'),
})
type Settings = z.infer<typeof settings>

export const dataWithhold = defineStage<Settings>({
  version: 1,
  description:
    'all `problems`; as many as `solutions` says keep their worked solutions, the others keep only their answers',
  settings,
  inputs: { problems: { kind: 'path', takes: 'problems' } },
  makes: ['problems'],
  perSeed: false,
  async *run(context) {
    const problems = await readProblemsInput(context.inputs['problems']![0]!)
    const left = withhold(problems, context.settings)
    await writeRecordsOut(context, 'problems.jsonl', left)
    const solved = left.filter(isSolved).length
    const { solutions } = context.settings
    if (solved < solutions) {
      const message = `only ${solved} of the problems have a worked solution, not ${solutions}`
      yield { type: 'note', level: 'warning', message }
    }
    const message = `${counted(solved, 'problem')} with a worked solution, ${left.length - solved} with the answer alone`
    yield { type: 'note', level: 'info', message }
  },
})

/** The problems in their order; those that lose their solution are drawn at random. */
function withhold(problems: readonly Problem[], { solutions, seed }: Settings): Problem[] {
  const places = problems.flatMap((problem, place) => (isSolved(problem) ? [place] : []))
  const kept = new Set(rng('withhold', seed).shuffle(places).slice(0, solutions))
  return problems.map((problem, place) => {
    if (kept.has(place)) return problem
    const { solution: _, solutionsByStyle: __, ...rest } = problem
    return rest
  })
}

/** Whether a problem has a worked solution, of whatever style. */
const isSolved = ({ solution, solutionsByStyle = {} }: Problem): boolean =>
  solution !== undefined || Object.keys(solutionsByStyle).length > 0
