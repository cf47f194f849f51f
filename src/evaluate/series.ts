/**
 * Graded answers of one system to a set of problems, gathered from prediction or verdict records.
 */
import { z } from 'zod'
import { predictedAnswerSchema, predictionSchema, verdictSchema } from '../core/index.ts'
import {
  compareAnswers,
  compileAnswer,
  evaluationPolicy,
  readingFault,
  type GradableProblem,
  type Policy,
} from '../verify/index.ts'
import type { JudgedRuns } from './judged.ts'
import { shareCorrect, type Sample } from './metrics.ts'
import { withSameTexts } from './same-texts.ts'

/** The answers of one system: one file's, or one model's within it. */
export interface Series {
  /** The file's name, with the model's where records carry it. */
  name: string
  file: string
  modelId?: string
  /** Samples by problem id; a problem without any is absent. */
  samples: ReadonlyMap<string, readonly Sample[]>
}

/** Records may say which model and which seed they come from. */
const { modelId, seed } = verdictSchema.shape
const predictionRecordSchema = predictionSchema
  .pick({ problemId: true })
  .extend({ answer: predictedAnswerSchema, modelId, seed })

export type EvaluationRecord =
  | z.infer<typeof predictionRecordSchema>
  | z.infer<typeof verdictSchema>

/**
 * Reads a prediction `{problemId, answer}` or a verdict `{problemId, index, verdict, answer}`: a
 * record with `verdict` is a verdict. A prediction without an answer is one that counts as wrong.
 */
export const evaluationRecordSchema: z.ZodType<EvaluationRecord> = z
  .unknown()
  .transform((row, context) => {
    const has = (key: string): boolean =>
      typeof row === 'object' && row !== null && Object.hasOwn(row, key)
    if (has('text') && !has('answer') && !has('verdict')) {
      context.addIssue({
        code: 'custom',
        message:
          'this is a completion that has not been graded yet: run `reckoner verify` on the file',
      })
      return z.NEVER
    }
    const checked = (has('verdict') ? verdictSchema : predictionRecordSchema).safeParse(row)
    if (checked.success) return checked.data
    for (const issue of checked.error.issues) context.addIssue({ ...issue })
    return z.NEVER
  })

/** Gathers records into series, in the order in which files and models first occur. */
export interface SeriesCollector {
  /** Takes a record in, with its score where it has one, or returns what is wrong with it. */
  add(file: string, record: EvaluationRecord, score?: number): string | null
  series(): Series[]
}

/**
 * Returns a collector that grades predictions against `problems`; the same problem, seed and index
 * twice is a fault.
 */
export function seriesCollector(
  problems: readonly GradableProblem[],
  policy: Policy = evaluationPolicy,
): SeriesCollector {
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  const gathered = new Map<string, Omit<Series, 'samples'> & { samples: Map<string, Sample[]> }>()
  const seen = new Set<string>()
  return {
    add(file, record, score) {
      const problem = byId.get(record.problemId)
      if (!problem) return `there is no problem "${record.problemId}"`
      const { modelId, seed } = record
      const identity = JSON.stringify([
        file,
        modelId,
        record.problemId,
        seed,
        'index' in record ? record.index : null,
      ])
      if (seen.has(identity))
        return `there is already ${'index' in record ? 'a record with this index' : 'a prediction'} for problem "${record.problemId}"`
      seen.add(identity)
      const key = JSON.stringify([file, modelId])
      const name = modelId === undefined ? file : `${file} ${modelId}`
      const series = gathered.get(key) ?? {
        name,
        file,
        ...(modelId === undefined ? {} : { modelId }),
        samples: new Map<string, Sample[]>(),
      }
      gathered.set(key, series)
      const samples = series.samples.get(problem.id) ?? []
      series.samples.set(problem.id, samples)
      const sample = toSample(record, problem, policy)
      samples.push(score === undefined ? sample : { ...sample, score })
      return null
    },
    series: () =>
      [...gathered.values()].map((series) => ({
        ...series,
        samples: new Map(
          [...series.samples].map(([id, samples]) => [id, withSameTexts(samples, policy)]),
        ),
      })),
  }
}

function toSample(record: EvaluationRecord, problem: GradableProblem, policy: Policy): Sample {
  const origin = record.seed === undefined ? {} : { seed: record.seed }
  if ('verdict' in record)
    return { answer: record.answer, correct: record.verdict === 'correct', ...origin }
  const answer = record.answer === null ? null : compileAnswer(record.answer)
  const isReadable = answer !== null && readingFault(answer.value) === null
  return {
    answer: isReadable ? answer.text : null,
    correct: isReadable && compareAnswers(problem.gold, answer, policy).outcome === 'equal',
    ...origin,
  }
}

/** Samples by run, problem by problem. */
export type Runs = ReadonlyMap<number | undefined, readonly (readonly Sample[])[]>

/**
 * Returns the samples of each run, in the order of `problems`. A run is what has one seed, where
 * seeds are those of runs: some problem has answers of several, and each has answered more than one
 * problem. Otherwise, as where every request has a seed of its own, all samples are of one run.
 */
export function runsOf(series: Series, problems: readonly { id: string }[]): Runs {
  const samples = problems.map(({ id }) => series.samples.get(id) ?? [])
  const problemsOf = new Map<number | undefined, number>()
  let hasSeveral = false
  for (const own of samples) {
    const seeds = new Set(own.map(({ seed }) => seed))
    hasSeveral ||= seeds.size > 1
    for (const seed of seeds) problemsOf.set(seed, (problemsOf.get(seed) ?? 0) + 1)
  }
  const answered = samples.filter((own) => own.length > 0).length
  const isByRun =
    hasSeveral &&
    !problemsOf.has(undefined) &&
    [...problemsOf.values()].every((count) => count > 1 || answered === 1)
  if (!isByRun) return new Map([[undefined, samples]])
  const runs = [...problemsOf.keys()].toSorted((a, b) => a! - b!)
  return new Map(
    runs.map((run) => [run, samples.map((own) => own.filter(({ seed }) => seed === run))]),
  )
}

/** Shares of correct samples by run, problem by problem. */
export type Scores = ReadonlyMap<number | undefined, readonly number[]>

/**
 * Returns for each run each problem's share of correct samples, in the order of `problems`; a
 * problem that the run has not answered counts as wrong.
 */
export function scores(series: Series, problems: readonly { id: string }[]): Scores {
  return new Map(
    [...runsOf(series, problems)].map(([run, samples]) => [run, samples.map(shareCorrect)]),
  )
}

/**
 * Returns those samples of a series that were scored, run by run; they name problems by their place
 * in `problems`.
 */
export function judgedRuns(series: Series, problems: readonly { id: string }[]): JudgedRuns {
  return Array.from(runsOf(series, problems).values(), (samples) =>
    samples.flatMap((own, problem) =>
      own.flatMap(({ score, correct }) =>
        score === undefined ? [] : [{ problem, score, isCorrect: correct }],
      ),
    ),
  )
}
