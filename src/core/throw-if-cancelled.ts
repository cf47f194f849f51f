/** The way long work notices that it is to stop. */
import { CancelledError } from './error.ts'

/** Throws `CancelledError` when `signal` was aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError('interrupted', { cause: signal.reason })
}
