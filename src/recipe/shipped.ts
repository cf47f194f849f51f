/** What comes with the package: recipes and models, found by name. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory that holds package.json, whether this file runs from `src` or from `dist`. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

export function shippedRecipes(): string[] {
  return namesIn('recipes')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
}

export function shippedModels(): string[] {
  return namesIn('models').filter((name) =>
    existsSync(join(packageRoot, 'models', name, 'config.json')),
  )
}

/** The file of a recipe given by shipped name or by path. */
export function recipePath(nameOrPath: string): string {
  return shippedRecipes().includes(nameOrPath)
    ? join(packageRoot, 'recipes', `${nameOrPath}.yaml`)
    : nameOrPath
}

/** The directory of a model given by shipped name or by path. */
export function modelPath(nameOrPath: string): string {
  return shippedModels().includes(nameOrPath) ? join(packageRoot, 'models', nameOrPath) : nameOrPath
}

function namesIn(folder: string): string[] {
  const directory = join(packageRoot, folder)
  return existsSync(directory) ? readdirSync(directory).toSorted() : []
}
