/** Where Pyodide is installed, and which version it is. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const { resolve } = createRequire(import.meta.url)

export const pyodideDirectory = dirname(resolve('pyodide/package.json'))

export const { version: pyodideVersion } = JSON.parse(
  readFileSync(join(pyodideDirectory, 'package.json'), 'utf8'),
) as {
  version: string
}

/**
 * The same directory by the name under which Node finds it: package managers put links there, and
 * the permission model goes by names.
 */
export function pyodideByName(): string {
  const folders = resolve.paths('pyodide') ?? []
  return (
    folders.map((folder) => join(folder, 'pyodide')).find((folder) => existsSync(folder)) ??
    pyodideDirectory
  )
}
