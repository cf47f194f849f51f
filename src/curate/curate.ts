/** Rejection sampling: from completions to the rows of the next training, with an account of everything left out. */
import type { Completion, TrainingRow } from '../core/index.ts'
import { problemPrompt } from '../data/index.ts'
import { verifyCompletion, type GradableProblem, type TaskOptions } from '../verify/index.ts'
import { distinctPaths, type DistinctPath } from './distinct-paths.ts'
import {
  chainFilters,
  countDrop,
  keepCorrect,
  keepFinished,
  keepFirstOfIndex,
  keepTrueEquations,
  type Dropped,
} from './filters.ts'
import { pathKey } from './path-key.ts'

export interface RftOptions {
  /** Adds each problem's own solution as a row before its sampled ones, solved or not. As in the paper; on unless set to false. */
  includeGold?: boolean
  /** Drops a sampled path that the problem's own solution takes. The paper keeps it; off unless set. */
  dropGoldPath?: boolean
  /** Keeps at most so many sampled paths of a problem, the first found. Unlimited unless set. */
  capPerProblem?: number
  /** How answers are found and compared. */
  task?: TaskOptions
}

/** The account: `input = kept + the sum of dropped`. Rows are the kept completions and the gold rows. */
export interface CurationReport {
  input: number
  kept: number
  dropped: Dropped
  rows: number
  goldRows: number
  problems: number
  /** Problems with at least one correct completion whose equations hold. */
  solvedProblems: number
  /** Correct completions with true equations per problem, duplicates included ("correct paths" in the paper's Table 1). */
  correctPerProblem: number
  /** Distinct sampled paths per problem. */
  distinctPathsPerProblem: number
  /** Distinct paths per problem among samples and gold together, as the paper's Table 2 counts. */
  distinctPathsWithGold: number
  /** How many problems have 0, 1, 2, … distinct sampled paths. */
  problemsByDistinctPaths: number[]
}

export interface Curated {
  rows: TrainingRow[]
  report: CurationReport
}

/**
 * Rejection-sampling fine-tuning data (Yuan et al. 2023, arXiv 2308.01825, section 3.3): correct answer, true equations, one row per
 * distinct path. Rows come in the order of `problems`, gold first, then paths in the order their first completion was given. Several
 * models' completions given together make the paper's union. Deviations: completions cut at the length limit are dropped, and those
 * listed at `pathKey` and `checkEquation`.
 */
export async function curateRft(
  problems: readonly GradableProblem[],
  completions: AsyncIterable<Completion> | Iterable<Completion>,
  options: RftOptions = {},
): Promise<Curated> {
  const survivors = new Map<string, Completion[]>(problems.map(({ id }) => [id, []]))
  const { input, dropped } = await sift(problems, completions, survivors, options.task)
  const perProblem = problems.map((problem) => ({
    problem,
    ...selectPaths(problem, survivors.get(problem.id) ?? [], options, dropped),
  }))
  const rows = perProblem.flatMap(({ problem, gold, paths }) => [
    ...(gold === null ? [] : [toRow(problem, gold, 'gold')]),
    ...paths.map(({ item }) => toRow(problem, item.text, item.modelId)),
  ])
  const goldRows = perProblem.filter(({ gold }) => gold !== null).length
  const mean = (count: (entry: (typeof perProblem)[number]) => number): number =>
    problems.length === 0 ? 0 : perProblem.reduce((total, entry) => total + count(entry), 0) / problems.length
  const report: CurationReport = {
    input,
    kept: rows.length - goldRows,
    dropped,
    rows: rows.length,
    goldRows,
    problems: problems.length,
    solvedProblems: perProblem.filter(({ correct }) => correct > 0).length,
    correctPerProblem: mean(({ correct }) => correct),
    distinctPathsPerProblem: mean(({ distinct }) => distinct),
    distinctPathsWithGold: mean(({ distinctWithGold }) => distinctWithGold),
    problemsByDistinctPaths: histogram(perProblem.map(({ distinct }) => distinct)),
  }
  return { rows, report }
}

/** Puts what passes the filters of single completions into `survivors`; holds nothing else in memory. */
async function sift(
  problems: readonly GradableProblem[],
  completions: AsyncIterable<Completion> | Iterable<Completion>,
  survivors: Map<string, Completion[]>,
  task: TaskOptions | undefined,
): Promise<{ input: number; dropped: Dropped }> {
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  const firstOfIndex = keepFirstOfIndex()
  const passes = chainFilters(keepFinished, keepCorrect, keepTrueEquations)
  const dropped: Dropped = {}
  let input = 0
  for await (const completion of completions) {
    input++
    const problem = byId.get(completion.problemId)
    if (!problem) {
      countDrop(dropped, 'unknownProblem')
      continue
    }
    const unique = firstOfIndex([completion])
    const sifted = passes(unique.kept.map((item) => ({ completion: item, verdict: verifyCompletion(item, problem, task) })))
    for (const step of [unique, sifted])
      for (const [reason, count] of Object.entries(step.dropped)) countDrop(dropped, reason, count)
    survivors.get(problem.id)?.push(...sifted.kept.map((graded) => graded.completion))
  }
  return { input, dropped }
}

interface Selected {
  /** The text of the gold row, `null` where there is none. */
  gold: string | null
  paths: DistinctPath<Completion>[]
  correct: number
  distinct: number
  distinctWithGold: number
}

function selectPaths(problem: GradableProblem, correct: Completion[], options: RftOptions, dropped: Dropped): Selected {
  const { includeGold = true, dropGoldPath = false, capPerProblem = Infinity } = options
  const distinct = distinctPaths(correct, ({ text }) => text)
  const goldKey = problem.solution === undefined ? null : pathKey(problem.solution)
  const fresh = dropGoldPath ? distinct.filter(({ key }) => key !== goldKey) : distinct
  const paths = fresh.slice(0, capPerProblem)
  const drops = {
    duplicatePath: correct.length - distinct.length,
    sameAsGold: distinct.length - fresh.length,
    overCap: fresh.length - paths.length,
  }
  for (const [reason, count] of Object.entries(drops)) if (count > 0) countDrop(dropped, reason, count)
  const withGold = new Set(distinct.map(({ key }) => key))
  if (goldKey !== null) withGold.add(goldKey)
  const gold = includeGold ? (problem.solution ?? null) : null
  return { gold, paths, correct: correct.length, distinct: distinct.length, distinctWithGold: withGold.size }
}

function toRow(problem: GradableProblem, text: string, source: string | undefined): TrainingRow {
  const row: TrainingRow = { prompt: problemPrompt(problem.question), completion: text.trimEnd(), problemId: problem.id }
  return source === undefined ? row : { ...row, source }
}

function histogram(counts: readonly number[]): number[] {
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  const bins = Array.from({ length: most + 1 }, () => 0)
  for (const count of counts) bins[count]!++
  return bins
}
