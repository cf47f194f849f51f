/** Completions and the verdicts on them, which are kept in files of their own. */
import { DataError, type Completion, type GradedCompletion, type Verdict } from '../core/index.ts'

/**
 * Yields each completion with its verdict; `null` where it has none. Verdicts come in the order of
 * their completions, as `verify` writes them, so that neither file is held in memory. @throws
 * DataError for a verdict without its completion
 */
export async function* joinVerdicts(
  completions: AsyncIterable<Completion> | Iterable<Completion>,
  verdicts: AsyncIterable<Verdict> | Iterable<Verdict>,
): AsyncGenerator<GradedCompletion, void, void> {
  const source = iteratorOf(verdicts)
  try {
    let next = await source.next()
    for await (const completion of completions) {
      const isItsOwn = !next.done && areOfOne(completion, next.value)
      yield { completion, verdict: isItsOwn ? next.value! : null }
      if (isItsOwn) next = await source.next()
    }
    if (next.done) return
    const { problemId, index } = next.value
    throw new DataError(
      `there is a verdict on completion ${index} of problem "${problemId}", but no such completion`,
      {
        hint: 'Give the verdicts that `verify` made of these completions, in the same order.',
      },
    )
  } finally {
    await source.return?.()
  }
}

const iteratorOf = <T>(items: AsyncIterable<T> | Iterable<T>): AsyncIterator<T> | Iterator<T> =>
  Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()

function areOfOne(completion: Completion, verdict: Verdict): boolean {
  return (
    completion.problemId === verdict.problemId &&
    completion.index === verdict.index &&
    completion.modelId === verdict.modelId &&
    completion.seed === verdict.seed
  )
}
