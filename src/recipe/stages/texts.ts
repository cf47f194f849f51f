/** Documents whose rationales a rule knows: the files that stages write of them. */
import { counted, throwIfCancelled, type Task } from '../../core/index.ts'
import { rationaleMarks, type DocumentWithRationales } from '../../data/index.ts'
import type { StageContext } from '../stage.ts'
import { jsonLines } from './files.ts'

/** Texts that are written at once. */
const AT_ONCE = 500

/**
 * Writes `documents.jsonl`, `annotated.jsonl` (the same documents with rationales) and
 * `corpus.jsonl` (each text in both ways: a model that has read it can score a text with its
 * rationales and without).
 */
export async function* writeTexts(
  context: Pick<StageContext, 'id' | 'out' | 'signal'>,
  texts: Iterable<DocumentWithRationales>,
  total: number,
): Task<void> {
  const documents = await context.out.writer('documents.jsonl')
  const annotated = await context.out.writer('annotated.jsonl')
  const corpus = await context.out.writer('corpus.jsonl')
  let done = 0
  let rationales = 0
  let waiting: DocumentWithRationales[] = []
  const write = async (): Promise<void> => {
    await documents.write(jsonLines(waiting.map(({ document }) => document)))
    await annotated.write(
      jsonLines(waiting.map(({ document, annotated: text }) => ({ ...document, text }))),
    )
    await corpus.write(
      jsonLines(
        waiting.flatMap(({ document, annotated: text }) => [{ text }, { text: document.text }]),
      ),
    )
    waiting = []
  }
  for (const text of texts) {
    throwIfCancelled(context.signal)
    waiting.push(text)
    done++
    rationales += text.annotated.split(rationaleMarks.open).length - 1
    if (waiting.length < AT_ONCE) continue
    await write()
    yield { type: 'progress', label: context.id, done, total, unit: 'documents' }
  }
  await write()
  await documents.commit()
  await annotated.commit()
  await corpus.commit()
  yield {
    type: 'note',
    level: 'info',
    message: `${counted(done, 'document')}, ${counted(rationales, 'rationale')}`,
  }
}
