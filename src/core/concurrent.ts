/** Work on several items at once, results in the order of the items. */
import { throwIfCancelled } from './throw-if-cancelled.ts'

/**
 * Yields `work(item)` for each item, in their order, with at most `limit` under way or waiting to
 * be taken. Items are drawn as places come free, so a source may be endless; a result is yielded as
 * soon as it is next, also while the source is silent.
 * @throws what the source or `work` throws, when it is that item's turn; CancelledError when
 * `signal` is aborted (work under way is to see to that itself)
 */
export async function* mapConcurrent<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  { limit, signal }: { limit: number; signal?: AbortSignal | undefined },
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const source =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const results: Promise<R>[] = []
  let isDrained = false
  let wake: () => void = () => {}

  const draw = async (): Promise<void> => {
    try {
      while (!isDrained && results.length < limit) {
        const step = await source.next()
        if (step.done) isDrained = true
        else results.push(handled(work(step.value)))
        wake()
      }
    } catch (error) {
      isDrained = true
      results.push(handled(Promise.reject<R>(error as Error)))
      wake()
    }
  }

  const onAbort = (): void => wake()
  signal?.addEventListener('abort', onAbort)
  let drawing: Promise<void> | undefined
  try {
    for (;;) {
      throwIfCancelled(signal)
      drawing ??= draw().finally(() => (drawing = undefined))
      if (results.length > 0) {
        yield await results[0]!
        void results.shift()
      } else if (isDrained) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    isDrained = true
    signal?.removeEventListener('abort', onAbort)
    // Not waited for: a source that is silent would hold up whoever has seen enough.
    Promise.resolve(source.return?.()).catch(() => {})
  }
}

/** A rejection is seen when it is the item's turn; until then it is no unhandled one. */
function handled<R>(promise: Promise<R>): Promise<R> {
  promise.catch(() => {})
  return promise
}

/**
 * Yields what `work` tells of the items, as it comes: with at most `limit` of them under way, and
 * in no order. Where one fails, no other is begun, and what is under way comes to its end first.
 * @throws what the first that failed has thrown
 */
export async function* asTheyCome<Item, Told>(
  items: Iterable<Item>,
  { limit }: { limit: number },
  work: (item: Item, tell: (told: Told) => void) => Promise<void>,
): AsyncGenerator<Told, void, void> {
  const told: Told[] = []
  let underWay = 0
  let failure: { error: unknown } | undefined
  let wake: () => void = () => {}
  const source = items[Symbol.iterator]()
  let isDrained = false
  const begin = (): void => {
    while (!isDrained && !failure && underWay < limit) {
      const step = source.next()
      if (step.done) {
        isDrained = true
        return
      }
      underWay++
      work(step.value, (each) => {
        told.push(each)
        wake()
      })
        .catch((error: unknown) => void (failure ??= { error }))
        .finally(() => {
          underWay--
          wake()
        })
    }
  }
  try {
    for (;;) {
      yield* told.splice(0)
      begin() // places may have come free in the meantime
      if (told.length > 0) continue
      if (underWay === 0) break
      await new Promise<void>((resolve) => (wake = resolve))
    }
    if (failure) throw failure.error
  } finally {
    isDrained = true
  }
}
