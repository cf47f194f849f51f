/**
 * Documents from a file of records, from a text file or from a folder of text files. All are read
 * one at a time, so a corpus may have any size.
 */
import { statSync } from 'node:fs'
import { basename, relative, sep } from 'node:path'
import { z } from 'zod'
import {
  ConfigError,
  DataError,
  counted,
  documentSchema,
  filesBelow,
  type Document,
} from '../../core/index.ts'
import { fileStem, type Teller } from '../problems.ts'
import { lineError, readRecords } from '../read/records.ts'
import { describeIssues } from '../read/schema-fault.ts'
import { sourceName, type RecordSource } from '../read/source.ts'
import { checkText, isTextName, readTextFile, type ReadText } from '../read/text-file.ts'

/**
 * Why something that was read is no document: a row without a text, or a file that cannot be read
 * (`unreadable`); bytes or characters that are no text (`notText`); more than 16 MiB (`tooLarge`);
 * nothing but spaces (`empty`).
 */
export type UnreadReason = 'unreadable' | 'notText' | 'tooLarge' | 'empty'

/** A document, or what became of it. `error` says where it stands, and what is wrong. */
export type DocumentEntry = { document: Document } | { dropped: UnreadReason; error: DataError }

/**
 * Yields the documents of a corpus, in its order. It is one of
 *
 * - a file of records (`readRecords`), whose text is in the field `text`, `content`, `document` or
 *   `raw_content`; without an id a record gets `<file stem>-<line, from 0>`;
 * - a text file (`.txt`, `.md`, also packed), which is one document under its name;
 * - a folder of text files, also in folders below it, in the order of their paths, which are their
 *   ids. Other files are left alone. Links to folders are not followed.
 *
 * Lines end in `\n`, and a byte order mark is left out. `tell` hears of what was left alone.
 * @throws ConfigError when there is no such file, DataError when it cannot be read, or a folder has
 *   no text file
 */
export async function* readDocuments(
  source: RecordSource,
  tell: Teller = () => {},
): AsyncGenerator<DocumentEntry, void, void> {
  requireDocuments(source)
  if (typeof source !== 'string' || source === '-') yield* documentsOfRecords(source)
  else if (statSync(source).isDirectory()) yield* documentsOfFolder(source, tell)
  else if (isTextName(source))
    yield documentOf({ id: basename(source) }, await readTextFile(source))
  else yield* documentsOfRecords(source)
}

/** @throws ConfigError for a path that leads nowhere */
export function requireDocuments(source: RecordSource): void {
  if (typeof source !== 'string' || source === '-') return
  if (statSync(source, { throwIfNoEntry: false })) return
  throw new ConfigError(`there is no file or folder ${source}`, {
    hint: 'Name a file of records, a .txt or .md file, or a folder of such files.',
  })
}

async function* documentsOfFolder(
  folder: string,
  tell: Teller,
): AsyncGenerator<DocumentEntry, void, void> {
  let texts = 0
  const left = { files: 0, links: 0 }
  try {
    for await (const { path, is } of filesBelow(folder)) {
      if (is === 'loop' || is === 'link to a directory') left.links++
      if (is === 'file' && !isTextName(path)) left.files++
      if (is !== 'file' || !isTextName(path)) continue
      texts++
      yield await documentOfFile(path, relative(folder, path).split(sep).join('/'))
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new DataError(`cannot read the folder ${folder}: ${error.message}`, {
      cause: error,
      hint: 'Change its mode, or name a folder that you may read.',
    })
  }
  if (left.links > 0)
    tell(
      `${folder}: ${counted(left.links, 'link to a folder was', 'links to folders were')} not followed`,
    )
  if (texts > 0 && left.files > 0)
    tell(
      `${folder}: ${counted(left.files, 'file was', 'files were')} left alone: neither .txt nor .md`,
    )
  if (texts === 0)
    throw new DataError(`${folder} holds no text file (.txt or .md, also packed with gzip)`, {
      hint:
        left.files === 0
          ? 'Name a folder that holds documents, or a file of records.'
          : `It holds ${counted(left.files, 'other file')}: name one if it is a file of records.`,
    })
}

/** One file of a folder that cannot be read does not end the reading of the others. */
async function documentOfFile(path: string, id: string): Promise<DocumentEntry> {
  try {
    return documentOf({ id }, await readTextFile(path))
  } catch (error) {
    if (error instanceof DataError) return { dropped: 'unreadable', error }
    throw error
  }
}

async function* documentsOfRecords(
  source: RecordSource,
): AsyncGenerator<DocumentEntry, void, void> {
  const name = sourceName(source)
  for await (const entry of readRecords(source, z.unknown())) {
    if ('error' in entry) yield { dropped: 'unreadable', error: entry.error }
    else yield documentOfRow(entry.value, name, entry.line)
  }
}

const textFields = ['text', 'content', 'document', 'raw_content'] as const

function documentOfRow(row: unknown, name: string, line: number): DocumentEntry {
  const fields = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {}
  const field = textFields.find((each) => typeof fields[each] === 'string')
  if (field === undefined) {
    const empty = textFields.some((each) => fields[each] === null)
    const fault = `there is no text in ${textFields.join(', ')}`
    return { dropped: empty ? 'empty' : 'unreadable', error: lineError(name, line, fault) }
  }
  const id = fields['id'] ?? `${fileStem(name)}-${line - 1}`
  const checked = documentSchema.safeParse({ id, text: fields[field], ...originOf(fields) })
  if (!checked.success)
    return {
      dropped: 'unreadable',
      error: lineError(name, line, describeIssues(checked.error, row)),
    }
  const { text, ...rest } = checked.data
  return documentOf(rest, checkText(text, `${name}:${line}`))
}

/** What a row says of where it comes from, as the Pile and others write it. */
function originOf({ source, meta }: Record<string, unknown>): Pick<Document, 'source' | 'meta'> {
  const members =
    typeof meta === 'object' && meta !== null && !Array.isArray(meta)
      ? (meta as Record<string, unknown>)
      : undefined
  const named = source ?? members?.['pile_set_name'] ?? members?.['redpajama_set_name']
  return {
    ...(typeof named === 'string' && named !== '' && { source: named }),
    ...(members && { meta: members }),
  }
}

function documentOf(rest: Omit<Document, 'text'>, read: ReadText): DocumentEntry {
  if ('fault' in read) return { dropped: read.fault, error: new DataError(read.why) }
  if (read.text.trim() === '')
    return { dropped: 'empty', error: new DataError(`${rest.id}: the text is empty`) }
  const { id, ...origin } = rest
  return { document: { id, text: read.text, ...origin } }
}
