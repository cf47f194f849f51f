/**
 * Runs a recipe: makes what is missing, in order, and leaves a run directory with results and
 * report.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import {
  CancelledError,
  monotonicMs,
  StoreError,
  type StageCost,
  type Task,
} from '../core/index.ts'
import {
  mergeResults,
  renderReport,
  stageResultsSchema,
  type CostResult,
  type Results,
  type ServerResult,
  type StageResults,
} from '../evaluate/index.ts'
import {
  ensureDirectory,
  findArtifact,
  linkOrCopyTree,
  readCost,
  systemCode,
  tryLock,
  writeFileAtomic,
  type Artifact,
} from '../store/index.ts'
import { Budget, readServedBy } from '../served/index.ts'
import type { Recipe } from './load.ts'
import { costBefore, givenInputs, makeStage, type MakingOptions } from './make.ts'
import { makersLabels, type Plan } from './plan.ts'
import { logged } from './run-log.ts'
import { inRunOrder, seedBySeed } from './seed-by-seed.ts'
import type { StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'

export interface RunOptions {
  runsDirectory: string
  signal?: AbortSignal | undefined
  /** Dollars that the stages may cost in all, with what earlier attempts have cost. */
  budget?: number | undefined
}

export interface RunResult {
  runDirectory: string
  results: Results
}

/**
 * Runs every stage that has no artifact yet, seed by seed, and writes `results.json` and
 * `report.html`: after each seed, at the end, and of what there is when a stage fails or the signal
 * is aborted.
 * @throws ConfigError for references to what does not exist; StoreError when another process runs
 * the same recipe, or files cannot be written; CancelledError when the signal is aborted
 */
export async function* runRecipe(
  recipe: Recipe,
  options: RunOptions,
  registry: StageRegistry = shippedStages,
): Task<RunResult> {
  const plans = await seedBySeed(recipe, registry)
  const { runName } = plans.at(-1)!
  const runsDirectory = resolve(options.runsDirectory)
  const runDirectory = join(runsDirectory, runName)
  await ensureDirectory(runDirectory)
  const lock = await tryLock(runsDirectory, runName)
  if ('heldBy' in lock) {
    throw new StoreError(
      `${runDirectory} is in use: process ${lock.heldBy} is running this recipe`,
      {
        hint: 'Wait for it to end, stop it, or give another directory with --runs.',
      },
    )
  }
  try {
    const signal = options.signal ?? new AbortController().signal
    const budget = await budgetOf(plans.at(-1)!, runsDirectory, options.budget)
    return yield* logged(runPlans(plans, { runsDirectory, runDirectory, signal, budget }), {
      recipe: recipe.name,
      runDirectory,
    })
  } finally {
    await lock.release()
  }
}

interface RunPlace extends MakingOptions {
  runDirectory: string
}

/** What may be spent, less what the plan's stages have cost so far. */
async function budgetOf(
  { stages }: Plan,
  runsDirectory: string,
  limit: number | undefined,
): Promise<Budget | undefined> {
  if (limit === undefined) return undefined
  const spent = await Promise.all(
    [...new Set(stages.map(({ key }) => key))].map(async (key) => {
      const { state } = await findArtifact(runsDirectory, key)
      const cost =
        state === 'complete'
          ? (await readCost(runsDirectory, key))?.cost
          : await costBefore(runsDirectory, key)
      return cost?.dollars ?? 0
    }),
  )
  return new Budget(
    limit,
    spent.reduce((sum, each) => sum + each, 0),
  )
}

/** What has been made so far, by the ids of stages. */
interface Progress {
  artifacts: Map<string, Artifact>
  cost: Map<string, CostResult>
  results: Map<string, StageResults>
  servers: Map<string, ServerResult[]>
  /** The stage that has failed. */
  failed?: string
}

async function* runPlans(plans: readonly Plan[], place: RunPlace): Task<RunResult> {
  const startMs = monotonicMs()
  const whole = plans.at(-1)!
  const run = { recipe: whole.recipe.name, runDirectory: place.runDirectory }
  const stages = inRunOrder(plans).map(({ id }) => id)
  yield { type: 'run-start', ...run, stages }
  await writeFileAtomic(join(place.runDirectory, 'recipe.yaml'), stringify(whole.resolved))
  const progress: Progress = {
    artifacts: new Map(),
    cost: new Map(),
    results: new Map(),
    servers: new Map(),
  }
  const finished: Plan[] = []
  try {
    for (const plan of plans.slice(0, -1)) {
      yield* runPlan(plan, place, progress)
      finished.push(plan)
      yield* writeResults(plan, progress, place, seedsText(plan, whole))
    }
    yield* runPlan(whole, place, progress)
  } catch (error) {
    const isStopped = error instanceof CancelledError
    if (isStopped ? progress.artifacts.size > 0 : progress.results.size > 0) {
      const ended = isStopped ? 'stopped' : `${progress.failed ?? 'the run'} failed`
      const made = `${ended} after ${progress.artifacts.size} of ${stages.length} stages`
      const last = finished.at(-1)
      const soFar = last ? `${made}: ${seedsText(last, whole)}` : made
      yield* withoutFailing(writeResults(last ?? plans[0]!, progress, place, soFar))
    }
    throw error
  }
  const results = yield* writeResults(whole, progress, place)
  yield { type: 'run-end', ...run, seconds: (monotonicMs() - startMs) / 1000 }
  return { runDirectory: place.runDirectory, results }
}

