/**
 * Stage `evaluate`: what each model scores on held-out problems, over all seeds, and which
 * differences are real.
 */
import { z } from 'zod'
import { ConfigError, DataError } from '../../core/index.ts'
import type { ComparisonResult, MetricResult, Sample, StageResults } from '../../evaluate/index.ts'
import {
  comparePaired,
  majorityAtK,
  mean,
  passAtK,
  shareCorrect,
  shareInterval,
} from '../../evaluate/index.ts'
import type { GradableProblem, TaskOptions } from '../../verify/index.ts'
import { taskOptions, withGold } from '../../verify/index.ts'
import { agree, placedLabel, type Coordinates, type InputPlace } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { answerSettings } from './answer-settings.ts'
import { chooseExamples } from './examples.ts'
import { gradeCompletions, type Grades } from './grade.ts'
import {
  readDrawnFrom,
  readCompletionsInput,
  readProblemsInput,
  writeOut,
  type DrawnFrom,
} from './files.ts'

const settings = z.strictObject({
  dataset: z
    .string()
    .default('held-out problems')
    .describe('Name of these problems in the results.'),
  ...answerSettings,
  compare: z
    .enum(['neighbours', 'none'])
    .default('neighbours')
    .describe('Whether each model is compared with the model before it.'),
  examples: z
    .int()
    .min(0)
    .default(6)
    .describe('Number of problems whose completions the report shows.'),
})
type Settings = z.infer<typeof settings>

/** The completions of one model under one way of drawing, for each seed. */
interface Group {
  label: string
  coordinates: Coordinates
  drawnFrom: DrawnFrom
  seeds: Graded[]
}

/** One seed's completions; those of a model that has none are alone in their group. */
interface Graded extends Grades {
  seed: number | undefined
}

/** A metric's value for every problem, by seed. */
interface Measured {
  name: string
  strategy: string
  label: string
  coordinates: Coordinates
  bySeed: number[][]
}

export const evaluateStage = defineStage<Settings>({
  version: 6,
  description: 'accuracy, maj@k and pass@k with intervals, and paired comparisons between models',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      description: 'Completions of every model, in the order in which the results list them.',
    },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const problems = (await readProblemsInput(context.inputs['problems']![0]!)).map(withGold)
    if (problems.length === 0) throw new DataError('there are no problems to evaluate on')
    const groups = await readGroups(
      problems,
      context.inputs['completions']!,
      context.places['completions']!,
      taskOptions(context.settings),
    )
    const measured = groups.flatMap(measure)
    const metrics = measured.map((one) => metricOf(one, context.settings.dataset))
    const comparisons = context.settings.compare === 'neighbours' ? compareNeighbours(measured) : []
    const greedy = groups.filter(({ drawnFrom }) => drawnFrom.temperature === 0)
    const told = greedy.map(({ label, seeds }) => ({ label, told: seeds[0]!.told }))
    const results: StageResults = {
      metrics,
      comparisons,
      examples: chooseExamples(problems, told, context.settings.examples),
    }
    await writeOut(context, 'results.json', `${JSON.stringify(results, null, 1)}\n`)
    for (const { model, name, value } of metrics)
      yield { type: 'metric', name: `${model} ${name}`, value }
  },
})

async function readGroups(
  problems: readonly GradableProblem[],
  directories: readonly string[],
  places: readonly InputPlace[],
  options: TaskOptions,
): Promise<Group[]> {
  const groups: Group[] = []
  for (const [at, directory] of directories.entries()) {
    const drawn = await readDrawnFrom(directory)
    const { coordinates, seed } = places[at]!
    const drawnFrom = { ...drawn, label: placedLabel(drawn.label, coordinates) }
    const graded = {
      seed,
      ...gradeCompletions(problems, await readCompletionsInput(directory), directory, options),
    }
    const same = groups.find(
      ({ label, drawnFrom: other }) =>
        label === drawnFrom.label &&
        other.numGenerations === drawnFrom.numGenerations &&
        other.temperature === drawnFrom.temperature,
    )
    if (
      same?.seeds.some(
        (other) => other.seed === seed || other.seed === undefined || seed === undefined,
      )
    ) {
      throw new ConfigError(
        `evaluate: two sets of completions have the label "${drawnFrom.label}"${seed === undefined ? '' : ` at seed ${seed}`}`,
        { hint: 'Give each model a different label.' },
      )
    }
    if (same) same.seeds.push(graded)
    else groups.push({ label: drawnFrom.label, coordinates, drawnFrom, seeds: [graded] })
  }
  return groups
}

/**
 * Greedy completions give an accuracy; several samples give the mean accuracy of one, the vote of
 * all, and pass@k.
 */
function measure({ label, coordinates, drawnFrom, seeds }: Group): Measured[] {
  const per = (
    name: string,
    strategy: string,
    value: (samples: readonly Sample[], seed: number, place: number) => number,
  ): Measured => ({
    name,
    strategy,
    label,
    coordinates,
    bySeed: seeds.map(({ samples }, seed) => samples.map((own, place) => value(own, seed, place))),
  })
  const k = drawnFrom.numGenerations
  if (drawnFrom.temperature === 0) return [per('accuracy', 'greedy', shareCorrect)]
  return [
    per('accuracy', `sampling at ${drawnFrom.temperature}`, shareCorrect),
    per(`maj@${k}`, 'majorityVote', (samples, seed, place) =>
      majorityAtK(samples, Math.min(k, samples.length), [label, seed, place]),
    ),
    per(`pass@${k}`, 'any of k', (samples) =>
      passAtK(
        samples.length,
        samples.filter(({ correct }) => correct).length,
        Math.min(k, samples.length),
      ),
    ),
  ]
}

function metricOf({ name, strategy, label, bySeed }: Measured, dataset: string): MetricResult {
  const value = mean(bySeed.map(mean))
  return {
    name,
    model: label,
    strategy,
    dataset,
    value,
    ci95: shareInterval(bySeed),
    n: bySeed[0]!.length,
  }
}

/**
 * Compares each model with the one named before it (on axes, at the same place), metric by metric.
 */
function compareNeighbours(measured: readonly Measured[]): ComparisonResult[] {
  return measured.flatMap((b, index) => {
    const a = measured
      .slice(0, index)
      .findLast(
        ({ name, strategy, label, coordinates }) =>
          name === b.name &&
          strategy === b.strategy &&
          label !== b.label &&
          agree(coordinates, b.coordinates),
      )
    if (!a) return []
    const { difference, ci95, p, method, n } = comparePaired(a.bySeed, b.bySeed)
    const name = `${b.label} − ${a.label}, ${b.strategy}`
    return [{ name, a: a.label, b: b.label, metric: b.name, difference, ci95, p, n, method }]
  })
}
