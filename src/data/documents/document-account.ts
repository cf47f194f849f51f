/** Counting what became of the documents of a corpus. */
import { counted } from '../../core/index.ts'
import type { DropReason, Selection } from './select-documents.ts'

/**
 * How many documents were kept: `read + added = kept + the sum of dropped`. Without cutting,
 * `added` is 0.
 */
export interface DocumentReport {
  read: number
  /** Pieces of documents that were cut, without the first piece of each. */
  added: number
  kept: number
  dropped: Partial<Record<DropReason, number>>
  /** Characters of what was kept, as JavaScript counts them. */
  characters: number
  similarity?: SimilarityReport
}

/** How like the reference documents were: says what another threshold would keep. */
interface SimilarityReport {
  /** Documents from which on one is kept. */
  threshold: number
  /** Documents for each hundredth, rounded down: those under "0.12" had 0.12 to 0.13. */
  documents: Record<string, number>
}

/** Counts selections. `threshold` is the least similarity, where it is asked for. */
export function documentCounter(threshold?: number): {
  add: (selection: Selection) => void
  report: () => DocumentReport
} {
  const report: DocumentReport = { read: 0, added: 0, kept: 0, dropped: {}, characters: 0 }
  const hundredths = new Map<number, number>()
  return {
    add(selection) {
      report[selection.isFurther ? 'added' : 'read']++
      if (selection.reason === null) {
        report.kept++
        report.characters += selection.document.text.length
      } else report.dropped[selection.reason] = (report.dropped[selection.reason] ?? 0) + 1
      if (selection.similarity === undefined) return
      const hundredth = Math.floor(selection.similarity * 100)
      hundredths.set(hundredth, (hundredths.get(hundredth) ?? 0) + 1)
    },
    report() {
      if (threshold === undefined) return report
      const documents = [...hundredths].toSorted(([a], [b]) => a - b)
      return {
        ...report,
        similarity: {
          threshold,
          documents: Object.fromEntries(
            documents.map(([hundredth, count]) => [(hundredth / 100).toFixed(2), count]),
          ),
        },
      }
    },
  }
}

/** Says it in one sentence, the most frequent reason first. */
export function describeDocuments({ read, added, kept, dropped }: DocumentReport): string {
  const all = read + added
  const reasons = Object.entries(dropped).toSorted(([, a], [, b]) => b - a)
  const rest = reasons.map(([reason, count]) => `${count} ${reason}`).join(', ')
  const what = added === 0 ? 'documents' : `pieces of ${counted(read, 'document')}`
  const share = all === 0 ? '' : ` (${((100 * kept) / all).toFixed(1)} %)`
  return `${kept} of ${all} ${what} kept${share}${rest === '' ? '' : `; dropped: ${rest}`}`
}
