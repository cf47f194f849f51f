/** The texts that documents are to be like. */
import { readProblems } from '../problems.ts'
import { readDocuments } from './read-documents.ts'
import { textOfProblem } from './similarity.ts'

/** Files of problems, and of documents (or folders of them). */
export interface ReferenceFiles {
  problems: readonly string[]
  documents: readonly string[]
}

/**
 * Yields the text of each problem and document. @throws DataError for the first row that is neither;
 * documents that are empty, too large or no text are passed over
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
