/**
 * Rejection sampling: from completions to the rows of the next training, with an account of
 * everything left out.
 */
import { DataError, rng, type TrainingRow } from '../core/index.ts'
import { formatPrompt, problemPrompt, programFormat, programStyle } from '../data/index.ts'
import { withoutComments } from '../execute/index.ts'
import { extractProgram, type GradableProblem } from '../verify/index.ts'
import { openAccounts, type Accounts, type ModelAccount, type Overlap } from './account.ts'
import type { Dropped } from './filters.ts'
import { pathKey, programPathKey } from './path-key.ts'
import {
  everySelection,
  pathSelections,
  type DistinctPath,
  type Representative,
} from './path-selection.ts'
import { pathsByK, type PathsAtK } from './paths-by-k.ts'
import { openProblemPaths, type ProblemPaths, type Solution } from './problem-paths.ts'
import { arePrograms, sift, unnamedModel, type CompletionSource, type SiftOptions } from './sift.ts'

export interface RftOptions extends SiftOptions {
  /**
   * Adds each problem's own solution as a row before its sampled ones, solved or not. As in the
   * paper; on unless set to false.
   */
  includeGold?: boolean
  /**
   * Drops a sampled path that the problem's own solution takes. The paper keeps it; off unless set.
   */
  dropGoldPath?: boolean
  /** Keeps at most so many sampled paths of a problem, the first found. Unlimited unless set. */
  capPerProblem?: number
  /** How the solution that stands for a path is chosen. @default 'greedy' */
  representative?: Representative
  /**
   * Keeps all correct solutions, of whatever path: what the paper's de-duplication is compared
   * with. Off unless set.
   */
  keepDuplicates?: boolean
  /** Leaves comments and docstrings out of rows that are programs. Off unless set. */
  stripComments?: boolean
  /** Keeps a random choice of at most so many sampled rows. All unless set. */
  maxRows?: number
}

/**
 * The account: `input = kept + the sum of dropped`, over all and for each model. Rows are the kept
 * completions and the gold rows.
 */
export interface CurationReport {
  input: number
  kept: number
  dropped: Dropped
  rows: number
  goldRows: number
  problems: number
  /** Problems with at least one correct completion whose equations hold. */
  solvedProblems: number
  /**
   * Correct completions with true equations per problem, duplicates included ("correct paths" in
   * the paper's Table 1).
   */
  correctPerProblem: number
  /** Distinct sampled paths per problem. */
  distinctPathsPerProblem: number
  /** Distinct paths per problem among samples and gold together, as the paper's Table 2 counts. */
  distinctPathsWithGold: number
  /** How many problems have 0, 1, 2, … distinct sampled paths. */
  problemsByDistinctPaths: number[]
  /** The same counts had only k completions of each problem been drawn from each model. */
  byK: PathsAtK[]
  models: ModelAccount[]
  /** Which models found how many of the same paths, most first. */
  overlaps: Overlap[]
}

export interface Curated {
  rows: TrainingRow[]
  report: CurationReport
}

/**
 * Rejection-sampling fine-tuning data (Yuan et al. 2023, arXiv 2308.01825, section 3.3): correct
 * answer, true equations, one row per distinct path. Rows come in the order of `problems`, gold
 * first, then paths in the order their first completion was given. Several models' completions
 * given together make the paper's union; a row says which models found its path. Completions stream
 * by: what is held grows with the number of distinct paths. Deviations: completions cut at the
 * length limit are dropped, and those listed at `pathKey` and `checkEquation`. @throws DataError
 * when two problems have one id; what a source throws; CancelledError
 */
export async function curateRft(
  problems: readonly GradableProblem[],
  sources: readonly CompletionSource[],
  options: RftOptions = {},
): Promise<Curated> {
  const accounts = openAccounts()
  const paths = await collectPaths(problems, sources, options, accounts)
  const selected = problems.map((problem) =>
    selectRows(problem, paths.get(problem.id)!, options, accounts),
  )
  const sampled = selected.flatMap(({ kept }) => kept)
  const drawn = drawRows(sampled, options.maxRows ?? Infinity, accounts)
  const rowOf = rowWriter(options)
  const isUnion = accounts.finish().models.length > 1
  const rows: TrainingRow[] = []
  for (const { problem, paths: own, kept, gold } of selected) {
    if (gold !== null) rows.push(rowOf(problem, gold, 'gold'))
    for (const path of kept) {
      if (!drawn.has(path)) continue
      accounts.kept(path.item.model)
      const { models } = own.found.get(path.key)!
      rows.push({
        ...rowOf(problem, path.item.text, path.item.model),
        ...(isUnion && { foundBy: [...models] }),
      })
    }
  }
  return { rows, report: reportOf(selected, accounts, rows.length) }
}

/** Sorts completions by problem, holding only what may become a row. */
async function collectPaths(
  problems: readonly GradableProblem[],
  sources: readonly CompletionSource[],
  options: RftOptions,
  accounts: Accounts,
): Promise<Map<string, ProblemPaths>> {
  const { keepDuplicates = false, representative = 'greedy' } = options
  const keyOf = keyOfPaths(options)
  const openSelection = keepDuplicates
    ? everySelection<Solution>
    : pathSelections[representative]<Solution>
  const paths = new Map(problems.map(({ id }) => [id, openProblemPaths(openSelection())]))
  if (paths.size < problems.length)
    throw new DataError('a problem is given more than once, so its rows would be repeated')
  const byId = new Map(problems.map((problem) => [problem.id, problem]))
  for await (const { completion, model, problem, rank, reason } of sift(byId, sources, options)) {
    accounts.input(model, problem?.id ?? null)
    if (problem === null || reason !== null) accounts.drop(model, reason!)
    else paths.get(problem.id)!.add(keyOf(completion.text), { text: completion.text, model }, rank)
  }
  return paths
}

