/** `reckoner report`: the results of a finished run. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { print } from '../output.ts'
import { readResults, resultsText } from '../run-results.ts'

export function reportCommand(): Command {
  return new Command('report')
    .description('Print the results of a finished run, and the path of its report.')
    .argument('<run>', 'the directory of a run, or the name of its recipe')
    .option('--runs <directory>', 'the directory of runs', 'runs')
    .option('--json', 'print the results as JSON: the content of results.json')
    .addHelpText('after', '\nExample:\n  reckoner report quickstart')
    .action(async (run: string, { runs, json }: { runs: string; json?: boolean }) => {
      const directory = runDirectory(run, runs)
      const results = readResults(directory)
      await print(
        json ? `${JSON.stringify(results)}\n` : resultsText(results, directory, process.stdout),
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
