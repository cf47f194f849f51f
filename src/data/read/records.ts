/**
 * Reading records: one at a time, whatever kind of file they are in, each checked against a schema,
 * each fault named by file and line.
 */
import type { z } from 'zod'
import { DataError } from '../../core/index.ts'
import { readCsv, type CsvRow } from './csv.ts'
import { fileKind, headBytes } from './file-kind.ts'
import { readParquet } from './parquet.ts'
import { parseJson } from './parse-json.ts'
import { describeIssues } from './schema-fault.ts'
import {
  openSource,
  peek,
  sourceName,
  unpack,
  type NamedBytes,
  type RecordSource,
} from './source.ts'
import { splitJson, type Leftover } from './split-json.ts'
import { maxRecordBytes, splitLines, type RawRecord } from './split-lines.ts'
import { typedCells, type Cells } from './typed-cells.ts'

/**
 * A record, or what was wrong with it. `line` counts from 1: lines of JSON Lines, blank ones
 * included; rows of anything else. A row of CSV or TSV is `ofTable`: its cells are texts.
 */
export type RecordEntry<T> = GoodEntry<T> | { line: number; error: DataError }
interface GoodEntry<T> {
  line: number
  value: T
  ofTable?: true
}

/**
 * Yields the records of a file: JSON Lines, a JSON array, JSON objects over several lines, CSV, TSV
 * or Parquet; as they are, or packed with gzip or Zstandard. What it is, its first bytes tell.
 * Blank lines are skipped; a byte order mark, CRLF and a last line without newline are fine;
 * Python's `NaN` is `null`. A record that cannot be read, or is not what `schema` asks for, yields
 * its error, and reading goes on.
 * @throws DataError in one sentence, when the file cannot be read or is of another kind.
 */
export async function* readRecords<T>(
  source: RecordSource,
  schema: z.ZodType<T>,
): AsyncGenerator<RecordEntry<T>, void, void> {
  const name = sourceName(source)
  for await (const some of await rawRecords(source))
    for (const raw of Array.isArray(some) ? some : [some]) {
      const result = valueOf(raw)
      if (result === 'blank') continue
      if ('value' in result) yield checkRecord(name, { ...result, line: raw.line }, schema)
      else yield { line: raw.line, error: lineError(name, raw.line, result.fault, result.hint) }
    }
}

/**
 * Returns a record as a schema has it, or what is wrong with it. Where the schema asks for numbers
 * or truth values, the cells of a table are read as such.
 */
export function checkRecord<T>(
  name: string,
  { line, value, ofTable }: GoodEntry<unknown>,
  schema: z.ZodType<T>,
): RecordEntry<T> {
  const table = ofTable && { ofTable }
  const checked = schema.safeParse(value)
  if (checked.success) return { line, value: checked.data, ...table }
  if (!ofTable) return { line, error: lineError(name, line, describeIssues(checked.error, value)) }
  const typed = typedCells(value as Cells, checked.error)
  const again = schema.safeParse(typed)
  return again.success
    ? { line, value: again.data, ...table }
    : { line, error: lineError(name, line, describeIssues(again.error, typed)) }
}

/**
 * Reads all records of an input that must be whole. @throws DataError for the first that is wrong.
 */
export async function collectRecords<T>(entries: AsyncIterable<RecordEntry<T>>): Promise<T[]> {
  const values: T[] = []
  for await (const entry of entries) {
    if ('error' in entry) throw entry.error
    values.push(entry.value)
  }
  return values
}

/** Returns an error that says which line of which file is wrong, and how. */
export function lineError(name: string, line: number, fault: string, hint?: string): DataError {
  return new DataError(`${name}:${line}: ${fault}`, hint === undefined ? {} : { hint })
}

type Raw = RawRecord | Leftover | CsvRow | { line: number; value: unknown }

async function rawRecords(source: RecordSource): Promise<AsyncIterable<Raw | Raw[]>> {
  const opened = openSource(source)
  return recordsIn(opened, typeof source === 'string' && source !== '-' ? source : undefined)
}

/** Returns the records in `bytes`; `path` is where they can be read from again, in any order. */
async function recordsIn(
  { name, chunks }: NamedBytes,
  path: string | undefined,
): Promise<AsyncIterable<Raw | Raw[]>> {
  const { head, all } = await peek(chunks, headBytes, beginsWithJsonLine)
  const found = fileKind(head, name)
  switch (found.kind) {
    case 'lines':
      return splitLines(all)
    case 'array':
    case 'values':
      return splitJson(all, found.kind)
    case 'table':
      return readCsv(all, found.separator)
    case 'packed':
      return recordsIn({ name, chunks: unpack({ name, chunks: all }, found.packing) }, undefined)
    case 'parquet':
      if (path !== undefined) return readParquet(path)
      throw new DataError(`${name}: Parquet can be read from a file, but not from a stream`, {
        hint: 'Save it as an unpacked file, and name that file.',
      })
    case 'none':
      throw new DataError(`${name} is ${found.is}`, { hint: found.hint })
  }
}

/** Whether the bytes are those of JSON Lines for certain. */
function beginsWithJsonLine(head: Buffer): boolean {
  const end = head[0] === 0x7b ? head.indexOf(10) : -1 // an opening brace
  return end > 0 && 'value' in parseJson(head.subarray(0, end).toString('utf8'))
}

const truncationHint =
  'This is the last line, and no newline follows it: the file may have been cut short.'

type Parsed = { value: unknown; ofTable?: true } | { fault: string; hint?: string }

// Making a decoder takes as long as decoding a line.
const firstLine = new TextDecoder('utf-8', { fatal: true })
const laterLine = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function valueOf(raw: Raw): Parsed | 'blank' {
  if (!('bytes' in raw)) return raw
  const { line, bytes, ended } = raw
  if (bytes === 'too long')
    return {
      fault: `the record is longer than ${maxRecordBytes / 1024 / 1024} MiB and was skipped`,
    }
  let text: string
  try {
    text = (line > 1 ? laterLine : firstLine).decode(bytes)
  } catch {
    return { fault: 'not valid UTF-8' }
  }
  if (text.trim() === '') return 'blank'
  const parsed = parseJson(text)
  return 'fault' in parsed && !ended ? { ...parsed, hint: truncationHint } : parsed
}
