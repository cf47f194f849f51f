/** The directories of runs, found by what a user calls a run. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../core/index.ts'
import { eventsFile } from '../recipe/index.ts'

/**
 * Returns the directories of a run that is given by its directory, its directory's name in `runs`,
 * or its recipe's name, of which there may be several.
 * @throws ConfigError where there is none
 */
export function runDirectories(run: string, runs: string): string[] {
  if (existsSync(join(run, eventsFile))) return [run]
  const names = existsSync(runs)
    ? readdirSync(runs).filter((name) => existsSync(join(runs, name, eventsFile)))
    : []
  const matching = names.filter((name) => name === run || name.replace(/-[0-9a-f]{8}$/, '') === run)
  if (matching.length > 0) return matching.map((name) => join(runs, name))
  throw new ConfigError(
    `there is no run ${run} in ${runs}${names.length > 0 ? ` (there are: ${names.join(', ')})` : ''}`,
    {
      hint: 'Name the directory of a run, or give the directory of all runs with --runs.',
    },
  )
}
