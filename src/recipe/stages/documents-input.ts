/** Documents as inputs of stages. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DataError, Document } from '../../core/index.ts'
import { readDocuments } from '../../data/index.ts'

/** Where the documents of an input are: in an artifact's file, or at the path itself. */
export function documentsInput(path: string): string {
  const inside = join(path, 'documents.jsonl')
  return existsSync(inside) ? inside : path
}

/** Yields the documents of an input; `leftOut` hears of what is none, and not just empty. */
export async function* documentsOfInput(
  path: string,
  leftOut: (error: DataError) => void = () => {},
): AsyncGenerator<Document, void, void> {
  for await (const entry of readDocuments(documentsInput(path))) {
    if ('document' in entry) yield entry.document
    else if (entry.dropped !== 'empty') leftOut(entry.error)
  }
}
