/**
 * Rows of CSV and TSV files as records: fields in quotes may hold separators, line breaks and
 * doubled quotes (RFC 4180).
 */
import { RecordBytes } from './split-lines.ts'
import { bufferOf } from './source.ts'

const quote = 0x22
const newline = 0x0a

/**
 * A row as a record, or what is wrong with it. `line` is the row's number from 1, without the
 * header.
 */
export type CsvRow =
  | { line: number; value: Record<string, string | null>; ofTable: true }
  | { line: number; fault: string }

/**
 * Yields the rows of a table whose first row names the columns. An empty field is `null`, as pandas
 * and spreadsheets write what is missing; all others are text.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
): AsyncGenerator<CsvRow, void, void> {
  let header: string[] | undefined
  let line = 0
  for await (const bytes of splitRows(chunks, separator.charCodeAt(0))) {
    const fields =
      bytes === 'too long'
        ? 'the row is longer than 64 MiB and was skipped'
        : fieldsOf(bytes, separator)
    if (typeof fields !== 'string' && fields.length === 1 && fields[0]!.trim() === '') continue
    if (header === undefined) {
      header = typeof fields === 'string' ? [] : fields.map((name) => name.trim())
      const fault = typeof fields === 'string' ? fields : headerFault(header)
      if (fault !== null)
        return yield { line: 0, fault: `the row that names the columns: ${fault}` }
      continue
    }
    line++
    if (typeof fields === 'string') yield { line, fault: fields }
    else if (fields.length !== header.length)
      yield {
        line,
        fault: `the row has ${fields.length} fields, the first row names ${header.length} columns`,
      }
    else
      yield {
        line,
        value: Object.fromEntries(header.map((name, place) => [name, fields[place] || null])),
        ofTable: true,
      }
  }
}

/**
 * Returns the separator of a table whose first row names columns, `null` where the text does not
 * begin with such a row.
 */
export function csvSeparator(text: string, isNamedTable: boolean): string | null {
  const [first = '', second] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 2)
  const counts = [',', '\t', ';'].map((separator) => ({
    separator,
    names: fieldsOfText(first, separator),
  }))
  const best = counts.reduce((a, b) => (count(b.names) > count(a.names) ? b : a))
  if (isNamedTable) return best.separator
  const isHeader =
    typeof best.names !== 'string' &&
    best.names.length > 1 &&
    best.names.every((name) => columnName.test(name))
  return isHeader && second !== undefined && second !== '' ? best.separator : null
}

const count = (fields: string[] | string): number =>
  typeof fields === 'string' ? 0 : fields.length
/** Columns that programs name; prose with a comma in its first line is no table. */
const columnName = /^[\p{L}_][\p{L}\p{N}_.\-[\]]{0,79}$/u

function headerFault(names: readonly string[]): string | null {
  const twice = names.find((name, place) => names.indexOf(name) < place)
  return twice === undefined ? null : `"${twice}" occurs twice`
}

function fieldsOf(bytes: Buffer, separator: string): string[] | string {
  try {
    return fieldsOfText(new TextDecoder('utf-8', { fatal: true }).decode(bytes), separator)
  } catch {
    return 'not valid UTF-8'
  }
}

/**
 * Returns the fields of one row, or what is wrong with it. A quote inside a field that does not
 * begin with one is itself.
 */
function fieldsOfText(row: string, separator: string): string[] | string {
  const text = row.replace(/\r$/, '')
  const fields: string[] = []
  for (let place = 0; ; place++) {
    let field = ''
    if (text[place] === '"') {
      for (let end = text.indexOf('"', ++place); ; end = text.indexOf('"', place)) {
        if (end === -1) return 'a quote that opens a field is not closed'
        field += text.slice(place, end)
        place = end + 1
        if (text[place] !== '"') break
        field += '"'
        place++
      }
    }
    const end = text.indexOf(separator, place)
    fields.push(field + text.slice(place, end === -1 ? undefined : end))
    if (end === -1) return fields
    place = end
  }
}

/** Where a scan stands in a row. */
const at = { fieldStart: 0, plain: 1, quoted: 2, quoteInQuoted: 3 } as const

async function* splitRows(
  chunks: AsyncIterable<Uint8Array>,
  separator: number,
): AsyncGenerator<Buffer | 'too long', void, void> {
  const record = new RecordBytes()
  let state: number = at.fieldStart
  let isFirst = true
  for await (const chunk of chunks) {
    const bytes = bufferOf(chunk)
    let start = isFirst && bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0
    isFirst = false
    for (let place = start; place < bytes.length; place++) {
      const byte = bytes[place]!
      if (state === at.quoted) {
        if (byte === quote) state = at.quoteInQuoted
      } else if (byte === newline) {
        record.append(bytes.subarray(start, place))
        yield record.take()
        start = place + 1
        state = at.fieldStart
      } else if (byte === separator) state = at.fieldStart
      else if (byte === quote && state !== at.plain) state = at.quoted
      else state = at.plain
    }
    record.append(bytes.subarray(start))
  }
  if (!record.isEmpty) yield record.take()
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
