/** Stages `curate.gold` and `curate.rft`: training rows from worked solutions and from verified completions. */
import { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { curateRft } from '../../curate/index.ts'
import { problemPrompt } from '../../data/index.ts'
import { taskOptions, withGold } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { answerSettings } from './answer-settings.ts'
import { jsonLines, readCompletionsInput, readProblemsInput, writeOut } from './files.ts'

export const curateGold = defineStage<Record<string, never>>({
  version: 1,
  description: 'one row per problem, from its own worked solution',
  settings: z.strictObject({}),
  inputs: { problems: { kind: 'path' } },
  perSeed: false,
  async *run(context) {
    const rows = (await readProblemsInput(context.inputs['problems']![0]!)).flatMap(({ id, question, solution }) =>
      solution === undefined
        ? []
        : [{ prompt: problemPrompt(question), completion: solution.trim(), problemId: id, source: 'gold' }],
    )
    if (rows.length === 0) throw new DataError('none of the problems has a worked solution to learn from')
    await writeOut(context, 'rows.jsonl', jsonLines(rows))
    yield { type: 'note', level: 'info', message: `${rows.length} rows` }
  },
})

const rftSettings = z.strictObject({
  ...answerSettings,
  includeGold: z.boolean().default(true).describe("Adds each problem's own solution, as the paper does."),
  dropGoldPath: z
    .boolean()
    .default(false)
    .describe("Drops a sampled path that the problem's own solution takes; the paper keeps it."),
  capPerProblem: z.int().min(0).default(0).describe('Most sampled paths of a problem; 0 for no cap.'),
})

export const curateRftStage = defineStage<z.infer<typeof rftSettings>>({
  version: 3,
  description: 'rejection sampling: correct answer, true equations, one row per distinct reasoning path',
  settings: rftSettings,
  inputs: { problems: { kind: 'path' }, completions: { kind: 'path', list: true } },
  perSeed: 'inherit',
  async *run(context) {
    const { capPerProblem, includeGold, dropGoldPath } = context.settings
    const options = { includeGold, dropGoldPath, task: taskOptions(context.settings) }
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    const completions = (await Promise.all(context.inputs['completions']!.map(readCompletionsInput))).flat()
    const { rows, report } = await curateRft(problems, completions, capPerProblem > 0 ? { ...options, capPerProblem } : options)
    await writeOut(context, 'rows.jsonl', jsonLines(rows))
    await writeOut(context, 'report.json', `${JSON.stringify(report, null, 2)}\n`)
    const { input, kept, dropped } = report
    const histogram = report.problemsByDistinctPaths.map((count, paths) => ({ paths, problems: count }))
    await writeOut(
      context,
      'results.json',
      `${JSON.stringify({ conservation: [{ input, kept, dropped }], distinctPaths: [{ histogram }] })}\n`,
    )
    const perProblem = report.distinctPathsPerProblem.toFixed(2)
    yield { type: 'note', level: 'info', message: `${rows.length} rows; ${perProblem} distinct sampled paths per problem` }
  },
})
