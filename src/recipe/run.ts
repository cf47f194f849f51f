/**
 * Runs a recipe: makes what is missing, in order, and leaves a run directory with results and
 * report.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { isoNow, monotonicMs, StoreError, type Task } from '../core/index.ts'
import {
  mergeResults,
  renderReport,
  stageResultsSchema,
  type CostResult,
  type Results,
  type StageResults,
} from '../evaluate/index.ts'
import {
  appendLine,
  ensureDirectory,
  linkOrCopyTree,
  systemCode,
  tryLock,
  writeFileAtomic,
  type Artifact,
} from '../store/index.ts'
import type { Recipe } from './load.ts'
import { inputPaths, makeStage } from './make.ts'
import { planRecipe, type Plan } from './plan.ts'
import type { StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'

export interface RunOptions {
  runsDirectory: string
  signal?: AbortSignal | undefined
}

export interface RunResult {
  runDirectory: string
  results: Results
}

/**
 * Runs every stage that has no artifact yet and writes `results.json` and `report.html`.
 * @throws ConfigError for references to what does not exist; StoreError when another process runs
 * the same recipe, or files cannot be written; CancelledError when the signal is aborted
 */
export async function* runRecipe(
  recipe: Recipe,
  options: RunOptions,
  registry: StageRegistry = shippedStages,
): Task<RunResult> {
  const plan = await planRecipe(recipe, registry)
  const runsDirectory = resolve(options.runsDirectory)
  const runDirectory = join(runsDirectory, plan.runName)
  await ensureDirectory(runDirectory)
  const lock = await tryLock(runsDirectory, plan.runName)
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
    return yield* logged(
      runPlan(plan, { runsDirectory, runDirectory, signal }),
      join(runDirectory, 'events.jsonl'),
    )
  } finally {
    await lock.release()
  }
}

interface RunPlace {
  runsDirectory: string
  runDirectory: string
  signal: AbortSignal
}

async function* runPlan(
  plan: Plan,
  { runsDirectory, runDirectory, signal }: RunPlace,
): Task<RunResult> {
  const startMs = monotonicMs()
  const { name, seeds } = plan.recipe
  yield {
    type: 'run-start',
    recipe: name,
    runDirectory,
    stages: plan.stages.map((stage) => stage.id),
  }
  await writeFileAtomic(join(runDirectory, 'recipe.yaml'), stringify(plan.resolved))
  const artifacts = new Map<string, Artifact>()
  const cost: CostResult[] = []
  const stageResults: { id: string; results: StageResults }[] = []
  for (const stage of plan.stages) {
    const inputs = inputPaths(stage, (key) => artifacts.get(key)!.directory)
    const made = yield* makeStage(stage, inputs, runsDirectory, signal)
    artifacts.set(stage.key, made.artifact)
    await linkOrCopyTree(made.artifact.directory, join(runDirectory, stage.id))
    const { flops, ...spent } = made.cost
    cost.push({ stage: stage.id, ...spent, ...(flops > 0 && { flops }) })
    const results = await readStageResults(made.artifact)
    if (results) stageResults.push({ id: stage.id, results })
  }
  const results = mergeResults({ recipe: name, seedList: seeds, cost }, stageResults)
  await writeFileAtomic(join(runDirectory, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  await writeFileAtomic(join(runDirectory, 'report.html'), renderReport(results))
  yield { type: 'run-end', recipe: name, runDirectory, seconds: (monotonicMs() - startMs) / 1000 }
  return { runDirectory, results }
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

/** Passes events on and keeps them in a file, but for progress, of which there is too much. */
async function* logged<T>(task: Task<T>, file: string): Task<T> {
  try {
    for (;;) {
      const step = await task.next()
      if (step.done) return step.value
      if (step.value.type !== 'progress')
        await appendLine(file, JSON.stringify({ at: isoNow(), ...step.value }))
      yield step.value
    }
  } finally {
    await task.return(undefined as never)
  }
}
