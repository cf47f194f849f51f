/** Stage `study.selection`: which way of choosing among completions solves most, and its cost. */
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { selectionResults, type Pool, type SelectionSet } from '../../evaluate/index.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'
import { readPools, type PooledSet } from './pools.ts'
import { sizesField } from './sizes-field.ts'

const settings = z.strictObject({
  ...gradingSettings,
  name: z.string().describe('Name of this comparison in the results.'),
  ...sizesField,
  details: z
    .boolean()
    .default(true)
    .describe('Whether each evaluator has a table and figures of its own.'),
})
type Settings = z.infer<typeof settings>

const validationInputs = ['validation', 'validationCompletions', 'validationScores']

export const studySelection = defineStage<Settings>({
  version: 1,
  description:
    'what every strategy that chooses by scores solves, against majority voting, and how many evaluator calls it takes',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: { kind: 'artifact', takes: 'completions', list: true, graded: true, named: true },
    scores: {
      kind: 'artifact',
      takes: 'scores',
      list: true,
      named: true,
      description: 'The scores of these completions, by one evaluator or several.',
    },
    validation: {
      kind: 'path',
      takes: 'problems',
      optional: true,
      description:
        'Problems on which the numbers of clusters and of best scored completions are chosen.',
    },
    validationCompletions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      optional: true,
      graded: true,
      problems: 'validation',
      named: true,
      description: 'Completions of the validation problems, with the same labels.',
    },
    validationScores: {
      kind: 'artifact',
      takes: 'scores',
      list: true,
      optional: true,
      named: true,
      description: 'The scores of those, by evaluators with the same labels.',
    },
  },
  makes: ['results'],
  faults: (_settings, _axes, inputs) => {
    const missing = validationInputs.filter((name) => !inputs.includes(name))
    if (missing.length === 0 || missing.length === validationInputs.length) return []
    const text = `validation takes the inputs ${validationInputs.join(', ')} together`
    return missing.map((name) => ({ path: [name], text }))
  },
  perSeed: false,
  gathers: true,
  async *run(context) {
    const problems = await readMeasuredProblems(context)
    const measured = { completions: 'completions', scores: 'scores' }
    const pooled = await readPools(context, measured, problems)
    const seeds = seedsOf(pooled)
    const validation = await readValidation(context)
    const sets = pooled.map((set): SelectionSet => ({
      evaluator: set.evaluator,
      completions: set.completions,
      free: set.free,
      runs: runsOf(context, set, seeds),
      validation: validation && validationOf(context, set, validation),
    }))
    const results = selectionResults(sets, context.settings)
    await writeOut(context, 'results.json', `${JSON.stringify(results, null, 1)}\n`)
    yield { type: 'note', level: 'info', message: `${sets.length} sets of scores` }
  },
})

async function readValidation(context: StageContext<Settings>): Promise<PooledSet[] | undefined> {
  if (!context.inputs['validation']) return undefined
  const problems = await readMeasuredProblems(context, 'validation')
  const inputs = { completions: 'validationCompletions', scores: 'validationScores' }
  return readPools(context, inputs, problems)
}

type Seed = number | undefined

function seedsOf(sets: readonly PooledSet[]): Seed[] {
  const seeds = [...new Set(sets.flatMap(({ bySeed }) => [...bySeed.keys()]))]
  const real = seeds.filter((seed) => seed !== undefined).toSorted((a, b) => a - b)
  return real.length > 0 ? real : [undefined]
}

function runsOf(
  { id }: StageContext<Settings>,
  { bySeed, evaluator, completions }: PooledSet,
  seeds: readonly Seed[],
): Pool[][] {
  return seeds.map((seed) => {
    const pools = bySeed.get(seed) ?? bySeed.get(undefined)
    if (pools) return pools
    throw new ConfigError(`${id}: "${evaluator}" has no scores of "${completions}" at seed ${seed}`)
  })
}

function validationOf(
  { id }: StageContext<Settings>,
  { evaluator, completions }: PooledSet,
  validation: readonly PooledSet[],
): Pool[][] {
  const own = validation.find(
    (each) => each.evaluator === evaluator && each.completions === completions,
  )
  if (own) return [...own.bySeed.values()]
  throw new ConfigError(
    `${id}: there are no validation scores by "${evaluator}" of "${completions}"`,
    { hint: 'Name validation completions and scores with the same labels.' },
  )
}
