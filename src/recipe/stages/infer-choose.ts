/**
 * Stage `infer.choose`: the strategy that solves most validation problems, kept with the models
 * that it needs as one solver.
 */
import { z } from 'zod'
import { ConfigError, type Problem, type RunEvent } from '../../core/index.ts'
import {
  bestOfEach,
  bestTried,
  comparePaired,
  formatDifference,
  formatInterval,
  mean,
  measuredStrategies,
  measureVote,
  triedTable,
  tryStrategies,
  type MeasuredStrategy,
  type TriedStrategy,
  type Yardsticks,
} from '../../evaluate/index.ts'
import {
  describeChoice,
  namedStrategy,
  solverEvaluator,
  solverFile,
  type SolverRecord,
} from '../../infer/index.ts'
import { modelProfile, evaluatorFormatOf } from '../../sample/index.ts'
import { defineStage, type SettingFault, type StageContext } from '../stage.ts'
import { readAnswered } from './answered.ts'
import { copyModel } from './copy-model.ts'
import { readDrawnFrom, writeOut, type DrawnFrom } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readMeasuredProblems } from './groups.ts'
import { poolsOf } from './pools.ts'
import { requireMakers } from './require-makers.ts'
import { sizesField } from './sizes-field.ts'

const settings = z.strictObject({
  ...gradingSettings,
  strategies: z
    .array(z.enum(measuredStrategies))
    .min(1)
    .optional()
    .describe(
      'Strategies that are tried. Default: majorityVote, and with an evaluator all that choose by scores.',
    ),
  ...sizesField,
})
type Settings = z.infer<typeof settings>

const isScored = (name: MeasuredStrategy): boolean => namedStrategy(name).scored !== undefined

export const inferChoose = defineStage<Settings>({
  version: 2,
  description:
    'a solver, which is a model with the strategy, and the evaluator, that solve the most validation problems with it',
  settings,
  inputs: {
    generator: {
      kind: 'model',
      takes: 'model',
      description: 'The model that drew the completions.',
    },
    evaluator: {
      kind: 'model',
      takes: 'model',
      optional: true,
      description: 'The model that scored them (stage train.evaluator).',
    },
    problems: { kind: 'path', takes: 'problems', description: 'Validation problems.' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      graded: true,
      description: 'Several completions of each validation problem, by the generator.',
    },
    scores: {
      kind: 'path',
      takes: 'scores',
      optional: true,
      description: 'The scores of these completions, by the evaluator.',
    },
    greedy: {
      kind: 'artifact',
      takes: 'completions',
      optional: true,
      graded: true,
      description: "The generator's greedy completions of these problems, to compare with.",
    },
  },
  makes: ['model', 'results'],
  perSeed: 'inherit',
  faults: ({ strategies = [], completionsAre }, _, inputs) => {
    const fault = (path: string, text: string): SettingFault => ({ path: [path], text })
    const [hasEvaluator, hasScores] = ['evaluator', 'scores'].map((name) => inputs.includes(name))
    const scored = strategies.find(isScored)
    return [
      ...(hasEvaluator && !hasScores
        ? [fault('evaluator', 'it needs the scores that it gave: name their stage or file')]
        : []),
      ...(hasScores && !hasEvaluator
        ? [fault('scores', 'a solver takes the evaluator that gave them: name it')]
        : []),
      ...(scored !== undefined && !hasEvaluator
        ? [fault('strategies', `${scored} needs an evaluator, and the scores that it gave`)]
        : []),
      ...(completionsAre === 'programs'
        ? [fault('completionsAre', 'a solver reads answers in texts, and runs no programs')]
        : []),
    ]
  },
  async *run(context) {
    const { models, inputs } = context
    requireMakers(context, [
      { input: 'completions', as: 'model', of: 'generator' },
      { input: 'greedy', as: 'model', of: 'generator' },
      { input: 'scores', as: 'model', of: 'evaluator' },
      { input: 'scores', as: 'completions', of: 'completions' },
    ])
    const generator = models['generator']![0]!
    const evaluator = models['evaluator']?.[0]
    if (evaluator) evaluatorFormatOf(await modelProfile(evaluator))
    const problems = await readMeasuredProblems(context)
    const drawnFrom = await drawnFromOf(context)
    const at = { input: 'completions', place: 0 }
    const pools = await poolsOf(await readAnswered(context, at, problems), inputs['scores']?.[0])
    const yardsticks = { vote: measureVote([pools]), ...(await greedyOf(context, problems)) }
    const { strategies, sizes } = context.settings
    const names = strategies ?? measuredStrategies.filter((name) => evaluator || !isScored(name))
    const tried = tryStrategies([pools], names, sizes)
    const best = tried[bestTried(tried)]!
    await copyModel(context, generator)
    if (evaluator && isScored(best.strategy)) await copyModel(context, evaluator, solverEvaluator)
    const solver = solverOf(context.settings, drawnFrom, best)
    await writeOut(context, solverFile, `${JSON.stringify(solver)}\n`)
    const results = { tables: [triedTable(bestOfEach(tried), best, yardsticks)] }
    await writeOut(context, 'results.json', `${JSON.stringify(results, null, 1)}\n`)
    yield* notesOf(best, tried.length, yardsticks)
  },
})

