/** Stage `train.choose`: of several models, the one that solves most validation problems. */
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { mean, shareCorrect } from '../../evaluate/index.ts'
import { policies } from '../../verify/index.ts'
import { defineStage } from '../stage.ts'
import { copyModel } from './copy-model.ts'
import { writeOut } from './files.ts'
import { readGrades } from './grades.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'

const settings = z.strictObject(gradingSettings)

export const trainChoose = defineStage<z.infer<typeof settings>>({
  version: 2,
  description:
    'the model, of several, that solves the most validation problems; the first one in a tie',
  settings,
  inputs: {
    models: { kind: 'model', takes: 'model', list: true },
    problems: { kind: 'path', takes: 'problems', description: 'Validation problems.' },
    completions: {
      kind: 'path',
      takes: 'completions',
      list: true,
      graded: true,
      description:
        'Completions of the validation problems by each model, in the order of `models`.',
    },
  },
  makes: ['model'],
  perSeed: 'inherit',
  async *run(context) {
    const { models } = context.models
    const { completions } = context.inputs
    if (models!.length !== completions!.length)
      throw new ConfigError(
        `train.choose: expected as many sets of completions as models (${models!.length}), got ${completions!.length}`,
        {
          hint: 'for each model, name its completions of the validation problems, in the same order',
        },
      )
    const problems = await readMeasuredProblems(context)
    const policy = policies[context.settings.policy]
    const accuracies: number[] = []
    for (const place of completions!.keys()) {
      const from = { input: 'completions', place }
      const { samples } = await readGrades(context, from, problems, policy)
      accuracies.push(mean(samples.map(shareCorrect)))
    }
    const chosen = accuracies.indexOf(Math.max(...accuracies))
    await copyModel(context, models![chosen]!)
    await writeOut(context, 'choice.json', `${JSON.stringify({ chosen, accuracies })}\n`)
    const shown = accuracies.map((accuracy) => `${(accuracy * 100).toFixed(1)} %`).join(', ')
    yield {
      type: 'note',
      level: 'info',
      message: `model ${chosen + 1} of ${models!.length}: ${shown} of the validation problems`,
    }
  },
})
