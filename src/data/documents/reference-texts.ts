/** The texts that documents are to be like. */
import { readProblems } from '../problems.ts'
import { readDocuments } from './read-documents.ts'
import { textOfProblem } from './similarity.ts'

/** Characters of a text that count in a reference. */
const MOST_CHARACTERS = 20_000

/** Files of problems, and of documents (or folders of them). */
export interface ReferenceFiles {
  problems: readonly string[]
  documents: readonly string[]
}

/**
 * Yields the text of each problem and document. @throws DataError for the first row that is
 * neither; documents that are empty, too large or no text are passed over
 */
export async function* referenceTexts({
  problems,
  documents,
}: ReferenceFiles): AsyncGenerator<string, void, void> {
  for (const path of problems)
    for await (const entry of readProblems(path)) {
      if ('error' in entry) throw entry.error
      yield textOfProblem(entry.value)
    }
  for (const path of documents)
    for await (const entry of readDocuments(path)) {
      if ('document' in entry) yield entry.document.text
      else if (entry.dropped === 'unreadable') throw entry.error
    }
}

/**
 * Returns texts of a reference that stand in equal distances: all of them where there are fewer
 * than `2 · least`, else at least `least` and fewer than `2 · least`. Of a long text, the first
 * 20 000 characters are taken. So a reference of any size takes bounded memory and time.
 */
export async function evenSample(texts: AsyncIterable<string>, least: number): Promise<string[]> {
  let held: string[] = []
  let distance = 1
  let place = 0
  for await (const text of texts) {
    if (place++ % distance > 0) continue
    held.push(text.slice(0, MOST_CHARACTERS))
    if (held.length < 2 * least) continue
    held = held.filter((_, each) => each % 2 === 0)
    distance *= 2
  }
  return held
}