interface Selected {
  problem: GradableProblem
  paths: ProblemPaths
  /** The path of the problem's own solution, `null` where it has none. */
  goldKey: string | null
  /** The text of the gold row, `null` where there is none. */
  gold: string | null
  kept: DistinctPath<Solution>[]
}

function selectRows(
  problem: GradableProblem,
  paths: ProblemPaths,
  options: RftOptions,
  accounts: Accounts,
): Selected {
  const { includeGold = true, dropGoldPath = false, capPerProblem = Infinity } = options
  const solution = goldSolution(problem, arePrograms(options))
  const goldKey = solution === null ? null : keyOfPaths(options)(solution)
  const chosen = paths.kept()
  for (const { models } of paths.found.values()) accounts.path(models)
  const chosenByModel = new Map<string, number>()
  for (const { item } of chosen)
    chosenByModel.set(item.model, (chosenByModel.get(item.model) ?? 0) + 1)
  for (const [model, correct] of paths.correctByModel)
    accounts.drop(model, 'duplicatePath', correct - (chosenByModel.get(model) ?? 0))
  const kept: DistinctPath<Solution>[] = []
  for (const path of chosen) {
    if (dropGoldPath && path.key === goldKey) accounts.drop(path.item.model, 'sameAsGold')
    else if (kept.length >= capPerProblem) accounts.drop(path.item.model, 'overCap')
    else kept.push(path)
  }
  return { problem, paths, goldKey, gold: includeGold ? solution : null, kept }
}

/**
 * A random choice of at most `count` of the rows, without replacement; the others are accounted
 * for.
 */
function drawRows(
  sampled: readonly DistinctPath<Solution>[],
  count: number,
  accounts: Accounts,
): ReadonlySet<DistinctPath<Solution>> {
  if (sampled.length <= count) return new Set(sampled)
  const shuffled = rng('rows', count).shuffle(sampled)
  for (const { item } of shuffled.slice(count)) accounts.drop(item.model, 'notDrawn')
  return new Set(shuffled.slice(0, count))
}

function reportOf(selected: readonly Selected[], accounts: Accounts, rows: number): CurationReport {
  const { models, overlaps, dropped, input } = accounts.finish()
  const goldRows = selected.filter(({ gold }) => gold !== null).length
  const each = selected.map(({ goldKey, paths: { found, correctByModel } }) => {
    const correct = [...correctByModel.values()].reduce((sum, count) => sum + count, 0)
    const isNew = goldKey !== null && !found.has(goldKey)
    return { correct, distinct: found.size, withGold: found.size + (isNew ? 1 : 0) }
  })
  const mean = (count: (entry: (typeof each)[number]) => number): number =>
    each.length === 0 ? 0 : each.reduce((total, entry) => total + count(entry), 0) / each.length
  return {
    input,
    kept: rows - goldRows,
    dropped,
    rows,
    goldRows,
    problems: selected.length,
    solvedProblems: each.filter(({ correct }) => correct > 0).length,
    correctPerProblem: mean(({ correct }) => correct),
    distinctPathsPerProblem: mean(({ distinct }) => distinct),
    distinctPathsWithGold: mean(({ withGold }) => withGold),
    problemsByDistinctPaths: histogram(each.map(({ distinct }) => distinct)),
    byK: pathsByK(selected),
    models,
    overlaps,
  }
}

function keyOfPaths(options: RftOptions): (text: string) => string {
  return arePrograms(options) ? programPathKey : pathKey
}

/**
 * The problem's own solution of the kind that is sampled; `null` where it has none. A program is
 * the solution of the style `program`, or a solution that is one.
 */
function goldSolution(
  { solution, solutionsByStyle = {} }: GradableProblem,
  isProgram: boolean,
): string | null {
  if (!isProgram) return solution ?? null
  const programs = [solutionsByStyle[programStyle], solution]
  return programs.find((text) => text !== undefined && extractProgram(text) !== null) ?? null
}

function textRow(problem: GradableProblem, text: string, source: string): TrainingRow {
  const row: TrainingRow = {
    prompt: problemPrompt(problem.question),
    completion: text.trimEnd(),
    problemId: problem.id,
  }
  return source === unnamedModel ? row : { ...row, source }
}

/** A model is asked for a program in words of its own, so that it can learn texts as well. */
function programRow(problem: GradableProblem, program: string, source: string): TrainingRow {
  return {
    ...textRow(problem, program, source),
    prompt: formatPrompt(programFormat, problem.question),
    promptFormat: 'program',
  }
}

function rowWriter(options: RftOptions): typeof textRow {
  if (!arePrograms(options)) return textRow
  return (problem, text, source) => {
    const program = extractProgram(text) ?? text
    return programRow(problem, options.stripComments ? withoutComments(program) : program, source)
  }
}

function histogram(counts: readonly number[]): number[] {
  const bins: number[] = []
  for (const count of counts) bins[count] = (bins[count] ?? 0) + 1
  return Array.from(bins, (bin) => bin ?? 0)
}
