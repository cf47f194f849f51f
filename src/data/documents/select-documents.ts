/**
 * Choosing documents of a corpus by length, language and likeness, one after another: as in the
 * pre-filter of RATIONALYST (Jiang et al. 2024, arXiv 2410.01044).
 */
import { throwIfCancelled, type DataError, type Document } from '../../core/index.ts'
import { cutText } from './cut-text.ts'
import { languageFault, type LanguageRule } from './language.ts'
import type { DocumentEntry, UnreadReason } from './read-documents.ts'
import type { BatchSize, TextSimilarity } from './similarity.ts'

export interface DocumentRules {
  /** Most documents to keep: the first ones; all where absent. */
  count?: number | undefined
  /** Least and most characters of a document. */
  minCharacters?: number | undefined
  maxCharacters?: number | undefined
  /** Words of a piece: longer documents are cut into such pieces before anything else. */
  cut?: number | undefined
  /** @default 'any' */
  language?: LanguageRule | undefined
  /** Least likeness to the reference; that of the similarity where absent. */
  minSimilarity?: number | undefined
}

/** Why a document is not kept. */
export type DropReason =
  | UnreadReason
  | 'tooShort'
  | 'tooLong'
  | 'otherScript'
  | 'otherLanguage'
  | 'unlike'
  | 'repeatedId'

/** What became of a document, or of a piece of one. */
export type Selection = Kept | Dropped

interface Told {
  /** The cosine with the reference; absent where it was not asked for. */
  similarity?: number
  /** Whether it is a piece of a document after its first one. */
  isFurther: boolean
}

interface Kept extends Told {
  reason: null
  document: Document
}

/** Without its text: many may wait for those before them. */
export interface Dropped extends Told {
  reason: DropReason
  /** Absent where there is no document. */
  id?: string
  unread?: Unread
}

/** What is no document, and not just empty. `error` says where it stands, and what is wrong. */
export interface Unread {
  reason: Exclude<UnreadReason, 'empty'>
  error: DataError
}

/**
 * Yields what became of each document, in their order. What is kept has its similarity in `meta`.
 * Pieces of a cut document are `<id>/1`, `<id>/2` and so on. An id that was kept before is dropped.
 * Nothing is read after the last document that `count` allows. @throws CancelledError
 */
export async function* selectDocuments(
  entries: AsyncIterable<DocumentEntry>,
  rules: DocumentRules,
  similarity?: TextSimilarity,
  signal?: AbortSignal,
): AsyncGenerator<Selection, void, void> {
  const { count = Number.POSITIVE_INFINITY } = rules
  const ids = new Ids()
  let kept = 0
  const judged = similarity
    ? withSimilarity(judgedByRules(entries, rules, signal), similarity, rules)
    : judgedByRules(entries, rules, signal)
  for await (const selection of judged) {
    if (selection.reason !== null) yield selection
    else if (ids.add(selection.document.id)) {
      yield selection
      if (++kept >= count) return
    } else {
      const { document, ...told } = selection
      yield { ...told, reason: 'repeatedId', id: document.id }
    }
  }
}

/** What became of each document by all rules but likeness. */
async function* judgedByRules(
  entries: AsyncIterable<DocumentEntry>,
  rules: DocumentRules,
  signal?: AbortSignal,
): AsyncGenerator<Selection, void, void> {
  for await (const entry of entries) {
    throwIfCancelled(signal)
    if ('dropped' in entry) {
      const { dropped: reason, error } = entry
      const unread = reason !== 'empty' && { unread: { reason, error } }
      yield { reason, ...unread, isFurther: false }
      continue
    }
    for (const [place, document] of piecesOf(entry.document, rules.cut).entries()) {
      const reason = fault(document.text, rules)
      const isFurther = place > 0
      yield reason === null
        ? { reason, document, isFurther }
        : { reason, id: document.id, isFurther }
    }
  }
}

/** A document of no more than `words` words is its own and only piece. */
function piecesOf(document: Document, words: number | undefined): Document[] {
  if (words === undefined) return [document]
  const pieces = cutText(document.text, words)
  if (pieces.length <= 1) return [document]
  return pieces.map((text, place) => ({ ...document, id: `${document.id}/${place + 1}`, text }))
}

function fault(
  text: string,
  { minCharacters = 0, maxCharacters = Number.POSITIVE_INFINITY, language = 'any' }: DocumentRules,
): DropReason | null {
  const characters = charactersOf(text)
  if (characters < minCharacters) return 'tooShort'
  if (characters > maxCharacters) return 'tooLong'
  return languageFault(text, language)
}

/** Unicode characters; JavaScript stores some of them in two code units. */
function charactersOf(text: string): number {
  let count = text.length
  for (let place = 0; place < text.length; place++)
    if ((text.charCodeAt(place) & 0xfc00) === 0xd800) count--
  return count
}

/**
 * The same after their likeness was told, a batch at a time. What needs no likeness waits for what
 * stands before it.
 */
async function* withSimilarity(
  selections: AsyncIterable<Selection>,
  similarity: TextSimilarity,
  { minSimilarity = similarity.defaultThreshold }: DocumentRules,
): AsyncGenerator<Selection, void, void> {
  let toLearn = similarity.sample
  for await (const batch of inBatches(selections, () => toLearn ?? similarity.batch)) {
    const texts = batch.flatMap((each) => (each.reason === null ? [each.document.text] : []))
    if (toLearn) similarity.learn?.(texts)
    toLearn = undefined
    const cosines = (await similarity.of(texts)).values()
    for (const selection of batch) {
      if (selection.reason !== null) yield selection
      else yield judged(selection, cosines.next().value!, minSimilarity)
    }
  }
}

function judged({ document, isFurther }: Kept, similarity: number, least: number): Selection {
  if (similarity < least) return { reason: 'unlike', id: document.id, similarity, isFurther }
  const rounded = Math.round(similarity * 1e4) / 1e4
  const meta = { ...document.meta, similarity: rounded }
  return { reason: null, document: { ...document, meta }, similarity, isFurther }
}

/** How many may wait, with those that wait only for their turn. */
const MOST_WAITING = 50_000

async function* inBatches(
  selections: AsyncIterable<Selection>,
  size: () => BatchSize,
): AsyncGenerator<Selection[], void, void> {
  let batch: Selection[] = []
  let documents = 0
  let characters = 0
  for await (const selection of selections) {
    batch.push(selection)
    if (selection.reason === null) {
      documents++
      characters += selection.document.text.length
    }
    const most = size()
    if (documents < most.documents && characters < most.characters && batch.length < MOST_WAITING)
      continue
    yield batch
    batch = []
    documents = 0
    characters = 0
  }
  if (batch.length > 0) yield batch
}

/** The ids of what was kept, in sets of a size that JavaScript allows. */
class Ids {
  readonly #sets: Set<string>[] = [new Set()]

  /** Adds an id. Returns whether it is new. */
  add(id: string): boolean {
    if (this.#sets.some((ids) => ids.has(id))) return false
    if (this.#sets.at(-1)!.size >= 1 << 23) this.#sets.push(new Set())
    this.#sets.at(-1)!.add(id)
    return true
  }
}
