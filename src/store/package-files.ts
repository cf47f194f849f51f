/** What comes with the package, such as its recipes and models. */
import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory that holds package.json, whether this file runs from `src` or from `dist`. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The sorted paths of what is below one of its folders, with `/` between their names; none where
 * the folder is missing.
 */
export function packageFiles(folder: string): string[] {
  const directory = join(packageRoot, folder)
  if (!existsSync(directory)) return []
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return paths.map((path) => path.replaceAll(sep, '/')).toSorted()
}
