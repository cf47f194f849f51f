/** What is to happen when a signal is aborted that thousands of requests share. */

const listeners = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `listener` once the signal is aborted; not for one that is aborted already. Returns what
 * forgets it. Adding to a signal and removing from it takes longer the more listeners it has, so it
 * gets only one.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (!signal) return () => {}
  const all = listeners.get(signal) ?? listenedTo(signal)
  all.add(listener)
  return () => void all.delete(listener)
}

function listenedTo(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>()
  listeners.set(signal, all)
  const callAll = (): void => {
    for (const listener of all) listener()
    all.clear()
  }
  signal.addEventListener('abort', callAll, { once: true })
  return all
}
