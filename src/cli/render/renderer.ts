/** What shows a run's events, and which of the three does. */
import { monotonicMs, type RunEvent } from '../../core/index.ts'
import { standardOutput } from '../output.ts'
import { jsonRenderer } from './json.ts'
import { plainRenderer } from './plain.ts'
import { richRenderer } from './rich.ts'

export interface Renderer {
  event(event: RunEvent): void
  /** Leaves the terminal as it should be, whether the work ended or failed. */
  end(): void
}

/** The part of a terminal stream that renderers need. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
  hasColors?(): boolean
}

/**
 * JSON lines on `stdout` when asked for; else progress on `stderr`, drawn live where it is a
 * terminal that can.
 */
export function chooseRenderer(
  json: boolean,
  {
    stdout = standardOutput,
    stderr = process.stderr,
    now = monotonicMs,
  }: { stdout?: Output; stderr?: Output; now?: () => number } = {},
): Renderer {
  if (json) return jsonRenderer(stdout)
  const live = stderr.isTTY === true && process.env.TERM !== 'dumb' && !process.env.CI
  return live ? richRenderer(stderr, now) : plainRenderer(stderr, now)
}
