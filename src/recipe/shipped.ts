/** Recipes that come with the package, found by name. */
import { join } from 'node:path'
import { packageFiles, packageRoot } from '../store/index.ts'

const FOLDER = 'recipes'

/** Their names: `quickstart`, and `http/evaluate` of those in a folder. */
export function shippedRecipes(): string[] {
  return packageFiles(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
}

/** The file of a recipe given by shipped name or by path. */
export function recipePath(nameOrPath: string): string {
  return shippedRecipes().includes(nameOrPath)
    ? join(packageRoot, FOLDER, `${nameOrPath}.yaml`)
    : nameOrPath
}
