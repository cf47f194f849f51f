/** From series of graded answers to metrics with intervals and paired comparisons. */
import { comparePaired, type Comparison } from './compare.ts'
import type { BySeed, Interval } from './values.ts'
import {
  accuracyMeasure,
  majorityMeasure,
  passMeasure,
  summary,
  type Measure,
  type SamplesByRun,
} from './measures.ts'
import { runsOf, scores, type Scores, type Series } from './series.ts'

export interface MetricRow {
  /** `accuracy`, `pass@4`, `maj@4`. */
  name: string
  series: string
  model?: string
  /** `null` where the metric cannot be estimated; `reason` says why. */
  value: number | null
  ci95: Interval | null
  reason?: string
  /** Number of problems. */
  n: number
  /** Number of answers, and how many of them could not be read. */
  answers: number
  unparseable: number
  /** Problems without any answer, or without one in some run; they count as wrong there. */
  missing: number
}

export interface ComparisonRow extends Comparison {
  name: string
  a: string
  b: string
  metric: string
}

export interface Evaluation {
  metrics: MetricRow[]
  comparisons: ComparisonRow[]
}

export interface EvaluateOptions {
  /** Values of k for which pass@k and maj@k are computed beside the accuracy. */
  ks?: readonly number[]
  /** Seed of the random subsets that vote for maj@k. */
  seed?: number
}

/**
 * Returns the accuracy of each series, pass@k and maj@k for each k, and the comparisons of series
 * from different files: of the same model where the two files have a model in common, of all
 * otherwise. The difference is the second's minus the first's. Where the records of both name the
 * same seeds, accuracies are compared seed by seed; runs of other seeds have nothing in common, and
 * are compared in the order of their seeds, as many as both have.
 */
export function evaluate(
  series: readonly Series[],
  problems: readonly { id: string }[],
  options: EvaluateOptions = {},
): Evaluation {
  const { ks = [], seed = 0 } = options
  const metrics = series.flatMap((one) => metricRows(one, problems, ks, seed))
  const values = series.map((one) => scores(one, problems))
  const comparisons = series.flatMap((a, i) =>
    series.slice(i + 1).flatMap((b, offset): ComparisonRow[] => {
      const isSame = a.modelId === undefined || b.modelId === undefined || a.modelId === b.modelId
      const comparable = a.file !== b.file && (isSame || !haveCommonModel(series, a.file, b.file))
      if (!comparable || problems.length === 0) return []
      const compared = comparePaired(...paired(values[i]!, values[i + 1 + offset]!))
      return [
        { name: `${b.name} − ${a.name}`, a: a.name, b: b.name, metric: 'accuracy', ...compared },
      ]
    }),
  )
  return { metrics, comparisons }
}

function haveCommonModel(series: readonly Series[], one: string, other: string): boolean {
  const modelsOf = (wanted: string): Set<string | undefined> =>
    new Set(series.flatMap(({ file, modelId }) => (file === wanted ? [modelId] : [])))
  const models = modelsOf(one)
  return [...modelsOf(other)].some((modelId) => models.has(modelId))
}

/**
 * The values of two series run by run: of the same seeds where they have some in common, else in
 * order.
 */
function paired(a: Scores, b: Scores): [BySeed, BySeed] {
  if (a.size === 1 || b.size === 1) return [[...a.values()], [...b.values()]]
  const common = [...a.keys()].filter((seed) => b.has(seed))
  if (common.length > 1)
    return [common.map((seed) => a.get(seed)!), common.map((seed) => b.get(seed)!)]
  const runs = Math.min(a.size, b.size)
  return [[...a.values()].slice(0, runs), [...b.values()].slice(0, runs)]
}

function metricRows(
  series: Series,
  problems: readonly { id: string }[],
  ks: readonly number[],
  seed: number,
): MetricRow[] {
  const samples = problems.map(({ id }) => series.samples.get(id) ?? [])
  const all = samples.flat()
  const runs = [...runsOf(series, problems).values()]
  const common = {
    series: series.name,
    ...(series.modelId === undefined ? {} : { model: series.modelId }),
    n: problems.length,
    answers: all.length,
    unparseable: all.filter(({ answer }) => answer === null).length,
    missing: samples.filter((_, place) => runs.some((run) => run[place]!.length === 0)).length,
  }
  const row = (measure: Measure): MetricRow => {
    const { name } = measure
    if (problems.length === 0)
      return { name, ...common, value: null, ci95: null, reason: 'there are no problems' }
    return { name, ...common, ...summary(measure) }
  }
  const short = (k: number): number => samples.findIndex((own) => own.length < k)
  /** Where every run has enough of its own, its luck counts as a run's; else all are drawn from. */
  const enough = (k: number): SamplesByRun =>
    runs.every((run) => run.every((own) => own.length >= k)) ? runs : [samples]
  const atK = (k: number, measure: (of: SamplesByRun) => Measure): MetricRow => {
    const place = short(k)
    if (place === -1) return row(measure(enough(k)))
    const { id } = problems[place]!
    const reason = `problem "${id}" has ${samples[place]!.length} answers, fewer than ${k}`
    return { name: measure([]).name, ...common, value: null, ci95: null, reason }
  }
  const address = (place: number): (string | number)[] => [seed, series.name, problems[place]!.id]
  return [
    row(accuracyMeasure(runs)),
    ...ks.flatMap((k) => [
      atK(k, (of) => passMeasure(of, k)),
      atK(k, (of) => majorityMeasure(of, k, address)),
    ]),
  ]
}
