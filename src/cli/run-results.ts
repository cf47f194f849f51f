/** The results of a run directory, read and shown. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '../core/index.ts'
import { resultsSchema, type Results } from '../evaluate/index.ts'
import { solverFile } from '../infer/index.ts'
import { harmlessValue } from './render/harmless.ts'
import { displayPath } from './render/path.ts'
import type { Output } from './render/renderer.ts'
import { resultsTable } from './render/results-table.ts'
import { styleFor } from './render/style.ts'

/** Returns the tables of a run, where its report is, and how the solvers that it made are asked. */
export function resultsText(results: Results, directory: string, output: Output): string {
  const report = displayPath(join(directory, 'report.html'))
  const solvers = solversIn(directory).map(
    (path) => `solver: reckoner solve "…" --model ${displayPath(path)}\n`,
  )
  return `${resultsTable(harmlessValue(results), styleFor(output))}\nreport: ${report}\n${solvers.join('')}`
}

/** The artifacts in a run directory that are solvers: what `infer.choose` made, for each seed. */
const solversIn = (directory: string): string[] =>
  readdirSync(directory)
    .toSorted()
    .map((name) => join(directory, name))
    .filter((path) => existsSync(join(path, solverFile)))

/**
 * Returns the results that a run directory holds. @throws DataError where there are none yet, or
 * what is there is something else
 */
export function readResults(directory: string): Results {
  const file = join(directory, 'results.json')
  if (!existsSync(file)) {
    throw new DataError(`${directory} has no results yet`, {
      hint: `Finish the run: reckoner run ${displayPath(join(directory, 'recipe.yaml'))}`,
    })
  }
  try {
    return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new DataError(`${file} is not the results of a run`, {
      cause: error,
      hint: 'Run the recipe again: finished stages are not repeated.',
    })
  }
}