/** Does what can be done after an error, which is the one to be told. */
async function* withoutFailing(task: Task<unknown>): Task<void> {
  try {
    yield* task
  } catch {
    // A full disk fails here again.
  }
}

const seedsText = (part: Plan, whole: Plan): string =>
  `the results of ${part.recipe.seeds.length} of ${whole.recipe.seeds.length} seeds`

/** Makes what the plan has and `progress` has not. */
async function* runPlan(
  plan: Plan,
  { runDirectory, ...making }: RunPlace,
  progress: Progress,
): Task<void> {
  const { artifacts, cost, results, servers } = progress
  const directories = new Map<string, string>()
  for (const stage of plan.stages) {
    const known = artifacts.get(stage.id)
    if (known) {
      directories.set(stage.key, known.directory)
      continue
    }
    const given = givenInputs(stage, (key) => directories.get(key)!)
    const made = yield* countingFailure(makeStage(stage, given, making), async () => {
      progress.failed = stage.id
      const spent = await costBefore(making.runsDirectory, stage.key)
      if (spent.seconds > 0) cost.set(stage.id, costOf(stage.id, spent))
    })
    directories.set(stage.key, made.artifact.directory)
    await linkOrCopyTree(made.artifact.directory, join(runDirectory, stage.id))
    artifacts.set(stage.id, made.artifact)
    cost.set(stage.id, costOf(stage.id, made.cost))
    servers.set(stage.id, await serversOf(stage.id, made.artifact))
    const found = await readStageResults(made.artifact)
    if (found) results.set(stage.id, withLabels(found, makersLabels(stage)))
  }
}

/** What a stage has cost before it failed was spent all the same. */
async function* countingFailure<T>(task: Task<T>, count: () => Promise<void>): Task<T> {
  try {
    return yield* task
  } catch (error) {
    await count().catch(() => {}) // the error of the stage is the one to be told
    throw error
  }
}

const costOf = (
  stage: string,
  { flops, dollars, promptTokens, ...spent }: StageCost,
): CostResult => ({
  stage,
  ...spent,
  ...(flops > 0 && { flops }),
  ...(promptTokens > 0 && { promptTokens }),
  ...(dollars > 0 && { dollars }),
})

/** Writes what the plan's stages found; `soFar` says what is missing where that is not all. */
async function* writeResults(
  plan: Plan,
  { cost, results: found, servers }: Progress,
  { runDirectory }: RunPlace,
  soFar?: string,
): Task<Results> {
  const { name, seeds } = plan.recipe
  const stages = plan.stages.flatMap(({ id }) => {
    const results = found.get(id)
    return results ? [{ id, results }] : []
  })
  const about = { recipe: name, seedList: seeds, ...(soFar !== undefined && { soFar }) }
  const asked = [...servers.values()].flat()
  const run = { ...about, cost: [...cost.values()], ...(asked.length > 0 && { servers: asked }) }
  const results = mergeResults(run, stages)
  await writeFileAtomic(join(runDirectory, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  await writeFileAtomic(join(runDirectory, 'report.html'), renderReport(results))
  yield { type: 'results', recipe: name, runDirectory, ...(soFar !== undefined && { soFar }) }
  return results
}

/** The results with what the recipe calls the models, where the stage only knew what made them. */
function withLabels(results: StageResults, labels: ReadonlyMap<string, string>): StageResults {
  const named = (model: string): string => labels.get(model) ?? model
  const { ownership } = results
  if (!ownership) return results
  return {
    ...results,
    ownership: ownership.map(({ models, overlaps, ...rest }) => ({
      ...rest,
      models: models.map((each) => ({ ...each, model: named(each.model) })),
      overlaps: overlaps.map((each) => ({ ...each, models: each.models.map(named) })),
    })),
  }
}

/** The servers that a stage has asked. */
async function serversOf(stage: string, { directory }: Artifact): Promise<ServerResult[]> {
  const told = await readServedBy(directory)
  const rows = told.flatMap(({ model, statements }) =>
    statements.map(({ server, software, version, root }) => ({
      stage,
      server,
      software,
      ...(model !== undefined && { model }),
      ...(version !== undefined && { version }),
      ...(root !== undefined && { root }),
    })),
  )
  // A stage that asks one model in several ways keeps its replies apart.
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}

/** What a stage adds to the run's results, by writing a `results.json` into its artifact. */
async function readStageResults(artifact: Artifact): Promise<StageResults | undefined> {
  try {
    return stageResultsSchema.parse(
      JSON.parse(await readFile(join(artifact.directory, 'results.json'), 'utf8')),
    )
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
