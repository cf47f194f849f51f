/** Models that come with the package, found by name. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageFiles, packageRoot } from '../store/index.ts'

const directoryOf = (name: string): string => join(packageRoot, 'models', name)

export function shippedModels(): string[] {
  return packageFiles('models').filter((name) => existsSync(join(directoryOf(name), 'config.json')))
}

/** The directory of a shipped model; `undefined` for any other name. */
export function shippedModel(name: string): string | undefined {
  return shippedModels().includes(name) ? directoryOf(name) : undefined
}
