/**
 * What the offline commands share: reading records past bad lines, writing them, and saying at the
 * end what was left out.
 */
import { resolve } from 'node:path'
import type { z } from 'zod'
import { ConfigError, DataError, counted, describeError } from '../core/index.ts'
import {
  lineError,
  readProblems,
  readRecords,
  sourceName,
  type RecordEntry,
} from '../data/index.ts'
import { openAtomicWriter } from '../store/index.ts'
import { withGold, type GradableProblem } from '../verify/index.ts'
import { print, standardOutput } from './output.ts'

/**
 * Collects bad lines: each is printed when it is met, and the command fails at its end, after
 * everything else was done.
 */
export interface Faults {
  report(error: DataError): void
  /** @throws DataError with exit status 2 when a line was reported. */
  finish(): void
}

/** Further bad lines are only counted: usually they all have one cause. */
const maxReported = 20

export function createFaults(): Faults {
  let count = 0
  return {
    report(error) {
      count++
      if (count <= maxReported) process.stderr.write(`${describeError(error)}\n`)
      if (count === maxReported) process.stderr.write('further bad lines are not shown\n')
    },
    finish() {
      if (count > 0)
        throw new DataError(
          `${counted(count, 'line was', 'lines were')} left out; all other lines were processed`,
        )
    },
  }
}

/** Yields the good lines; the others are reported. */
export async function* goodLines<T>(
  lines: AsyncIterable<RecordEntry<T>>,
  faults: Faults,
): AsyncGenerator<{ line: number; value: T }> {
  for await (const entry of lines) {
    if ('error' in entry) faults.report(entry.error)
    else yield entry
  }
}

/** Yields the records of a file (`-` for standard input); bad lines are reported. */
export function goodRecords<T>(
  path: string,
  schema: z.ZodType<T>,
  faults: Faults,
): AsyncGenerator<{ line: number; value: T }> {
  return goodLines(readRecords(path, schema), faults)
}

/** Tells a person how a file was understood. */
export function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

/**
 * Reads problems with their gold answers; a problem without a readable one is reported and left
 * out.
 */
export async function readGradableProblems(
  path: string,
  faults: Faults,
): Promise<GradableProblem[]> {
  const problems: GradableProblem[] = []
  for await (const { line, value } of goodLines(readProblems(path, tell), faults)) {
    try {
      problems.push(withGold(value))
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      faults.report(lineError(sourceName(path), line, error.message, error.hint))
    }
  }
  return problems
}

/** A file or standard output that takes one record a line. */
export interface RecordWriter {
  write(record: unknown): Promise<void>
  /** Makes a file appear, with all that was written. */
  commit(): Promise<void>
  /** Forgets a file; what went to standard output is gone. */
  discard(): Promise<void>
}

/** Opens `path` for records, standard output when it is absent or `-`. */
export async function openRecordWriter(path: string | undefined): Promise<RecordWriter> {
  if (isStandard(path))
    return {
      write: (record) => print(`${JSON.stringify(record)}\n`),
      commit: async () => {},
      discard: async () => {},
    }
  const writer = await openAtomicWriter(path)
  return {
    write: (record) => writer.write(`${JSON.stringify(record)}\n`),
    commit: () => writer.commit(),
    discard: () => writer.discard(),
  }
}

/** What goes on after an interruption waits here for the process to end. */
const forever = new Promise<never>(() => {})
const stopSignals = ['SIGINT', 'SIGTERM'] as const
const openWriters = new Set<Promise<RecordWriter>>()
let interrupted = false

/** The first signal stops writing, a second one ends the process at once. */
function interrupt(): void {
  if (interrupted) process.exit(130)
  process.stderr.write('reckoner: interrupted\n')
  stopWriting(130)
}

/** Forgets every file that is being written, then ends the process. */
export function stopWriting(status: number): void {
  interrupted = true
  const discarded = Array.from(openWriters, async (opening) => (await opening).discard())
  void Promise.allSettled(discarded).then(() => process.exit(status))
}

/**
 * Runs `fill` with a writer on `path`: the file appears when it is done, and not at all when it
 * fails or is interrupted.
 */
export async function writeRecords(
  path: string | undefined,
  fill: (write: RecordWriter['write']) => Promise<void>,
): Promise<void> {
  // Signals are heard before the file is there: one that came between would leave it behind.
  if (openWriters.size === 0) for (const signal of stopSignals) process.on(signal, interrupt)
  const opening = openRecordWriter(path)
  openWriters.add(opening)
  try {
    const writer = await opening
    try {
      await fill((record) => (interrupted ? forever : writer.write(record)))
      await (interrupted ? forever : writer.commit())
    } catch (error) {
      await writer.discard()
      throw error
    }
  } finally {
    openWriters.delete(opening)
    if (openWriters.size === 0) for (const signal of stopSignals) process.off(signal, interrupt)
  }
}

/**
 * Tells a person (on stderr) or, with `json`, a program (on stdout, unless records go there) what a
 * command did.
 */
export function printSummary(
  options: { json?: boolean | undefined; out?: string | undefined },
  text: string,
  value: unknown,
): void {
  if (!options.json) process.stderr.write(`${text}\n`)
  else
    (isStandard(options.out) ? process.stderr : standardOutput).write(`${JSON.stringify(value)}\n`)
}

/**
 * @throws ConfigError when more than one input is standard input, one is given twice, or the output
 * would replace one.
 */
export function checkInputs(paths: readonly string[], out?: string): void {
  const replaced = isStandard(out)
    ? undefined
    : paths.find((path) => path !== '-' && resolve(path) === resolve(out))
  if (replaced !== undefined)
    throw new ConfigError(`${replaced} is given both as an input and as the output`, {
      hint: 'Give another file with --out: this one would be overwritten.',
    })
  for (const [index, path] of paths.entries()) {
    if (paths.indexOf(path) < index)
      throw new ConfigError(
        path === '-' ? 'only one input can be standard input' : `${path} is given twice`,
      )
  }
}

/**
 * @throws ConfigError when the file of what is dropped is standard output, an input, or the output
 */
export function checkDropped(inputs: readonly string[], dropped: string, out?: string): void {
  if (isStandard(dropped))
    throw new ConfigError('--dropped needs the name of a file: the records go to standard output')
  checkInputs([...inputs, ...(isStandard(out) ? [] : [out])], dropped)
}

function isStandard(path: string | undefined): path is undefined | '-' {
  return path === undefined || path === '-'
}

/** Yields the values of good lines, without where they stood. */
export async function* valuesOf<T>(
  records: AsyncIterable<{ value: T }>,
): AsyncGenerator<T, void, void> {
  for await (const { value } of records) yield value
}
