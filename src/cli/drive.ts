/** Runs a command's task: shows its events, and stops it on Ctrl-C. */
import { drain, monotonicMs, type Task } from '../core/index.ts'
import { chooseRenderer } from './render/choose-renderer.ts'

interface DriveOptions {
  json?: boolean | undefined
  /** What the first Ctrl-C is answered with. */
  stopping?: string
  /** The time of an event in milliseconds; that at which it is shown where absent. */
  now?: () => number
}

const keeping =
  'stopping: finished work is kept, and the same command will continue from it (press Ctrl-C again to stop at once)'

/**
 * Returns the task's result. The first SIGINT or SIGTERM aborts the signal, so that the task can
 * save its work and fail with `CancelledError`; the second ends the process at once.
 */
export async function drive<T>(
  start: (signal: AbortSignal) => Task<T>,
  { json = false, stopping = keeping, now = monotonicMs }: DriveOptions,
): Promise<T> {
  const controller = new AbortController()
  const renderer = chooseRenderer(json, { now })
  const onSignal = (): void => {
    renderer.end()
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write(`${stopping}\n`)
    controller.abort()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, onSignal)
  try {
    return await drain(start(controller.signal), (event) => renderer.event(event))
  } finally {
    renderer.end()
    for (const signal of signals) process.off(signal, onSignal)
  }
}
