/** Passes the events of a stage on, with what it says beside them, and ends it on Ctrl-C. */
import {
  AppError,
  CancelledError,
  throwIfCancelled,
  type RunEvent,
  type Task,
} from '../core/index.ts'

type Note = RunEvent & { type: 'note' }

/** What a stage says while it waits for something, and sends no events. */
export class Asides {
  readonly #notes: Note[] = []
  #wake: () => void = () => {}

  say(level: Note['level'], message: string): void {
    this.#notes.push({ type: 'note', level, message })
    this.#wake()
  }

  /** Resolves as soon as there is something. */
  async any(): Promise<void> {
    if (this.#notes.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
  }

  /** Returns what has been said since the last call. */
  take(): Note[] {
    return this.#notes.splice(0)
  }
}

/** Conditions of a stage, and what is done after each of its steps. */
export interface Supervision {
  signal: AbortSignal
  asides: Asides
  onStep: () => Promise<void>
}

/**
 * Passes a stage's events on, and what it says beside them at once. When `signal` is aborted the
 * stage gets one more step, in which it may save its work and throw; a stage that goes on
 * regardless is ended there. Whatever it throws then is a `CancelledError`.
 */
export async function* supervised(
  task: Task<void>,
  { signal, asides, onStep }: Supervision,
): Task<void> {
  let wasAborted = signal.aborted
  throwIfCancelled(signal)
  try {
    for (;;) {
      const next = task.next()
      const isOver = next.then(() => true)
      while (!(await Promise.race([isOver, asides.any().then(() => false)]))) yield* asides.take()
      const step = await next
      if (!step.done && wasAborted) throwIfCancelled(signal)
      wasAborted = signal.aborted
      yield* asides.take()
      await onStep()
      if (step.done) return
      yield step.value
    }
  } catch (error) {
    // It may say why, also while it tidies up: of two errors the first is told.
    await task.return().catch(() => {})
    yield* asides.take()
    if (signal.aborted && !(error instanceof AppError))
      throw new CancelledError('interrupted', { cause: error })
    throw error
  } finally {
    await task.return()
  }
}
