/** What comes with the package, such as its recipes and models. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory that holds package.json, whether this file runs from `src` or from `dist`. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The sorted names in one of its folders; none where the folder is missing. */
export function packageFiles(folder: string): string[] {
  const directory = join(packageRoot, folder)
  return existsSync(directory) ? readdirSync(directory).toSorted() : []
}
