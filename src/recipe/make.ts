/**
 * Makes one stage's artifact, once: waits for another process that is making it, keeps partial work
 * and costs over interruptions.
 */
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  failureOf,
  monotonicMs,
  throwIfCancelled,
  type StageCost,
  type Task,
} from '../core/index.ts'
import { readModelRef } from '../sample/index.ts'
import { paidIn, servedByFile, serversIn, type Budget } from '../served/index.ts'
import {
  beginArtifact,
  ensureDirectory,
  findArtifact,
  noCost,
  partialDirectory,
  readCost,
  removeTree,
  tryLock,
  writeCost,
  writeFileAtomic,
  type Artifact,
  type Lock,
} from '../store/index.ts'
import { inputPlaces } from './plan.ts'
import type { PathInput, PlannedStage } from './planned-stage.ts'
import type { StageContext } from './stage.ts'
import { Asides, supervised } from './supervised.ts'

export interface Made {
  artifact: Artifact
  cached: boolean
  cost: StageCost
}

/** How often the cost so far is saved, so that a killed attempt is not forgotten. */
const costIntervalMs = 5000
const lockPollMs = 500

/** Where stages are made, and under which conditions. */
export interface MakingOptions {
  runsDirectory: string
  signal: AbortSignal
  budget?: Budget | undefined
}

/** Returns the stage's artifact, making it when it is not there or damaged. */
export async function* makeStage(
  stage: PlannedStage,
  given: GivenInputs,
  options: MakingOptions,
): Task<Made> {
  const { runsDirectory, signal } = options
  const found = await findArtifact(runsDirectory, stage.key)
  if (found.state === 'complete') return yield* alreadyMade(stage, found.artifact, runsDirectory)
  const lock = yield* waitForLock(stage, runsDirectory, signal)
  try {
    const foundNow = await findArtifact(runsDirectory, stage.key)
    if (foundNow.state === 'complete')
      return yield* alreadyMade(stage, foundNow.artifact, runsDirectory)
    if (foundNow.state === 'damaged') {
      yield {
        type: 'note',
        level: 'warning',
        message: `${stage.id} is made again: ${foundNow.directory} is damaged (${foundNow.fault})`,
      }
      await removeTree(foundNow.directory)
    }
    yield { type: 'stage-start', stage: stage.id, cached: false }
    const made = yield* tellingFailure(stage.id, attempt(stage, given, options))
    yield { type: 'stage-end', stage: stage.id, cached: false, cost: made.cost }
    return made
  } finally {
    await lock.release()
  }
}

async function* alreadyMade(
  stage: PlannedStage,
  artifact: Artifact,
  runsDirectory: string,
): Task<Made> {
  await removeTree(partialDirectory(runsDirectory, stage.key))
  const cost = (await readCost(runsDirectory, stage.key))?.cost ?? noCost
  yield { type: 'stage-start', stage: stage.id, cached: true }
  yield { type: 'stage-end', stage: stage.id, cached: true, cost }
  return { artifact, cached: true, cost }
}

async function* waitForLock(
  stage: PlannedStage,
  runsDirectory: string,
  signal: AbortSignal,
): Task<Lock> {
  let told = false
  for (;;) {
    throwIfCancelled(signal)
    const lock = await tryLock(runsDirectory, stage.key.slice(0, 16))
    if ('release' in lock) return lock
    if (!told)
      yield {
        type: 'note',
        level: 'info',
        message: `${stage.id}: waiting for process ${lock.heldBy}, which is making it`,
      }
    told = true
    await sleep(lockPollMs)
  }
}

/** Sends `stage-error` before an error of the stage goes on. */
async function* tellingFailure<T>(stage: string, task: Task<T>): Task<T> {
  try {
    return yield* task
  } catch (error) {
    yield { type: 'stage-error', stage, ...failureOf(error) }
    throw error
  }
}

