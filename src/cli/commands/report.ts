/** `reckoner report`: the results of a finished run. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { ConfigError, DataError } from '../../core/index.ts'
import { resultsSchema, type Results } from '../../evaluate/index.ts'
import { print } from '../output.ts'
import { displayPath } from '../render/path.ts'
import { resultsTable } from '../render/results-table.ts'
import { styleFor } from '../render/style.ts'

export function reportCommand(): Command {
  return new Command('report')
    .description('Print the results of a finished run, and the path of its report.')
    .argument('<run>', 'the directory of a run, or the name of its recipe')
    .option('--runs <directory>', 'the directory of runs', 'runs')
    .addHelpText('after', '\nExample:\n  reckoner report quickstart')
    .action(async (run: string, { runs, json }: { runs: string; json?: boolean }) => {
      const directory = runDirectory(run, runs)
      const results = readResults(directory)
      if (json) await print(`${JSON.stringify(results)}\n`)
      else
        await print(
          `${resultsTable(results, styleFor(process.stdout))}\nreport: ${displayPath(join(directory, 'report.html'))}\n`,
        )
    })
}

function runDirectory(run: string, runs: string): string {
  if (existsSync(join(run, 'events.jsonl'))) return run
  const names = existsSync(runs)
    ? readdirSync(runs).filter((name) => existsSync(join(runs, name, 'events.jsonl')))
    : []
  const matching = names.filter((name) => name === run || name.replace(/-[0-9a-f]{8}$/, '') === run)
  if (matching.length === 1) return join(runs, matching[0]!)
  if (matching.length > 1) {
    throw new ConfigError(`there are several runs of ${run}: ${matching.join(', ')}`, {
      hint: `Name one of them: reckoner report ${matching[0]}`,
    })
  }
  throw new ConfigError(
    `there is no run ${run} in ${runs}${names.length > 0 ? ` (there are: ${names.join(', ')})` : ''}`,
    {
      hint: 'Name the directory of a run, or give the directory of all runs with --runs.',
    },
  )
}

function readResults(directory: string): Results {
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
