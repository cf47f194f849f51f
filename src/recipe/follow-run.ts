/**
 * Follows a run from its files alone, while it goes on in another process or after it has ended.
 */
import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DataError,
  isoNow,
  runEventSchema,
  throwIfCancelled,
  type RunEvent,
  type Task,
} from '../core/index.ts'
import { guarded, lockHolder } from '../store/index.ts'
import { eventsFile, progressFile } from './run-log.ts'

/** How a run ended. */
export type RunEnd = Extract<RunEvent, { type: 'run-end' | 'run-error' }>

const pollMs = 250

/**
 * Yields the events of the latest attempt at a run, those before now at once, and returns the last
 * one. Where the process that ran it is gone without an end, that is a `run-error` with the code
 * `died`. Of progress, the latest is yielded, up to four times a second. Nothing is written.
 * @throws DataError for a directory in which no run has begun; CancelledError when the signal is
 * aborted
 */
export async function* followRun(directory: string, signal: AbortSignal): Task<RunEnd> {
  const home = await guarded('read', directory, () => realpath(directory))
  const newLines = lineReader(join(home, eventsFile))
  const seen: Seen = {}
  let isToldElsewhere = false
  for (;;) {
    throwIfCancelled(signal)
    // Asked before the events are read: then all that the holder wrote is there to be read.
    const holder = await lockHolder(dirname(home), basename(home))
    if (holder?.host !== undefined && !isToldElsewhere) {
      isToldElsewhere = true
      yield elsewhereNote(holder.host)
    }
    const events = latestAttempt((await newLines()).flatMap(eventIn))
    for (const event of events) {
      note(seen, event)
      yield event
    }
    // Whoever still has the lock may be about to begin the next attempt.
    if (seen.end && (holder === undefined || holder.host !== undefined)) return seen.end
    const progress = await readProgress(join(home, progressFile))
    if (progress && isNews(seen, progress)) {
      note(seen, progress)
      yield progress
    }
    if (holder === undefined && events.length === 0) {
      const end = endOfDead(seen, home)
      yield end
      return end
    }
    if (holder !== undefined) await pause(signal)
  }
}

/** What has been yielded of the latest attempt. */
interface Seen {
  start?: Extract<RunEvent, { type: 'run-start' }>
  stage?: string | undefined
  progress?: Extract<RunEvent, { type: 'progress' }> | undefined
  /** When the latest stage began or ended, or progress was made. */
  at?: string
  end?: RunEnd
}

function note(seen: Seen, event: RunEvent): void {
  switch (event.type) {
    case 'run-start':
      seen.start = event
      seen.stage = undefined
      delete seen.end
      break
    case 'run-end':
    case 'run-error':
      seen.end = event
      break
    case 'stage-start':
      seen.stage = event.stage
      break
    case 'stage-end':
    case 'stage-error':
      seen.stage = undefined
      break
    case 'progress':
      seen.progress = event
      if (event.at !== undefined) seen.at = event.at
      return
    default:
      return
  }
  seen.progress = undefined
  if (event.at !== undefined) seen.at = event.at
}

/** Whether progress is of this attempt, of the stage that goes on, and not the one before again. */
function isNews({ start, stage, at = '' }: Seen, progress: RunEvent): boolean {
  const { runId, at: made = '' } = progress
  return stage !== undefined && runId === start?.runId && made > at
}

/** @throws DataError where nothing was begun */
function endOfDead({ start, stage, progress }: Seen, directory: string): RunEnd {
  if (!start)
    throw new DataError(`no run has begun in ${directory}`, {
      hint: 'Run the recipe first: reckoner run RECIPE',
    })
  const done = progress
    ? `, after ${progress.done}${progress.total === undefined ? '' : ` of ${progress.total}`} ${progress.unit}`
    : ''
  const where = stage === undefined ? 'between two stages' : `in ${stage}${done}`
  return {
    at: isoNow(),
    ...(start.runId !== undefined && { runId: start.runId }),
    type: 'run-error',
    recipe: start.recipe,
    runDirectory: start.runDirectory,
    message: `the run has died ${where}: its process is gone without a word`,
    code: 'died',
    hint: 'Repeat the command that started it: it continues where it stopped.',
  }
}

const elsewhereNote = (host: string): RunEvent => ({
  type: 'note',
  level: 'info',
  message: `the run is on another machine, ${host}: whether its process lives cannot be told from here`,
})

/** The events from the last `run-start` on. */
function latestAttempt(events: readonly RunEvent[]): readonly RunEvent[] {
  const start = events.findLastIndex(({ type }) => type === 'run-start')
  return start === -1 ? events : events.slice(start)
}

/** The event of a line; none in half of a line, which a kill leaves, or of an unknown type. */
function eventIn(line: string): RunEvent[] {
  try {
    const event = JSON.parse(line) as RunEvent
    return runEventSchema.safeParse(event).success ? [event] : []
  } catch {
    return []
  }
}

async function readProgress(path: string): Promise<RunEvent | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return eventIn(text).find(({ type }) => type === 'progress')
}

/** Returns a function that reads the lines which have been ended since it was called last. */
function lineReader(path: string): () => Promise<string[]> {
  let position = 0
  let rest: Buffer = Buffer.alloc(0)
  return () =>
    guarded('read', path, async () => {
      const { size } = await stat(path)
      if (size < position) [position, rest] = [0, Buffer.alloc(0)] // the run was begun anew
      if (size === position) return []
      const parts = [rest]
      for await (const chunk of createReadStream(path, { start: position, end: size - 1 }))
        parts.push(chunk as Buffer)
      position = size
      const bytes = Buffer.concat(parts)
      const end = bytes.lastIndexOf(10) + 1
      rest = bytes.subarray(end)
      return bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
    })
}

/** Returns early when the signal is aborted. */
async function pause(signal: AbortSignal): Promise<void> {
  await sleep(pollMs, undefined, { signal }).catch(() => {})
}
