/**
 * Stage `evaluate.scores`: how well evaluators tell correct completions from incorrect ones, over
 * all seeds.
 */
import { z } from 'zod'
import type { RunEvent } from '../../core/index.ts'
import { evaluatorResults, type Judged, type JudgedSet } from '../../evaluate/index.ts'
import { defineStage } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'
import { readJudged } from './judged.ts'
import { scoredSets } from './scored-sets.ts'

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
    const places = new Map(problems.map(({ id }, place) => [id, place]))
    const sets: JudgedSet[] = []
    for (const { evaluator, completions, bySeed } of await scoredSets(context)) {
      const runs: Judged[][] = []
      for (const pair of bySeed.values()) runs.push(await readJudged(context, pair, places))
      sets.push({ evaluator, completions, runs })
    }
    const { tables, figures, notes } = evaluatorResults(sets, problems)
    await writeOut(context, 'results.json', `${JSON.stringify({ tables, figures }, null, 1)}\n`)
    yield* notes.map((note): RunEvent => ({ type: 'note', ...note }))
  },
})
