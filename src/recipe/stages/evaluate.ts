/**
 * Stage `evaluate`: what each model scores on held-out problems, over all seeds, and which
 * differences are real.
 */
import { z } from 'zod'
import type { ComparisonResult, MetricResult, Sample, StageResults } from '../../evaluate/index.ts'
import {
  comparePaired,
  majorityAtK,
  mean,
  passAtK,
  shareCorrect,
  shareInterval,
} from '../../evaluate/index.ts'
import { agree, placedLabel, type Coordinates } from '../axes.ts'
import { defineStage } from '../stage.ts'
import { chooseExamples } from './examples.ts'
import { writeOut } from './files.ts'
import { gradingSettings } from './grading-settings.ts'
import { readGroups, readMeasuredProblems, type Group } from './groups.ts'

const settings = z.strictObject({
  dataset: z
    .string()
    .default('held-out problems')
    .describe('Name of these problems in the results.'),
  ...gradingSettings,
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

/** A metric's value for every problem, by seed. */
interface Measured {
  name: string
  strategy: string
  label: string
  coordinates: Coordinates
  bySeed: number[][]
}

export const evaluateStage = defineStage<Settings>({
  version: 7,
  description: 'accuracy, maj@k and pass@k with intervals, and paired comparisons between models',
  settings,
  inputs: {
    problems: { kind: 'path', takes: 'problems' },
    completions: {
      kind: 'artifact',
      takes: 'completions',
      list: true,
      graded: true,
      named: true,
      description: 'Completions of every model, in the order in which the results list them.',
    },
  },
  makes: ['results'],
  perSeed: false,
  gathers: true,
  async *run(context) {
    const problems = await readMeasuredProblems(context)
    const groups = await readGroups(context, 'completions', problems)
    const measured = groups.flatMap(measure)
    const metrics = measured.map((one) => metricOf(one, context.settings.dataset))
    const comparisons = context.settings.compare === 'neighbours' ? compareNeighbours(measured) : []
    const greedy = groups.filter(({ drawnFrom }) => drawnFrom.temperature === 0)
    const told = greedy.map((group) => ({
      label: nameOf(group),
      told: [...group.bySeed.values()][0]!.told,
    }))
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

const nameOf = ({ label, coordinates }: Group): string => placedLabel(label, coordinates)

/**
 * Greedy completions give an accuracy; several samples give the mean accuracy of one, the vote of
 * all, and pass@k.
 */
function measure(group: Group): Measured[] {
  const { coordinates, drawnFrom, bySeed } = group
  const label = nameOf(group)
  const per = (
    name: string,
    strategy: string,
    value: (samples: readonly Sample[], seed: number, place: number) => number,
  ): Measured => ({
    name,
    strategy,
    label,
    coordinates,
    bySeed: [...bySeed.values()].map(({ samples }, seed) =>
      samples.map((own, place) => value(own, seed, place)),
    ),
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
