/** Several streams as one. */

/**
 * Yields what `sources` yield, as it comes. The first error ends the stream with that error; then,
 * as when the caller leaves early, the sources are told to return and not waited for: whoever made
 * them must be able to stop them.
 */
export async function* merge<T>(
  sources: readonly AsyncGenerator<T, unknown, void>[],
): AsyncGenerator<T, void, void> {
  type Step = { source: AsyncGenerator<T, unknown, void>; result: IteratorResult<T, unknown> }
  const next = async (source: AsyncGenerator<T, unknown, void>): Promise<Step> => ({
    source,
    result: await source.next(),
  })
  const pending = new Map(sources.map((source) => [source, next(source)]))
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values())
      if (result.done) {
        pending.delete(source)
        continue
      }
      pending.set(source, next(source))
      yield result.value
    }
  } finally {
    for (const [source, step] of pending) {
      step.catch(() => {}) // its error, if it comes, has no reader any more
      source.return(undefined).catch(() => {})
    }
  }
}
