/** Chooses how a run's events are shown. */
import { monotonicMs } from '../../core/index.ts'
import { standardOutput } from '../output.ts'
import { harmlessValue } from './harmless.ts'
import { jsonRenderer } from './json.ts'
import { plainRenderer } from './plain.ts'
import type { Output, Renderer } from './renderer.ts'
import { richRenderer } from './rich.ts'

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
  const renderer = live ? richRenderer(stderr, now) : plainRenderer(stderr, now)
  return { ...renderer, event: (event) => renderer.event(harmlessValue(event)) }
}
