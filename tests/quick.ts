/**
 * What `npm test` takes: every test file, but of those named here only the slice that the commit
 * draws. Inside the other files, `sliceOf` takes a slice of what is long. `npm run test:all` takes
 * all of everything.
 */
import { execFileSync } from 'node:child_process'
import { sliceOf } from './support/slice-of.ts'

/** Each commit draws one slice of so many of the long files. */
export const fileSlices = 8

/** Test files that take long and are no list of cases, the longest first. */
export const longFiles: readonly string[] = [
  'tests/e2e/axes.test.ts',
  'tests/execute/place.test.ts',
  'tests/answers/audit.test.ts',
  'tests/execute/pool.test.ts',
  'tests/real-data.test.ts',
  'tests/execute/program-reports.test.ts',
  'tests/e2e/inspect.test.ts',
  'tests/e2e/real-model.test.ts',
  'src/execute/linux/linux.test.ts',
  'tests/e2e/prompt-format.test.ts',
  'tests/e2e/few-shot.test.ts',
  'tests/e2e/evaluators.test.ts',
  'tests/e2e/solver.test.ts',
  'tests/e2e/programs.test.ts',
  'tests/e2e/recipe-page.test.ts',
  'tests/execute/deadlines.test.ts',
  'tests/real-verdicts.test.ts',
  'tests/execute/soak.test.ts',
  'tests/real-choices.test.ts',
  'tests/real-selection.test.ts',
  'tests/e2e/dispose-in-flight.test.ts',
  'tests/e2e/interrupt.test.ts',
  'tests/e2e/watch.test.ts',
  'tests/execute/verify-programs.test.ts',
  'tests/e2e/steps.test.ts',
  'tests/e2e/chat-template.test.ts',
  'tests/execute/interrupted-growth.test.ts',
  'tests/e2e/tiny.test.ts',
  'tests/e2e/crash.test.ts',
  'tests/e2e/data.test.ts',
  'tests/e2e/verify-package.test.ts',
  'tests/e2e/options.test.ts',
  'tests/e2e/output.test.ts',
  'tests/execute/bad-input.test.ts',
  'tests/execute/channels.test.ts',
  'tests/execute/function-table.test.ts',
  'tests/execute/program-answers.test.ts',
  'tests/execute/pyodide-surroundings.test.ts',
  'tests/answers/pathological.test.ts',
]

/** Returns the long files that a draw leaves out; none where it is `all`. */
export function leftOut(draw: string): string[] {
  const taken = new Set(sliceOf(longFiles, fileSlices, draw))
  return longFiles.filter((path) => !taken.has(path))
}

/** Returns the draw of the commit that is checked out; 0 where there is none. */
export function commitDraw(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return '0'
  }
}
