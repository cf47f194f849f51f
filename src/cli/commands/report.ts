/** `reckoner report`: the results of a finished run. */
import { basename } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../core/index.ts'
import { print } from '../output.ts'
import { runDirectories } from '../run-directories.ts'
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
  const [directory, ...others] = runDirectories(run, runs)
  if (others.length === 0) return directory!
  const names = [directory!, ...others].map((each) => basename(each))
  throw new ConfigError(`there are several runs of ${run}: ${names.join(', ')}`, {
    hint: `Name one of them: reckoner report ${names[0]}`,
  })
}
