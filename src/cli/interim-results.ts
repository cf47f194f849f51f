/** The results that a run has before it has all: shown as they come. */
import type { Task } from '../core/index.ts'
import { readResults, resultsText } from './run-results.ts'

/**
 * Passes events on, and shows what there is after each seed and when the run was stopped. Results
 * that were replaced in the meantime are not shown. `directory` is where they are read.
 */
export async function* withInterimResults<T>(task: Task<T>, directory?: string): Task<T> {
  try {
    for (;;) {
      const step = await task.next()
      if (step.done) return step.value
      yield step.value
      if (step.value.type !== 'results' || step.value.soFar === undefined) continue
      const home = directory ?? step.value.runDirectory
      const results = readResults(home)
      if (results.soFar !== step.value.soFar) continue
      process.stderr.write(`\n${resultsText(results, home, process.stderr)}\n`)
    }
  } finally {
    await task.return(undefined as never)
  }
}
