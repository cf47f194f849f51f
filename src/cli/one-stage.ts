/**
 * Runs a single stage, or a few, as a recipe of its own, so that a command resumes, caches and
 * accounts as a recipe does.
 */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from '../core/index.ts'
import {
  examplesPath,
  parseRecipe,
  runRecipe,
  shippedExamples,
  type Recipe,
} from '../recipe/index.ts'
import {
  modelRefFault,
  modelRefText,
  readModelRef,
  servedRefHint,
  shippedModels,
  type ModelRef,
} from '../sample/index.ts'
import { drive } from './drive.ts'
import { printForecast } from './print-forecast.ts'

/** A field of the stage, and the option that gave it, for messages. */
export interface GivenField {
  value: unknown
  option: string
}

export interface OneStage {
  kind: string
  seed: number
  /** Inputs and settings by name. */
  fields: Readonly<Record<string, GivenField>>
  /** Further settings as `key=value`, the value in YAML. */
  set: readonly string[]
  runs: string
  json?: boolean | undefined
  /** Dollars. */
  budget?: number | undefined
}

/**
 * Returns the directory of the artifact. @throws ConfigError that names the option which is wrong
 */
export async function runOneStage(stage: OneStage): Promise<string> {
  const { recipe, id } = oneStageRecipe(stage)
  return runForStage(recipe, id, stage)
}

/** Prints what the stage would ask of servers. @throws as `runOneStage` */
export const planOneStage = async (stage: OneStage): Promise<void> =>
  printForecast(oneStageRecipe(stage).recipe, stage)

function oneStageRecipe({ kind, seed, fields, set }: OneStage): { recipe: Recipe; id: string } {
  const name = kind.replaceAll('.', '-')
  const given = Object.entries(fields)
  const stage = {
    id: name,
    stage: kind,
    ...Object.fromEntries(given.map(([field, { value }]) => [field, value])),
  }
  const recipe = { name, description: `one stage: ${kind}`, seeds: [seed], stages: [stage] }
  const parsed = parseRecipe(JSON.stringify(recipe), resolve(`${name}.yaml`), {
    overrides: set,
    command: {
      stage: name,
      options: Object.fromEntries(given.map(([field, { option }]) => [field, option])),
      hint: `\`reckoner stages ${kind}\` lists every setting with its range.`,
    },
  }) // JSON is YAML
  return { recipe: parsed, id: name }
}

export interface SeveralStages {
  name: string
  seed: number
  /** As in a recipe, with paths from the root; the last one makes what is returned. */
  stages: readonly { id: string; stage: string; [field: string]: unknown }[]
  runs: string
  /** Dollars. */
  budget?: number | undefined
}

/** Runs stages as a recipe. Returns the directory of the last one's artifact. */
export const runStages = async (several: SeveralStages): Promise<string> =>
  runForStage(severalStagesRecipe(several), several.stages.at(-1)!.id, several)

/** Prints what the stages would ask of servers. */
export const planStages = async (
  several: SeveralStages,
  json: boolean | undefined,
): Promise<void> => printForecast(severalStagesRecipe(several), { runs: several.runs, json })

function severalStagesRecipe({ name, seed, stages }: SeveralStages): Recipe {
  const recipe = { name, description: `stages of ${name}`, seeds: [seed], stages }
  return parseRecipe(JSON.stringify(recipe), resolve(`${name}.yaml`))
}

/** Runs a recipe of one seed. Returns the directory of a stage's artifact. */
async function runForStage(
  recipe: Recipe,
  id: string,
  { runs, json, budget }: Pick<OneStage, 'runs' | 'json' | 'budget'>,
): Promise<string> {
  const { runDirectory } = await drive(
    (signal) => runRecipe(recipe, { runsDirectory: runs, signal, budget }),
    { json },
  )
  const names = await readdir(runDirectory)
  return join(
    runDirectory,
    names.find((name) => name === id || name.startsWith(`${id}@`))!,
  )
}

/** A field whose value an option gave. */
export const givenBy = (option: string, value: unknown): GivenField => ({
  value,
  option: `${option} ${String(value)}`,
})

/**
 * A field whose value is the absolute path of an existing file or directory, or of several. @throws
 * ConfigError that names the option
 */
export function pathGivenBy(option: string, paths: string | readonly string[]): GivenField {
  const shown = `${option} ${[paths].flat().join(' ')}`
  for (const path of [paths].flat())
    if (!existsSync(path))
      throw new ConfigError(`${option} ${path}: there is no such file`, {
        hint: 'Name a file that exists.',
      })
  return {
    value: typeof paths === 'string' ? resolve(paths) : paths.map((path) => resolve(path)),
    option: shown,
  }
}

/**
 * A field whose value is a file of solved examples, given by shipped name or path. @throws
 * ConfigError that names the option
 */
export function examplesGivenBy(option: string, nameOrPath: string): GivenField {
  const path = examplesPath(nameOrPath)
  if (existsSync(path)) return { value: path, option: `${option} ${nameOrPath}` }
  throw new ConfigError(`${option} ${nameOrPath}: there is no such file`, {
    hint: `Name a file of training rows, or shipped examples: ${shippedExamples.join(', ')}`,
  })
}

/**
 * A field whose value is a model, given by shipped name or directory. @throws ConfigError that
 * names the option
 */
export const modelGivenBy = (option: string, nameOrPath: string): GivenField => ({
  value: modelRefText(namedModel(nameOrPath, option)),
  option: `${option} ${nameOrPath}`,
})

/** The model that an option names. @throws ConfigError when there is none */
export function namedModel(nameOrPath: string, option = '--model'): ModelRef {
  const ref = readModelRef(nameOrPath)
  const fault = modelRefFault(ref)
  if (fault === null) return ref // what it holds is told by who reads it
  if (ref.scheme === 'served')
    throw new ConfigError(`${option} ${nameOrPath}: ${fault}`, { hint: servedRefHint })
  throw new ConfigError(`${option} ${nameOrPath}: there is no such model`, {
    hint: `Name a directory, or a shipped model: ${shippedModels().join(', ')}`,
  })
}
