/**
 * What a run leaves for others to follow it by: a line for each event, and a small file with the
 * latest progress.
 */
import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  canonicalJson,
  failureOf,
  isoNow,
  monotonicMs,
  sha256,
  StoreError,
  type RunEvent,
  type Task,
} from '../core/index.ts'
import { appendLine, removeTree, replaceFile } from '../store/index.ts'

export const eventsFile = 'events.jsonl'
export const progressFile = 'progress.json'

/** Shortest time between two writings of the progress file. */
const progressIntervalMs = 500

interface RunNames {
  recipe: string
  runDirectory: string
}

/**
 * Passes events on, each with its time and the id of this attempt, and keeps them in the run's
 * directory. What the task throws becomes a last event, `run-error`, and is thrown again.
 */
export async function* logged<T>(task: Task<T>, run: RunNames): Task<T> {
  const runId = newRunId(run)
  const progress = keepLatest(join(run.runDirectory, progressFile))
  const stamped = (event: RunEvent): RunEvent => ({ at: isoNow(), runId, ...event })
  const keep = async (event: RunEvent): Promise<void> => {
    if (event.type === 'progress') return progress.keep(event)
    const appended = appendLine(join(run.runDirectory, eventsFile), JSON.stringify(event))
    // A full disk must not hide the error that is being told.
    await (event.type === 'stage-error' || event.type === 'run-error'
      ? appended.catch(() => {})
      : appended)
  }
  try {
    for (;;) {
      const step = await task.next()
      if (step.done) return step.value
      const event = stamped(step.value)
      await keep(event)
      yield event
    }
  } catch (error) {
    const last = stamped({ type: 'run-error', ...run, ...failureOf(error) })
    await keep(last)
    yield last
    throw error
  } finally {
    await task.return(undefined as never)
    await progress.end()
  }
}

/**
 * Returns 16 hexadecimal digits that no other attempt has: a process does not begin two of one run
 * at once.
 */
function newRunId({ runDirectory }: RunNames): string {
  const attempt = [hostname(), process.pid, runDirectory, isoNow(), monotonicMs()]
  return sha256(canonicalJson(attempt)).slice(0, 16)
}

/**
 * Keeps the latest event in a file, written at most twice a second. The file is removed at the end;
 * after a kill it says how far the work was. A run does not fail if the file cannot be written.
 */
function keepLatest(path: string): { keep(event: RunEvent): void; end(): Promise<void> } {
  let latest: RunEvent
  let writtenMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    clearTimeout(timer)
    timer = undefined
    writtenMs = monotonicMs()
    try {
      replaceFile(path, `${JSON.stringify(latest)}\n`)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }
  return {
    keep: (event) => {
      latest = event
      const restMs = progressIntervalMs - (monotonicMs() - writtenMs)
      if (restMs <= 0) write()
      else timer ??= setTimeout(write, restMs).unref() // the last one of many is written too
    },
    end: async () => {
      clearTimeout(timer)
      await removeTree(path).catch(() => {})
    },
  }
}
