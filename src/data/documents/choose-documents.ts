/** From a corpus and a reference to the documents that are chosen, with an account. */
import type { Document, Task } from '../../core/index.ts'
import type { Teller } from '../problems.ts'
import type { RecordSource } from '../read/source.ts'
import { documentCounter, type DocumentReport } from './document-account.ts'
import { embeddingSimilarity, type KeptNumbers, type TextVectors } from './embedding-similarity.ts'
import { readDocuments, requireDocuments } from './read-documents.ts'
import { referenceTexts, type ReferenceFiles } from './reference-texts.ts'
import {
  selectDocuments,
  type DocumentRules,
  type Dropped,
  type Unread,
} from './select-documents.ts'
import type { TextSimilarity } from './similarity.ts'
import { tfIdfSimilarity } from './tf-idf.ts'

export interface DocumentChoice {
  corpus: RecordSource
  /** What the documents are to be like; where it is empty, likeness is no matter. */
  reference: ReferenceFiles
  /** Tells likeness; shared words do where it is absent. */
  embedder?: TextVectors | null
  /** Keeps what the embedder found, since it is slow; where absent, nothing is kept. */
  kept?: KeptNumbers
  rules: DocumentRules
  /** The source of documents that name none. */
  source?: string | undefined
  /** The name of the work in its progress. */
  label: string
  signal?: AbortSignal
  /** Takes each document that is chosen, in the order of the corpus. */
  keep(document: Document): Promise<void>
  /** Takes what is dropped, in that order; where absent, it is only counted. */
  drop?(dropped: DroppedDocument): Promise<void>
  /** Hears of what is no document and not just empty. */
  unread(what: Unread): void
  /** Hears how the corpus was understood. */
  tell: Teller
}

/** A document, or a piece of one, that is not chosen. */
export type DroppedDocument = Pick<Dropped, 'id' | 'reason' | 'similarity'>

/** Documents after which progress is told again. */
const TELL_EVERY = 100

/** Chooses documents, and returns how many of them were kept. @throws AppError */
export async function* chooseDocuments(choice: DocumentChoice): Task<DocumentReport> {
  const { corpus, rules, source, label, signal, keep, drop, unread, tell } = choice
  requireDocuments(corpus) // otherwise it is missed only after the reference was read
  const similarity = yield* openSimilarity(choice)
  const counter = documentCounter(
    similarity && (rules.minSimilarity ?? similarity.defaultThreshold),
  )
  let done = 0
  let kept = 0
  const documents = readDocuments(corpus, tell)
  for await (const selection of selectDocuments(documents, rules, similarity, signal)) {
    counter.add(selection)
    if (selection.reason === null) {
      kept++
      await keep({ ...(source !== undefined && { source }), ...selection.document })
    } else {
      if (selection.unread) unread(selection.unread)
      const { id, reason, similarity: cosine } = selection
      if (id !== undefined)
        await drop?.({ id, reason, ...(cosine !== undefined && { similarity: cosine }) })
    }
    if (++done % TELL_EVERY === 0)
      yield { type: 'progress', label, done, unit: 'documents', detail: `${kept} kept` }
  }
  return counter.report()
}

async function* openSimilarity({
  reference,
  embedder,
  kept,
  signal,
}: DocumentChoice): Task<TextSimilarity | undefined> {
  if (reference.problems.length + reference.documents.length === 0) return undefined
  const texts = referenceTexts(reference)
  return yield* embedder
    ? embeddingSimilarity(texts, embedder, { signal, kept })
    : tfIdfSimilarity(texts)
}