/** @throws ConfigError for completions that a solver cannot draw like this, or that are chosen */
async function drawnFromOf({ id, inputs }: StageContext<Settings>): Promise<DrawnFrom> {
  const drawnFrom = await readDrawnFrom(inputs['completions']![0]!)
  const { strategy, temperature, promptFormat, completionsAre } = drawnFrom
  if (completionsAre === 'programs')
    throw new ConfigError(`${id}: a solver reads answers in texts, and these are programs`, {
      hint: 'Ask a model for programs with `reckoner solve --programs`.',
    })
  if (promptFormat?.name === 'few-shot')
    throw new ConfigError(`${id}: a solver asks without solved examples, and these had some`, {
      hint: 'Name completions that were drawn without `examples`.',
    })
  if (strategy === undefined && temperature > 0) return drawnFrom
  throw new ConfigError(
    `${id}: a strategy chooses among several completions, and these are ${strategy === undefined ? 'the likeliest ones' : 'chosen already'}`,
    { hint: 'Name a stage of the kind sample.' },
  )
}

function solverOf(
  { expects, policy }: Settings,
  { numGenerations, temperature, promptFormat }: DrawnFrom,
  { strategy, options, accuracy }: TriedStrategy,
): SolverRecord {
  return {
    strategy,
    options,
    numGenerations,
    temperature,
    ...(promptFormat && { promptFormat: promptFormat.template }),
    expects,
    policy,
    accuracy,
  }
}

function* notesOf(
  { strategy, options, accuracy, measure }: TriedStrategy,
  count: number,
  { vote, greedy }: Yardsticks,
): Generator<RunEvent, void, void> {
  const name = describeChoice(namedStrategy(strategy), options)
  const share = (value: number): string => `${(value * 100).toFixed(1)} %`
  const gain = comparePaired(vote.bySeed, measure.bySeed)
  const against =
    strategy === 'majorityVote'
      ? ''
      : `; against majorityVote ${formatDifference('accuracy', gain.difference)}, ${formatInterval('accuracy', gain.ci95, 'difference')}`
  const message = `${name}, the best of ${count}, solves ${share(accuracy)} of the validation problems${against}`
  yield { type: 'note', level: 'info', message }
  if (against !== '' && gain.ci95[0] <= 0)
    yield {
      type: 'note',
      level: 'warning',
      message: `these ${gain.n} problems do not tell ${name} from majorityVote, which needs no evaluator`,
    }
  const alone = greedy && mean(greedy.map(mean))
  if (alone !== undefined && alone >= accuracy)
    yield {
      type: 'note',
      level: 'warning',
      message: `one greedy completion solves ${share(alone)}: the model alone may be enough`,
    }
}

/** What the greedy completions solve, where there are some. */
async function greedyOf(
  context: StageContext<Settings>,
  problems: readonly Problem[],
): Promise<Partial<Pick<Yardsticks, 'greedy'>>> {
  if (!context.inputs['greedy']) return {}
  const answered = await readAnswered(context, { input: 'greedy', place: 0 }, problems)
  return { greedy: [Array.from(answered.values(), ({ correct: [first] }) => (first ? 1 : 0))] }
}
