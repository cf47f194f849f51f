/**
 * Stage `evaluate`: what each model scores on held-out problems, over all seeds, and which
 * differences are real.
 */
import { z } from 'zod'
import type { RunEvent } from '../../core/index.ts'
import {
  accuracyMeasure,
  comparePaired,
  majorityMeasure,
  passMeasure,
  summary,
  type ComparisonResult,
  type Measure,
  type MetricResult,
  type StageResults,
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
    .describe(
      'Whether each model is compared with the one before it that has the same strategy. Answers of a stage infer are compared with the model before them, if none has their strategy. Inputs with the same label are not compared with each other.',
    ),
  examples: z
    .int()
    .min(0)
    .default(6)
    .describe('Number of problems whose completions the report shows.'),
})
type Settings = z.infer<typeof settings>

/** A measure of one model under one strategy. */
interface Measured extends Measure {
  strategy: string
  label: string
  coordinates: Coordinates
  /** The strategy chose among completions that were there before. */
  isChosen: boolean
}

export const evaluateStage = defineStage<Settings>({
  version: 9,
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
    const isCompared = context.settings.compare === 'neighbours'
    const comparisons = isCompared ? compareNeighbours(measured) : []
    const single = groups.filter(
      ({ drawnFrom: { temperature, strategy } }) => temperature === 0 || strategy !== undefined,
    )
    const told = single.map((group) => ({
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
    if (isCompared) yield* notesOfSameLabels(measured)
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
  const runs = [...bySeed.values()].map(({ samples }) => samples)
  const of = (strategy: string, one: Measure): Measured => ({
    ...one,
    strategy,
    label,
    coordinates,
    isChosen: drawnFrom.strategy !== undefined,
  })
  const { temperature, numGenerations: k, strategy } = drawnFrom
  if (strategy !== undefined) return [of(strategy, accuracyMeasure(runs))]
  if (temperature === 0) return [of('greedy', accuracyMeasure(runs))]
  return [
    of(`sampling at ${temperature}`, accuracyMeasure(runs)),
    of(
      'majorityVote',
      majorityMeasure(runs, k, (place, run) => [run, place]),
    ),
    of('any of k', passMeasure(runs, k)),
  ]
}

function metricOf({ label, strategy, ...measure }: Measured, dataset: string): MetricResult {
  const { name, bySeed } = measure
  return { name, model: label, strategy, dataset, ...summary(measure), n: bySeed[0]!.length }
}

/**
 * Compares each model with the one named before it (on axes, at the same place), metric by metric.
 */
function compareNeighbours(measured: readonly Measured[]): ComparisonResult[] {
  return measured.flatMap((b, index) => {
    const others = comparableBefore(measured, index).filter(({ label }) => label !== b.label)
    const a = neighbourOf(b, others)
    if (!a) return []
    const { difference, ci95, p, method, n } = comparePaired(a.bySeed, b.bySeed)
    const name = `${b.label} − ${a.label}, ${b.strategy}`
    return [{ name, a: a.label, b: b.label, metric: b.name, difference, ci95, p, n, method }]
  })
}

/** What is measured by the same metric at the same place, and named earlier. */
const comparableBefore = (measured: readonly Measured[], index: number): Measured[] => {
  const b = measured[index]!
  return measured
    .slice(0, index)
    .filter(({ name, coordinates }) => name === b.name && agree(coordinates, b.coordinates))
}

const neighbourOf = (b: Measured, before: readonly Measured[]): Measured | undefined =>
  before.findLast(({ strategy }) => strategy === b.strategy) ??
  (b.isChosen ? before.at(-1) : undefined)

/** A comparison names two models by their labels, and would name one model twice. */
function* notesOfSameLabels(measured: readonly Measured[]): Generator<RunEvent, void, void> {
  const pairs = measured.flatMap((b, index) => {
    const a = neighbourOf(b, comparableBefore(measured, index))
    return a?.label === b.label ? [{ a, b }] : []
  })
  if (pairs.length === 0) return
  const { a, b } = pairs[0]!
  const missing = pairs.length > 1 ? ` (${pairs.length} comparisons are missing)` : ''
  const message = `${b.strategy} is not compared with ${a.strategy}: both have the label "${b.label}"; give each a label of its own${missing}`
  yield { type: 'note', level: 'warning', message }
}
