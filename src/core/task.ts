/** Long work as an async generator: it yields events and returns its result. */
import type { RunEvent } from './event.ts'

/** Work in progress. Compose with `yield*`; run with `drain`. */
export type Task<T> = AsyncGenerator<RunEvent, T, void>

/** Runs `task` to its end, hands each event to `onEvent`, and returns the task's result. */
export async function drain<T>(
  task: Task<T>,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<T> {
  for (;;) {
    const step = await task.next()
    if (step.done) return step.value
    onEvent(step.value)
  }
}
