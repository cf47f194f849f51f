/**
 * Stage `evaluate.scores`: how well evaluators tell correct completions from incorrect ones, over
 * all seeds.
 */
import { z } from 'zod'
import type { RunEvent } from '../../core/index.ts'
import { evaluatorResults, type Judged, type JudgedSet, type Pool } from '../../evaluate/index.ts'
import { defineStage } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'
import { readPools } from './pools.ts'

const settings = z.strictObject({
  ...gradingSettings,
})
type Settings = z.infer<typeof settings>

export const evaluateScores = defineStage<Settings>({
  version: 1,
  description:
    'how well scores tell correct completions from incorrect ones, and whether they are probabilities',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      graded: true,
      named: true,
      description: 'Completions that were scored.',
    },
    scores: {
      kind: 'path',
      takes: 'scores',
      list: true,
      named: true,
      description: 'The scores of these completions.',
    },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const problems = await readMeasuredProblems(context)
    const inputs = { completions: 'completions', scores: 'scores' }
    const sets = (await readPools(context, inputs, problems)).map(
      ({ evaluator, completions, bySeed }): JudgedSet => ({
        evaluator,
        completions,
        runs: Array.from(bySeed.values(), judgedOf),
      }),
    )
    const { tables, figures, notes } = evaluatorResults(sets, problems)
    await writeOut(context, 'results.json', `${JSON.stringify({ tables, figures }, null, 1)}\n`)
    yield* notes.map((note): RunEvent => ({ type: 'note', ...note }))
  },
})

/** The completions of a run, each with the place of its problem. */
function judgedOf(pools: readonly Pool[]): Judged[] {
  return pools.flatMap(({ scores, correct }, problem) =>
    scores.map((score, place) => ({ problem, score, isCorrect: correct[place]! })),
  )
}
