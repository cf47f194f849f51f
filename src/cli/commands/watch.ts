/** `reckoner watch`: what a run in another process is doing, or how it ended. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { AppError, DataError, isoNow, type Task } from '../../core/index.ts'
import { eventsFile, followRun, type RunEnd } from '../../recipe/index.ts'
import { drive } from '../drive.ts'
import { withInterimResults } from '../interim-results.ts'
import { print } from '../output.ts'
import { runDirectories } from '../run-directories.ts'
import { readResults, resultsText } from '../run-results.ts'

export function watchCommand(): Command {
  return new Command('watch')
    .description('Follow a run that goes on in another process, or see how it ended.')
    .argument('<run>', 'the directory of a run, or the name of its recipe: its latest run')
    .option('--runs <directory>', 'the directory of runs', 'runs')
    .option('--json', 'print the events of the run on standard output, one JSON object a line')
    .addHelpText(
      'after',
      '\nOnly files are read, so the run is not slowed, and Ctrl-C ends nothing but the watching.\n\n' +
        'Exit status: 0 when the run has finished, 1 when it failed, was interrupted or died.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  reckoner watch quickstart\n  reckoner watch runs/quickstart-1a2b3c4d --json',
    )
    .action(async (run: string, { runs, json }: { runs: string; json?: boolean }) => {
      const directory = latest(runDirectories(run, runs))
      // Times are those of the events: what happened before has its true duration.
      const clock = { at: isoNow() }
      const end = await drive(
        (signal) => {
          const task = timed(followRun(directory, signal), clock)
          return json ? task : withInterimResults(task, directory)
        },
        { json, now: () => Date.parse(clock.at), stopping: 'no longer watching: the run goes on' },
      )
      if (end.type === 'run-error')
        throw new AppError(end.code, ended(end), end.hint === undefined ? {} : { hint: end.hint })
      if (!json) await printResults(directory)
    })
}

/** The run has finished, whatever has become of its results since. */
async function printResults(directory: string): Promise<void> {
  try {
    await print(`\n${resultsText(readResults(directory), directory, process.stdout)}`)
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    process.stderr.write(`warning: ${error.message}\n`)
  }
}

/** The directory whose events are the newest. */
function latest(directories: readonly string[]): string {
  const changedMs = (directory: string): number => statSync(join(directory, eventsFile)).mtimeMs
  return directories.toSorted((a, b) => changedMs(b) - changedMs(a))[0]!
}

/** Passes events on, and sets the clock to each. */
async function* timed(task: Task<RunEnd>, clock: { at: string }): Task<RunEnd> {
  try {
    for (;;) {
      const step = await task.next()
      if (step.done) return step.value
      clock.at = step.value.at ?? clock.at
      yield step.value
    }
  } finally {
    await task.return(undefined as never)
  }
}

function ended({ code, message }: Extract<RunEnd, { type: 'run-error' }>): string {
  if (code === 'cancelled') return 'the run was interrupted'
  return code === 'died' ? message : `the run failed: ${message}`
}
