/** Stage `curate.evaluator`: what an evaluator learns from, out of verified completions. */
import { z } from 'zod'
import type { GradedCompletion } from '../../core/index.ts'
import { labelCandidates } from '../../curate/index.ts'
import { joinVerdicts } from '../../data/index.ts'
import { withGold } from '../../verify/index.ts'
import { defineStage, verdictsOf, type StageContext } from '../stage.ts'
import {
  completionsOfInput,
  readProblemsInput,
  verdictsOfInput,
  writeMeasures,
  writeOut,
  writeRecordsOut,
} from './files.ts'
import { gradingSettings } from './grading-settings.ts'

const settings = z.strictObject({
  ...gradingSettings,
  includeGold: z
    .boolean()
    .default(false)
    .describe(
      "Adds each problem's own solution as a correct candidate, unless it states another answer than the problem has.",
    ),
  maxPerLabel: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Maximum number of candidates of each label and problem, with its own solution among them; 0 for no limit.',
    ),
})
type Settings = z.infer<typeof settings>

export const curateEvaluator = defineStage<Settings>({
  version: 2,
  description:
    'labelled candidates for the training of an evaluator: each distinct completion, and whether its answer is correct',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'path',
      takes: 'completions',
      list: true,
      graded: true,
      description:
        'Completions of problems from which the evaluator may learn. Those of a model that has learned the same problems show few mistakes.',
    },
  },
  makes: ['labelled', 'measures'],
  perSeed: 'inherit',
  async *run(context) {
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    const { includeGold, maxPerLabel } = context.settings
    const { rows, report } = await labelCandidates(problems, gradedOf(context), {
      includeGold,
      maxPerLabel: maxPerLabel || Infinity,
    })
    await writeRecordsOut(context, 'labelled.jsonl', rows)
    const { input, kept, dropped, correct, incorrect, mixedProblems, wrongGold } = report
    await writeMeasures(context, { rows: rows.length, correct, incorrect, mixedProblems })
    const results = { conservation: [{ input, kept, dropped }] }
    await writeOut(context, 'results.json', `${JSON.stringify(results)}\n`)
    const message = `${correct} correct and ${incorrect} incorrect candidates; ${mixedProblems} of ${problems.length} problems have both`
    yield { type: 'note', level: mixedProblems === 0 ? 'warning' : 'info', message }
    if (wrongGold > 0)
      yield {
        type: 'note',
        level: 'warning',
        message: `${wrongGold} gold solutions were left out: they state another answer than the problem has`,
      }
  },
})

async function* gradedOf({
  inputs,
}: StageContext<Settings>): AsyncGenerator<GradedCompletion, void, void> {
  const verdicts = inputs[verdictsOf('completions')]!
  for (const [place, path] of inputs['completions']!.entries())
    yield* joinVerdicts(completionsOfInput(path), verdictsOfInput(verdicts[place]!))
}