/** One attempt at the stage, under its lock. */
async function* attempt(
  stage: PlannedStage,
  given: GivenInputs,
  { runsDirectory, signal, budget }: MakingOptions,
): Task<Made> {
  const partial = partialDirectory(runsDirectory, stage.key)
  const earlier = await costBefore(runsDirectory, stage.key)
  await ensureDirectory(partial)
  const draft = await beginArtifact(runsDirectory, stage.id, stage.identity)
  const startMs = monotonicMs()
  const charged = { tokens: 0, promptTokens: 0, dollars: 0, completions: 0, flops: 0 }
  const asides = new Asides()
  const costNow = (): StageCost =>
    addCost(earlier, {
      ...charged,
      seconds: (monotonicMs() - startMs) / 1000,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    })
  let savedMs = startMs
  const saveCost = async (): Promise<void> => {
    savedMs = monotonicMs()
    await writeCost(runsDirectory, stage.key, { cost: costNow(), madeWith: madeWith() })
  }
  let finished = false
  try {
    const task = stage.definition.run({
      id: stage.id,
      settings: stage.identity.settings,
      seed: stage.identity.seed,
      ...given,
      places: inputPlaces(stage),
      out: { directory: draft.directory, writer: draft.writer },
      partial: { directory: partial },
      signal,
      charge: (cost) => {
        for (const [name, spent] of Object.entries(cost))
          charged[name as keyof typeof charged] += spent
      },
      budget,
      warn: (message) => asides.say('warning', message),
      note: (message) => asides.say('info', message),
    })
    yield* supervised(task, {
      signal,
      asides,
      onStep: async () => {
        if (monotonicMs() - savedMs >= costIntervalMs) await saveCost()
      },
    })
    await saveCost()
    const servers = serversIn(partial)
    if (servers.length > 0)
      await writeFileAtomic(join(draft.directory, servedByFile), jsonText(servers))
    const artifact = await draft.commit()
    finished = true
    await removeTree(partial)
    return { artifact, cached: false, cost: costNow() }
  } finally {
    if (!finished) await giveUp(draft.discard, saveCost)
  }
}

const jsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/**
 * Returns what earlier attempts at a stage that is not finished have cost. What servers were paid
 * is told by the replies, of which a kill has lost none.
 */
export async function costBefore(runsDirectory: string, key: string): Promise<StageCost> {
  const partial = partialDirectory(runsDirectory, key)
  if (!existsSync(partial)) return noCost
  const known = (await readCost(runsDirectory, key))?.cost ?? noCost
  const { promptTokens, dollars, tokens, completions } = paidIn(partial)
  return {
    ...known,
    promptTokens,
    dollars,
    tokens: Math.max(known.tokens, tokens),
    completions: Math.max(known.completions, completions),
  }
}

/** Tidies up after a failed attempt without hiding its error (a full disk fails here again). */
async function giveUp(discard: () => Promise<void>, saveCost: () => Promise<void>): Promise<void> {
  await Promise.allSettled([discard(), saveCost()])
}

function addCost(a: StageCost, b: StageCost): StageCost {
  return {
    seconds: a.seconds + b.seconds,
    tokens: a.tokens + b.tokens,
    promptTokens: a.promptTokens + b.promptTokens,
    dollars: a.dollars + b.dollars,
    completions: a.completions + b.completions,
    flops: a.flops + b.flops,
    peakMemoryBytes: Math.max(a.peakMemoryBytes, b.peakMemoryBytes),
  }
}

function madeWith(): Record<string, string> {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
  }
}

/** What a stage is given, by input name. */
export type GivenInputs = Pick<StageContext, 'inputs' | 'models'>

/** Returns what a stage is given, once the artifacts it takes are in their directories. */
export function givenInputs(
  { definition, inputs }: PlannedStage,
  directoryOf: (key: string) => string,
): GivenInputs {
  const pathOf = (input: PathInput): string =>
    'from' in input ? join(directoryOf(input.from.key), input.path) : input.path
  const given: GivenInputs = { inputs: {}, models: {} }
  for (const [name, planned] of Object.entries(inputs)) {
    if (definition.inputs[name]?.kind === 'model')
      given.models[name] = planned.map((input) =>
        'model' in input ? input.model : readModelRef(pathOf(input)),
      )
    else given.inputs[name] = planned.map((input) => pathOf(input as PathInput))
  }
  return given
}
