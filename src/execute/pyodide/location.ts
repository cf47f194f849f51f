/** Where Pyodide is installed, and which version it is. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export const pyodideDirectory = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))

export const { version: pyodideVersion } = JSON.parse(readFileSync(join(pyodideDirectory, 'package.json'), 'utf8')) as {
  version: string
}
