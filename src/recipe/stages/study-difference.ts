/**
 * Stage `study.difference`: how much more one model solves than another, and what that says of a
 * claim.
 */
import { z } from 'zod'
import { comparePaired, type StageResults } from '../../evaluate/index.ts'
import { coordinatesSchema, placedLabel } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { gradingSettings } from './grading-settings.ts'
import { writeOut } from './files.ts'
import { claimOf, claimSchema } from './study-claim.ts'
import { readGroups, readMeasuredProblems, type Group } from './groups.ts'
import { groupAt, seedsOf, valuesOf } from './study-points.ts'
import { placeFaults } from './study-place.ts'

const settings = z.strictObject({
  ...gradingSettings,
  name: z.string().describe('Name of this comparison in the results, and id of its claim.'),
  at: coordinatesSchema
    .default({})
    .describe(
      'Axis values, such as { k: 6 }. If an input has several sets of completions, the set with these values is used.',
    ),
  claim: claimSchema.optional().describe('A claim, which is judged by the difference.'),
})

export const studyDifference = defineStage<z.infer<typeof settings>>({
  version: 4,
  description:
    'the difference in accuracy between two models, over problems and seeds, and the verdict on a claim',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', list: true, graded: true, named: true },
    minus: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      graded: true,
      named: true,
      description: 'Completions of the model to compare with.',
    },
  },
  makes: ['results'],
  faults: placeFaults,
  perSeed: false,
  gathers: true,
  async *run(context) {
    const { name, at, claim } = context.settings
    const problems = await readMeasuredProblems(context)
    const groupOf = async (input: string): Promise<Group> => {
      const groups = await readGroups(context, input, problems)
      // An input that is one set is meant, wherever it stands.
      return groups.length === 1 ? groups[0]! : groupAt(groups, at, name)
    }
    const [after, before] = [await groupOf('completions'), await groupOf('minus')]
    const seeds = seedsOf([after, before])
    const [b, a] = [valuesOf(after, seeds), valuesOf(before, seeds)]
    const { difference, ci95, p, method, n } = comparePaired(a, b)
    const names = {
      a: placedLabel(before.label, before.coordinates),
      b: placedLabel(after.label, after.coordinates),
    }
    const results: StageResults = {
      comparisons: [{ name, ...names, metric: 'accuracy', difference, ci95, p, n, method }],
      ...(claim && { claims: [claimOf(name, claim, { value: difference, ci95, p })] }),
    }
    await writeOut(context, 'results.json', `${JSON.stringify(results, null, 1)}\n`)
    yield { type: 'metric', name: `${name}: difference`, value: difference }
  },
})
