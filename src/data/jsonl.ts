/** Reading JSON Lines: one record at a time, each checked against a schema, each fault named by file and line. */
import { createReadStream } from 'node:fs'
import type { z } from 'zod'
import { DataError } from '../core/index.ts'
import { describeIssues, parseJson } from './json-fault.ts'

/** What a line held, or what was wrong with it. `line` counts from 1 and includes blank lines. */
export type JsonlLine<T> = { line: number; value: T } | { line: number; error: DataError }

/** Bytes with a name for messages, where they do not come from a file. */
export interface NamedBytes {
  name: string
  chunks: AsyncIterable<Uint8Array>
}

/** A path, `-` for standard input, or bytes at hand. */
export type JsonlSource = string | NamedBytes

/** Longest line that is read; a longer one is reported and skipped without being held in memory. */
export const maxLineBytes = 64 * 1024 * 1024

/**
 * Yields each line's record. Blank lines are skipped; a byte order mark, CRLF and a last line without newline are fine; a line
 * that is not UTF-8, not JSON or not what `schema` asks for yields its error, and reading goes on.
 * @throws DataError when the file itself cannot be read.
 */
export async function* readJsonl<T>(source: JsonlSource, schema: z.ZodType<T>): AsyncGenerator<JsonlLine<T>, void, void> {
  const { name, chunks } = openSource(source)
  for await (const { line, bytes, ended } of splitLines(readChunks(name, chunks))) {
    const result = bytes === 'too long' ? tooLong() : readLine(bytes, line === 1, schema)
    if (result === 'blank') continue
    if ('value' in result) yield { line, value: result.value }
    else yield { line, error: lineError(name, line, result.fault, ended ? undefined : truncationHint) }
  }
}

/** Reads all records of an input that must be whole. @throws DataError for the first line that is wrong. */
export async function collectJsonl<T>(lines: AsyncIterable<JsonlLine<T>>): Promise<T[]> {
  const values: T[] = []
  for await (const entry of lines) {
    if ('error' in entry) throw entry.error
    values.push(entry.value)
  }
  return values
}

/** Returns an error that says which line of which file is wrong, and how. */
export function lineError(name: string, line: number, fault: string, hint?: string): DataError {
  return new DataError(`${name}:${line}: ${fault}`, hint === undefined ? {} : { hint })
}

/** The name of a source in messages. */
export function sourceName(source: JsonlSource): string {
  if (typeof source !== 'string') return source.name
  return source === '-' ? '<stdin>' : source
}

const truncationHint = 'This is the last line and it has no newline: the file may have been cut short.'

function openSource(source: JsonlSource): NamedBytes {
  if (typeof source !== 'string') return source
  return {
    name: sourceName(source),
    chunks: source === '-' ? process.stdin : createReadStream(source, { highWaterMark: 1 << 18 }),
  }
}

async function* readChunks(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* chunks
  } catch (error) {
    throw unreadable(name, error)
  }
}

type LineResult<T> = { value: T } | { fault: string }

function readLine<T>(bytes: Buffer, first: boolean, schema: z.ZodType<T>): LineResult<T> | 'blank' {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: !first }).decode(bytes)
  } catch {
    return { fault: first ? encodingFault(bytes) : 'not valid UTF-8' }
  }
  if (text.trim() === '') return 'blank'
  const parsed = parseJson(text)
  if ('fault' in parsed) return parsed
  const checked = schema.safeParse(parsed.value)
  return checked.success ? { value: checked.data } : { fault: describeIssues(checked.error) }
}

function encodingFault(bytes: Buffer): string {
  const start = bytes.subarray(0, 2).toString('hex')
  if (start === 'fffe' || start === 'feff') return 'the file is UTF-16; it must be UTF-8'
  if (start === '1f8b') return 'the file is compressed (gzip); unpack it first'
  return 'not valid UTF-8'
}

function tooLong(): { fault: string } {
  return { fault: `longer than ${maxLineBytes / 1024 / 1024} MiB; the line was skipped` }
}

function unreadable(name: string, cause: unknown): DataError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a directory',
    EACCES: 'permission denied',
  }
  const reason = reasons[String(code)] ?? (cause instanceof Error ? cause.message : String(cause))
  return new DataError(`cannot read ${name}: ${reason}`, {
    cause,
    hint: 'Name a JSON Lines file that exists, or - for standard input.',
  })
}

interface RawLine {
  line: number
  bytes: Buffer | 'too long'
  /** Whether a newline ended the line. */
  ended: boolean
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine, void, void> {
  let line = 1
  let parts: Buffer[] = []
  let length = 0
  const take = (ended: boolean): RawLine => {
    const bytes = length > maxLineBytes ? ('too long' as const) : Buffer.concat(parts)
    parts = []
    length = 0
    return { line: line++, bytes, ended }
  }
  const append = (part: Buffer): void => {
    length += part.length
    if (length <= maxLineBytes) parts.push(part)
    else parts = []
  }
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      append(bytes.subarray(start, end))
      yield take(true)
      start = end + 1
    }
    append(bytes.subarray(start))
  }
  if (length > 0) yield take(false)
}
