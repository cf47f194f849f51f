/** Runs a single stage as a recipe of its own, so that a command resumes, caches and accounts as a recipe does. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from '../core/index.ts'
import { modelPath, parseRecipe, runRecipe, shippedModels } from '../recipe/index.ts'
import { drive } from './drive.ts'

export interface OneStage {
  kind: string
  seed: number
  /** Inputs and settings by name; those that are undefined keep their defaults. */
  fields: Readonly<Record<string, unknown>>
  /** Further settings as `key=value`, the value in YAML. */
  set: readonly string[]
  runs: string
  json?: boolean | undefined
}

/** Returns the directory of the artifact. @throws ConfigError when a field is wrong */
export async function runOneStage({ kind, seed, fields, set, runs, json }: OneStage): Promise<string> {
  const name = kind.replaceAll('.', '-')
  const recipe = { name, description: `one stage: ${kind}`, seeds: [seed], stages: [{ id: name, stage: kind, ...fields }] }
  const overrides = set.map((entry) => `${name}.${entry}`)
  const parsed = parseRecipe(JSON.stringify(recipe), resolve(`${name}.yaml`), { overrides }) // JSON is YAML
  const { runDirectory } = await drive((signal) => runRecipe(parsed, { runsDirectory: runs, signal }), { json })
  const entries = await readdir(runDirectory, { withFileTypes: true })
  return join(runDirectory, entries.find((entry) => entry.isDirectory())!.name)
}

/** The absolute path of a model given by shipped name or directory. @throws ConfigError when there is none */
export function absoluteModel(nameOrPath: string): string {
  const path = resolve(modelPath(nameOrPath))
  if (existsSync(path)) return path
  throw new ConfigError(`there is no model ${nameOrPath}`, {
    hint: `Name a directory, or one that is shipped: ${shippedModels().join(', ')}`,
  })
}
